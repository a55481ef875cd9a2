"""From what a stage made of a record to the records that go out."""

from datetime import datetime

from schemas.base import Record
from schemas.clean_article import CleanArticle
from schemas.lineage import StageLineage
from workers.errors import Fault, OutputTooLargeError, RecordRejectedError
from workers.kafka.codec import encode
from workers.kafka.headers import output_headers
from workers.kafka.records import RETRACTED, InputRecord, OutputRecord, Processed
from workers.stages.definition import Stage
from workers.topics import Topic

MOST_RECORDS = 20_000
MOST_BYTES = 24 * 1024 * 1024
"""What one article may become in one stage. The worker holds it until the brokers have it, for each of its partitions."""


def publish(source: InputRecord, article: CleanArticle, stage: Stage, topic_prefix: str, now: datetime) -> Processed:
    """Make the records about an article: the article itself, then its parts.

    Raises OutputTooLargeError when they are too many, or too large together.
    """
    outputs = [(stage.publishes, article), *_parts(stage, article)]
    key = article.article_id.encode()
    made_by = tuple(_maker(name, lineage) for name, lineage in article.lineage.items())
    headers = output_headers(source, stage, article.article_id, made_by, [topic.name for topic, _ in outputs], now=now)
    records: list[OutputRecord] = []
    size = 0
    for (topic, record), own in zip(outputs, headers, strict=True):
        records.append(OutputRecord(topic_prefix + topic.name, key, None if record is None else encode(record), own))
        size += records[-1].size
        if size > MOST_BYTES or len(outputs) > MOST_RECORDS:
            raise OutputTooLargeError(len(records), size, MOST_RECORDS, MOST_BYTES)
    return Processed(tuple(records), article.article_id, article.status[stage.name], tuple(article.warnings))


def retract(source: InputRecord, stage: Stage, topic_prefix: str, now: datetime) -> Processed:
    """Pass a retraction on to every topic of a stage.

    Raises RecordRejectedError when the record does not name an article.
    """
    if not source.key:
        raise RecordRejectedError(
            "key", Fault.MISSING, "is null, and so is the value", "retract an article by a null under its id"
        )
    article_id = source.key.decode(errors="replace")
    headers = output_headers(source, stage, article_id, (), [topic.name for topic in stage.topics], now=now)
    records = tuple(
        OutputRecord(topic_prefix + topic.name, source.key, None, own)
        for topic, own in zip(stage.topics, headers, strict=True)
    )
    return Processed(records, article_id, RETRACTED)


def _parts(stage: Stage, article: CleanArticle) -> list[tuple[Topic, Record | None]]:
    """Return the records about single things in an article, or a null for the topic of such records if it has none."""
    if stage.parts is None:
        return []
    return [(stage.parts.topic, part) for part in stage.parts.of(article)] or [(stage.parts.topic, None)]


def _maker(stage: str, lineage: StageLineage) -> str:
    model = f"{lineage.model.name} {lineage.model.version}" if lineage.model else "no model"
    return f"{stage}: {lineage.worker}, {model}"
