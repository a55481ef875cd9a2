"""Dead letters: the record as it came, byte for byte, with headers that say where it failed and why.

The headers are those of KIP-1191 ("Dead-letter queues for share groups"), with the suffixes that Kafka Connect uses.
"""

from datetime import datetime
from enum import StrEnum

from workers.kafka.records import Headers, InputRecord, OutputRecord, Rejected
from workers.topics import dead_letter_name


class ErrorHeader(StrEnum):
    """The names of the headers."""

    TOPIC = "__dlq.errors.topic"
    PARTITION = "__dlq.errors.partition"
    OFFSET = "__dlq.errors.offset"
    GROUP = "__dlq.errors.group"
    DELIVERY_COUNT = "__dlq.errors.delivery.count"
    """How often the record has become a dead letter, this time included."""
    STAGE = "__dlq.errors.stage"
    FAULT = "__dlq.errors.fault"
    """One of `workers.errors.Fault`; the dead letters of older workers have none."""
    CLASS_NAME = "__dlq.errors.exception.class.name"
    TIMESTAMP = "__dlq.errors.timestamp"
    MESSAGE = "__dlq.errors.message"
    STACKTRACE = "__dlq.errors.exception.stacktrace"


REPLAYS = "__dlq.replays"
"""The header of a record that came back out of dead letters: how often `quotewire dlt replay` has published it again."""
REPLAYED_OFFSET = "__dlq.replayed.offset"
"""The header of a record among dead letters that is none: it says that the one at this offset, of its partition, was replayed."""

MAX_ERROR_BYTES = 16 * 1024
"""All error headers together: a decoding error can quote the whole body."""
_MAX_MESSAGE_BYTES = 4 * 1024
_MAX_STACKTRACE_BYTES = 10 * 1024
_LONGEST_COUNT = 9
"""Digits."""


def dead_letter(record: InputRecord, reason: Rejected, *, stage: str, group: str, now: datetime) -> OutputRecord:
    """Make the dead letter of a record that was rejected."""
    return OutputRecord(
        topic=dead_letter_name(record.topic),
        key=record.key,
        value=record.value,
        headers=record.headers + _error_headers(record, reason, stage=stage, group=group, now=now),
    )


def _error_headers(record: InputRecord, reason: Rejected, *, stage: str, group: str, now: datetime) -> Headers:
    deliveries = 1 + replays(record.headers) + sum(name == ErrorHeader.DELIVERY_COUNT for name, _ in record.headers)
    errors = {
        ErrorHeader.TOPIC: record.topic.encode(),
        ErrorHeader.PARTITION: str(record.partition).encode(),
        ErrorHeader.OFFSET: str(record.offset).encode(),
        ErrorHeader.GROUP: group.encode(),
        ErrorHeader.DELIVERY_COUNT: str(deliveries).encode(),
        ErrorHeader.STAGE: stage.encode(),
        ErrorHeader.FAULT: reason.fault.encode(),
        ErrorHeader.CLASS_NAME: reason.class_name.encode(),
        ErrorHeader.TIMESTAMP: now.isoformat(timespec="milliseconds").encode(),
        ErrorHeader.MESSAGE: shortened(reason.message, _MAX_MESSAGE_BYTES),
    }
    if reason.stacktrace:
        errors[ErrorHeader.STACKTRACE] = shortened(reason.stacktrace, _MAX_STACKTRACE_BYTES)
    return tuple((str(name), value) for name, value in errors.items())


def replays(headers: Headers) -> int:
    """Return how often a record has been replayed; 0 when its header is not a number, as producers may write anything."""
    count = dict(headers).get(REPLAYS, b"")
    return int(count) if count.isdigit() and len(count) <= _LONGEST_COUNT else 0


def shortened(text: str, limit: int) -> bytes:
    """Encode a text in at most `limit` bytes of valid UTF-8; one that is cut ends in an ellipsis."""
    encoded = text.encode(errors="backslashreplace")
    if len(encoded) <= limit:
        return encoded
    mark = "…".encode()
    return encoded[: limit - len(mark)].decode(errors="ignore").encode() + mark
