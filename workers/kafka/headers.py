"""Record headers: CloudEvents 1.0 (Kafka binding, binary mode) and W3C trace context."""

from collections.abc import Sequence
from datetime import UTC, datetime

from schemas.lineage import StageName
from workers.kafka.records import Headers, InputRecord, Output
from workers.stages.identity import event_id

TRACE_HEADERS = ("traceparent", "tracestate")
CONTENT_TYPE = "content-type"
STRUCTURED_CONTENT_TYPE = "application/cloudevents+json"
RAW_TIME = "ce_rawtime"
"""When the raw record entered Kafka: an extension attribute of ours, carried from stage to stage."""


def output_headers(source: InputRecord, outputs: Sequence[Output], *, stage: StageName, now: datetime) -> list[Headers]:
    """Describe records as the CloudEvents made of `source`, and carry its trace on; one entry per output, in order."""
    shared = (
        ("ce_specversion", b"1.0"),
        ("ce_source", f"/quotewire/{stage}".encode()),
        ("ce_time", now.isoformat(timespec="milliseconds").encode()),
        (RAW_TIME, raw_time(source, stage).isoformat(timespec="milliseconds").encode()),
        (CONTENT_TYPE, b"application/json"),
        *((name, value) for name, value in source.headers if name in TRACE_HEADERS),
    )
    return [
        (
            ("ce_id", event_id(source.topic, source.partition, source.offset, index).encode()),
            ("ce_type", f"quotewire.{output.topic}".encode()),
            *shared,
        )
        for index, output in enumerate(outputs)
    ]


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
