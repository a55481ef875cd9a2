"""Dead letters: the record as it came, byte for byte, and headers that say where it failed and why.

The headers are those of KIP-1191 ("Dead-letter queues for share groups"), with the suffixes that Kafka Connect uses.
"""

from datetime import datetime

from workers.kafka.records import Headers, InputRecord, OutputRecord, Rejected

PREFIX = "__dlq.errors."
MAX_ERROR_BYTES = 16 * 1024
"""All error headers together: a decoding error can quote the whole body."""
_MAX_MESSAGE_BYTES = 4 * 1024
_MAX_STACKTRACE_BYTES = 10 * 1024


def dead_letter(record: InputRecord, reason: Rejected, *, stage: str, group: str, now: datetime) -> OutputRecord:
    """Make the dead letter of a record that was rejected."""
    return OutputRecord(
        topic=f"{record.topic}-dlt",
        key=record.key,
        value=record.value,
        headers=record.headers + _error_headers(record, reason, stage=stage, group=group, now=now),
    )


def _error_headers(record: InputRecord, reason: Rejected, *, stage: str, group: str, now: datetime) -> Headers:
    delivery = 1 + sum(name == f"{PREFIX}delivery.count" for name, _ in record.headers)
    errors = {
        "topic": record.topic,
        "partition": str(record.partition),
        "offset": str(record.offset),
        "group": group,
        "delivery.count": str(delivery),
        "stage": stage,
        "exception.class.name": reason.class_name,
        "timestamp": now.isoformat(timespec="milliseconds"),
    }
    encoded = [(PREFIX + name, value.encode()) for name, value in errors.items()]
    encoded.append((f"{PREFIX}message", shortened(reason.message, _MAX_MESSAGE_BYTES)))
    if reason.stacktrace:
        encoded.append((f"{PREFIX}exception.stacktrace", shortened(reason.stacktrace, _MAX_STACKTRACE_BYTES)))
    return tuple(encoded)


def shortened(text: str, limit: int) -> bytes:
    """Encode a text in at most `limit` bytes of valid UTF-8; one that is cut ends in an ellipsis."""
    encoded = text.encode(errors="backslashreplace")
    if len(encoded) <= limit:
        return encoded
    mark = "…".encode()
    return encoded[: limit - len(mark)].decode(errors="ignore").encode() + mark
