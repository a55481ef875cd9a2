from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from workers.errors import Fault
from workers.kafka.dead_letters import MAX_ERROR_BYTES, dead_letter, shortened
from workers.kafka.records import InputRecord, Rejected

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def _buried(record: InputRecord, reason: Rejected) -> dict[str, bytes]:
    letter = dead_letter(record, reason, stage="clean", group="quotewire-clean", now=NOW)
    assert (letter.topic, letter.key, letter.value) == (f"{record.topic}-dlt", record.key, record.value)
    assert letter.headers[: len(record.headers)] == record.headers
    return dict(letter.headers[len(record.headers) :])


def test_it_says_where_and_why() -> None:
    record = InputRecord("articles.raw.v1", 3, 17, b"\xff", b"not json", (("traceparent", b"00-1"),))
    errors = _buried(record, Rejected("RecordRejectedError", "record: is not JSON", Fault.NOT_JSON, "record"))
    assert errors == {
        "__dlq.errors.topic": b"articles.raw.v1",
        "__dlq.errors.partition": b"3",
        "__dlq.errors.offset": b"17",
        "__dlq.errors.group": b"quotewire-clean",
        "__dlq.errors.delivery.count": b"1",
        "__dlq.errors.stage": b"clean",
        "__dlq.errors.fault": b"not_json",
        "__dlq.errors.exception.class.name": b"RecordRejectedError",
        "__dlq.errors.timestamp": b"2026-01-02T03:04:05.000+00:00",
        "__dlq.errors.message": b"record: is not JSON",
    }


def test_a_second_burial_counts() -> None:
    first = (("__dlq.errors.delivery.count", b"1"),)
    assert (
        _buried(InputRecord("t", 0, 0, None, None, first), Rejected("E", "m", Fault.STAGE_FAILED))[
            "__dlq.errors.delivery.count"
        ]
        == b"2"
    )


def test_however_long_the_reason_its_headers_stay_small() -> None:
    record = InputRecord("t", 0, 0, b"k", b"v")
    errors = _buried(record, Rejected("E", "é" * 100_000, Fault.STAGE_FAILED, stacktrace="→" * 100_000))
    assert sum(len(name) + len(value) for name, value in errors.items()) <= MAX_ERROR_BYTES
    assert errors["__dlq.errors.message"].decode().endswith("…")


@given(st.text(), st.integers(3, 50))
def test_shortened_text_is_valid_and_short(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert len(short) <= limit
    assert short.decode()[:-1] in text or "\\u" in short.decode() or not short
