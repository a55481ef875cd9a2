"""A stage's work on records from Kafka."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from schemas.base import Record
from schemas.clean_article import CleanArticle
from workers.errors import OutputTooLargeError, RecordRejectedError
from workers.kafka.publishing import publish, retract
from workers.kafka.receiving import receive
from workers.kafka.records import InputRecord, Outcome, Rejected
from workers.processes.loading import loaded
from workers.stages.definition import Process, Stage
from workers.stages.received import Received

_ENOUGH_BYTES = 8 * 1024 * 1024
"""What is made of a batch before the rest of it has to wait: the worker holds it until the brokers have it."""


@dataclass(frozen=True, slots=True)
class StageJob:
    """From consumed records to what becomes of each: the records to publish, or why it was rejected."""

    stage: Stage
    topic_prefix: str
    max_body_bytes: int

    @property
    def name(self) -> str:
        """The name of the stage."""
        return f"the stage {self.stage.name}"

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stage."""
        return (self.stage,)

    def start(self) -> Callable[[Sequence[InputRecord]], list[Outcome]]:
        """Take the stage, which the fork server has loaded."""
        process = loaded(self.stage)
        return lambda records: self._outcomes(process, records)

    def _outcomes(self, process: Process, records: Sequence[InputRecord]) -> list[Outcome]:
        """Let the stage work on those records that can be read, all at once; the others are rejected, or are retractions."""
        received = [self._received(record) for record in records]
        articles = iter(process([one for one in received if isinstance(one, Received)]))
        outcomes: list[Outcome] = []
        size = 0
        for record, one in zip(records, received, strict=True):
            outcomes.append(self._published(record, next(articles)) if isinstance(one, Received) else one)
            size += outcomes[-1].size
            if size > _ENOUGH_BYTES:
                break
        return outcomes

    def _received(self, record: InputRecord) -> Received[Record] | Outcome:
        """Decode a record; return its outcome at once when it is a retraction or cannot be read."""
        try:
            if record.value is None:
                return retract(record, self.stage, self.topic_prefix, datetime.now(UTC))
            return receive(record, self.stage, self.topic_prefix, self.max_body_bytes)
        except RecordRejectedError as rejection:
            return Rejected.of(rejection)

    def _published(self, record: InputRecord, article: CleanArticle) -> Outcome:
        try:
            return publish(record, article, self.stage, self.topic_prefix, datetime.now(UTC))
        except OutputTooLargeError as error:
            return Rejected.of(error)
