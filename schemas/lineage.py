"""Where a record comes from and how far it got."""

from typing import Literal

from pydantic import Field

from .base import Record

StageName = str
"""The name of a stage, such as `clean`, `entities` or `quotes`; there may be others."""
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


class Said(Record):
    """What one source says about an article."""

    title: str | None = None
    authors: list[str] = Field(default_factory=list)
    published_at: str | None = None
    modified_at: str | None = None
    url: str | None = None
    source: str | None = None
    language: str | None = None


class StageLineage(Record):
    """Who did a stage's work, with what, on which input."""

    worker: str
    """Version of Quotewire."""
    model: Model | None = None
    """The trained model; null for a stage that works by rules alone."""
    input: Origin | None = None
    """The record that the stage consumed; null when it did not come through Kafka."""
    record_said: Said | None = None
    """Of the clean stage: what the raw record said about the article, as it came. It goes before what the page said."""
    page_said: Said | None = None
    """Of the clean stage: what the web page said about itself; null for plain text."""
