"""Where a record comes from and how far it got."""

from typing import Literal

from pydantic import Field

from schemas.base import Record

StageName = Literal["clean", "entities", "quotes"]
Status = Literal["ok", "empty", "unsupported_language"]


class Origin(Record):
    """The place of an input record in Kafka."""

    topic: str
    partition: int = Field(ge=0)
    offset: int = Field(ge=0)


class Model(Record):
    """A trained model that a stage used."""

    name: str
    version: str


class StageLineage(Record):
    """Who did a stage's work, with what, on which input."""

    worker: str
    """Version of Quotewire."""
    model: Model | None = None
    """The trained model; null for a stage that works by rules alone."""
    input: Origin | None = None
    """The record that the stage consumed; null when it did not come through Kafka."""
