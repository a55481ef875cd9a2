"""Record headers: CloudEvents 1.0 (Kafka binding, binary mode) and W3C trace context."""

from datetime import datetime

from workers.kafka.records import Headers, InputRecord, Output
from workers.stages.identity import event_id

TRACE_HEADERS = ("traceparent", "tracestate")
CONTENT_TYPE = "content-type"
STRUCTURED_CONTENT_TYPE = "application/cloudevents+json"


def output_headers(source: InputRecord, output: Output, *, index: int, stage: str, now: datetime) -> Headers:
    """Describe a record as a CloudEvent made of `source`, the `index`-th of those, and carry its trace on."""
    event = (
        ("ce_specversion", "1.0"),
        ("ce_id", event_id(source.topic, source.partition, source.offset, index)),
        ("ce_source", f"/quotewire/{stage}"),
        ("ce_type", f"quotewire.{output.topic}"),
        ("ce_time", now.isoformat(timespec="milliseconds")),
        (CONTENT_TYPE, "application/json"),
    )
    traces = tuple((name, value) for name, value in source.headers if name in TRACE_HEADERS)
    return tuple((name, value.encode()) for name, value in event) + traces
