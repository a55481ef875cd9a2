"""Counts and logs what became of every record, once the brokers have the results."""

from collections.abc import Sequence
from datetime import UTC, datetime

import structlog

from schemas.base import Record
from workers.kafka.codec import PARTS
from workers.kafka.headers import raw_time, trace_id
from workers.kafka.records import InputRecord, Outcome, Rejected
from workers.observability.metrics import DEAD_LETTER, Metrics
from workers.stages.definition import Stage

log = structlog.get_logger("quotewire.articles")

_REASON = 500
"""Code points of an error that a log line holds; the dead letter has more."""


class Outcomes:
    """One line in the log for each record: an operator looks for an article by its id, its place or its trace."""

    def __init__(self, metrics: Metrics, stage: Stage, topic_prefix: str) -> None:
        self._metrics = metrics
        self._stage = stage
        self._topic_prefix = topic_prefix
        record_type = stage.consumes.record_type or Record
        self._fields = PARTS | record_type.model_fields.keys()

    def delivered(self, records: Sequence[InputRecord], outcomes: Sequence[Outcome]) -> None:
        """Count and log a batch."""
        now = datetime.now(UTC)
        self._metrics.batch_articles.observe(len(records))
        for record, outcome in zip(records, outcomes, strict=True):
            self._metrics.end_to_end.observe(max(0, (now - raw_time(record, self._stage)).total_seconds()))
            self._metrics.stage_seconds.observe(max(0, now.timestamp() - record.time))
            self._report(record, outcome)

    def _report(self, record: InputRecord, outcome: Outcome) -> None:
        entry = log.bind(
            stage=self._stage.name,
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            trace_id=trace_id(record),
        )
        if isinstance(outcome, Rejected):
            self._metrics.articles.labels(self._stage.name, DEAD_LETTER).inc()
            self._metrics.dead_letters.labels(self._stage.name, outcome.fault, self._known(outcome.field)).inc()
            article_id = (record.key or b"").decode(errors="replace")
            reason = outcome.message[:_REASON]
            entry.warning(
                "dead letter", article_id=article_id, fault=outcome.fault, error=outcome.class_name, reason=reason
            )
        else:
            self._metrics.articles.labels(self._stage.name, outcome.status).inc()
            for code in outcome.warnings:
                self._metrics.warnings.labels(self._stage.name, code).inc()
            for output in outcome.outputs:
                self._metrics.published.labels(self._stage.name, output.topic.removeprefix(self._topic_prefix)).inc()
            entry.info(
                "article published",
                article_id=outcome.article_id,
                outcome=outcome.status,
                **({"warnings": list(outcome.warnings)} if outcome.warnings else {}),
            )

    def _known(self, path: str) -> str:
        """Return the field that a path begins with; `other` for one that a record has made up, of which there is no end."""
        field = path.partition(".")[0]
        return field if not field or field in self._fields else "other"
