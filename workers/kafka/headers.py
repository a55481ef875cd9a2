"""Record headers: CloudEvents 1.0 (Kafka binding, binary mode) and W3C trace context."""

from datetime import UTC, datetime

from schemas.lineage import StageName
from workers.kafka.records import Headers, InputRecord, Processed
from workers.stages.identity import event_id

TRACE_HEADERS = ("traceparent", "tracestate")
CONTENT_TYPE = "content-type"
STRUCTURED_CONTENT_TYPE = "application/cloudevents+json"
RAW_TIME = "ce_rawtime"
"""When the raw record entered Kafka: an extension attribute of ours, carried from stage to stage."""
RAW_ORIGIN = "ce_raworigin"
"""Where it is there: another one. A retraction has no lineage to tell it."""


def output_headers(source: InputRecord, processed: Processed, *, stage: StageName, now: datetime) -> list[Headers]:
    """Describe records as the CloudEvents made of `source`, and carry its trace on; one entry per output, in order."""
    origin, entered = raw_origin(source, stage), raw_time(source, stage).isoformat(timespec="milliseconds")
    shared = (
        ("ce_specversion", b"1.0"),
        ("ce_source", f"/quotewire/{stage}".encode()),
        ("ce_time", now.isoformat(timespec="milliseconds").encode()),
        (RAW_TIME, entered.encode()),
        (RAW_ORIGIN, origin.encode()),
        (CONTENT_TYPE, b"application/json"),
        *((name, value) for name, value in source.headers if name in TRACE_HEADERS),
    )
    return [
        (
            ("ce_id", _id(origin, entered, processed, index).encode()),
            ("ce_type", f"quotewire.{output.topic}".encode()),
            *shared,
        )
        for index, output in enumerate(processed.outputs)
    ]


def _id(origin: str, entered: str, processed: Processed, index: int) -> str:
    return event_id(origin, entered, processed.article_id, processed.made_by, processed.outputs[index].topic, index)


def raw_origin(source: InputRecord, stage: StageName) -> str:
    """Tell where in Kafka the raw record behind a record is: topic, partition and offset, with slashes between them.

    The first stage's input is that record; the others are told by the stage before. A record from before there was this header
    counts as its own origin.
    """
    told = None if stage == "clean" else source.header(RAW_ORIGIN)
    return told or f"{source.topic}/{source.partition}/{source.offset}"


def raw_time(source: InputRecord, stage: StageName) -> datetime:
    """Tell when the raw record behind a record entered Kafka.

    The first stage's input is that record; the others are told by the stage before, or count from their own input.
    """
    told = None if stage == "clean" else source.header(RAW_TIME)
    try:
        time = datetime.fromisoformat(told or "")
    except ValueError:
        time = None
    return time if time and time.tzinfo else datetime.fromtimestamp(source.time, UTC)


def trace_id(record: InputRecord) -> str | None:
    """Give the trace that a record belongs to: 32 hexadecimal digits (W3C Trace Context, 3.2)."""
    parts = (record.header("traceparent") or "").split("-")
    return parts[1] if len(parts) >= 4 and len(parts[1]) == 32 else None
