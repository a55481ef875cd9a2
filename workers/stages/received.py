"""A record on its way into a stage."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from schemas.base import Record
from schemas.lineage import Model, Origin, StageLineage

RecordT = TypeVar("RecordT", bound=Record)


@dataclass(frozen=True, slots=True)
class Received(Generic[RecordT]):
    """A record with what came around it."""

    record: RecordT
    worker: str
    """Version of Quotewire that does the work."""
    origin: Origin | None = None
    """Its place in Kafka; None when it came from a file."""
    key: str | None = None
    """Its key on the topic; None when it had none or came from a file."""
    oddities: tuple[str, ...] = ()
    """Warnings that were known before the stage began (see `schemas.warnings.Oddity`)."""

    def lineage(self, model: Model | None = None) -> StageLineage:
        """Say where the record that a stage makes of this one comes from."""
        return StageLineage(worker=self.worker, model=model, input=self.origin)
