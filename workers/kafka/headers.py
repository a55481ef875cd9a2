"""Record headers: CloudEvents 1.0 (Kafka binding, binary mode) and W3C trace context."""

from collections.abc import Sequence
from datetime import UTC, datetime

from workers.kafka.records import Headers, InputRecord
from workers.stages.definition import Stage
from workers.stages.identity import event_id
from workers.topics import RAW

TRACE_HEADERS = ("traceparent", "tracestate")
_LONGEST_TRACE = 512
"""Bytes (W3C Trace Context, 3.3.1.5)."""
_MOST_TRACES = 8
CONTENT_TYPE = "content-type"
STRUCTURED_CONTENT_TYPE = "application/cloudevents+json"
RAW_TIME = "ce_rawtime"
"""When the raw record entered Kafka: an extension attribute of ours, carried from stage to stage."""
RAW_ORIGIN = "ce_raworigin"
"""Where it is there: another one. A retraction has no lineage to tell it."""


def output_headers(
    source: InputRecord, stage: Stage, article_id: str, made_by: Sequence[str], topics: Sequence[str], *, now: datetime
) -> list[Headers]:
    """Describe records as the CloudEvents made of `source`, and carry its trace on; one entry per record, in order.

    `made_by` has worker and model of each stage so far, with their versions; `topics` the topic of each record, without the
    prefix of the installation.
    """
    origin, entered = raw_origin(source, stage), raw_time(source, stage).isoformat(timespec="milliseconds")
    shared = (
        ("ce_specversion", b"1.0"),
        ("ce_source", f"/quotewire/{stage.name}".encode()),
        ("ce_time", now.isoformat(timespec="milliseconds").encode()),
        (RAW_TIME, entered.encode()),
        (RAW_ORIGIN, origin.encode()),
        (CONTENT_TYPE, b"application/json"),
        *_trace(source.headers),
    )
    return [
        (
            ("ce_id", event_id(origin, entered, article_id, made_by, topic, index).encode()),
            ("ce_type", f"quotewire.{topic}".encode()),
            *shared,
        )
        for index, topic in enumerate(topics)
    ]


def _trace(headers: Headers) -> list[tuple[str, bytes]]:
    """Return the headers that are carried on, as far as their length and number are those of a trace."""
    carried = [(name, value) for name, value in headers if name in TRACE_HEADERS and len(value) <= _LONGEST_TRACE]
    return carried[:_MOST_TRACES]


def raw_origin(source: InputRecord, stage: Stage) -> str:
    """Return where in Kafka the raw record behind a record is: topic, partition and offset, with slashes between them.

    A stage that consumes raw records has it at hand; the others find it in a header. A record from before that header existed
    counts as its own origin.
    """
    carried = None if stage.consumes is RAW else source.header(RAW_ORIGIN)
    return carried or f"{source.topic}/{source.partition}/{source.offset}"


def raw_time(source: InputRecord, stage: Stage) -> datetime:
    """Return when the raw record behind a record entered Kafka.

    A stage that consumes raw records has it at hand; the others find it in a header, or else count from their own input.
    """
    carried = None if stage.consumes is RAW else source.header(RAW_TIME)
    try:
        time = datetime.fromisoformat(carried or "")
    except ValueError:
        time = None
    return time if time and time.tzinfo else datetime.fromtimestamp(source.time, UTC)


def trace_id(record: InputRecord) -> str | None:
    """Return the trace that a record belongs to: 32 hexadecimal digits (W3C Trace Context, 3.2)."""
    parts = (record.header("traceparent") or "").split("-")
    return parts[1] if len(parts) >= 4 and len(parts[1]) == 32 else None
