"""From consumed records to what a stage gets."""

from schemas.base import Record
from schemas.clean_article import CleanArticle
from schemas.lineage import Origin
from schemas.oddities import Oddity
from schemas.raw_article import RawArticle
from workers import __version__
from workers.kafka.codec import check_raw, check_readable, decode_input
from workers.kafka.records import InputRecord
from workers.stages.definition import Stage
from workers.stages.received import Received


def receive(record: InputRecord, stage: Stage, topic_prefix: str, max_body_bytes: int) -> Received[Record]:
    """Decode a record and check it.

    Raises RecordRejectedError, which names the field that is wrong.
    """
    oddities: tuple[str, ...] = ()
    try:
        key = record.key.decode() if record.key else None
    except UnicodeDecodeError:
        key, oddities = None, (Oddity.KEY_NOT_UTF8.value,)
    article = decode_input(record, stage.consumes.record_type or Record)
    if isinstance(article, RawArticle):
        check_raw(article, key, max_body_bytes)
    if isinstance(article, CleanArticle):
        check_readable(article)
    origin = Origin(topic=record.topic.removeprefix(topic_prefix), partition=record.partition, offset=record.offset)
    return Received(article, __version__, origin, key, oddities)
