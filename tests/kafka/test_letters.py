"""What a dead letter says of itself, whoever wrote its headers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from workers.errors import Fault
from workers.kafka.dead_letters import REPLAYED_OFFSET, REPLAYS, ErrorHeader, dead_letter
from workers.kafka.letters import DeadLetter, Place, Selection, mark_headers, record_again
from workers.kafka.records import Headers, InputRecord, Rejected

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
PLACE = Place("articles.raw.v1-dlt", 1, 4)
NO_BODY = Rejected(
    "RecordRejectedError", "body: is missing; every record needs it", Fault.MISSING, "body", "Traceback …"
)


def letter(headers: Headers = (), reason: Rejected = NO_BODY, key: bytes | None = b"k") -> DeadLetter:
    source = InputRecord("articles.raw.v1", 3, 17, key, b"\xff", headers)
    dead = dead_letter(source, reason, stage="clean", group="g", now=NOW)
    return DeadLetter(PLACE, dead.key, dead.value, dead.headers, NOW)


def test_the_record_comes_back_as_it_was_and_counts_its_replays() -> None:
    one = letter((("traceparent", b"00-1"), ("x", b"\xfe")))
    assert one.origin == Place("articles.raw.v1", 3, 17)
    again = record_again(one, one.origin)
    assert (again.topic, again.key, again.value) == ("articles.raw.v1", b"k", b"\xff")
    assert again.headers == (("traceparent", b"00-1"), ("x", b"\xfe"), (REPLAYS, b"1"))
    second = letter(again.headers)
    assert dict(second.headers)["__dlq.errors.delivery.count"] == b"2"
    assert record_again(second, one.origin).headers == (*again.headers[:-1], (REPLAYS, b"2"))


@pytest.mark.parametrize("count", [b"", b"-1", b"many", b"\xff", "٣".encode(), b"9" * 5000])
def test_a_count_that_is_none_is_zero(count: bytes) -> None:
    assert letter(((REPLAYS, count),)).replays == 0


def test_a_mark_is_told_from_a_record_whose_producer_writes_one() -> None:
    one = letter()
    assert one.marks is None
    mark = DeadLetter(PLACE._replace(offset=9), one.key, b"", mark_headers(one), NOW)
    assert mark.marks == PLACE
    assert letter(((REPLAYED_OFFSET, b"2"),)).marks is None


def test_nothing_goes_to_a_topic_that_its_headers_made_up() -> None:
    headers = tuple((name, b"elsewhere" if name == "__dlq.errors.topic" else value) for name, value in letter().headers)
    assert DeadLetter(PLACE, b"k", b"", headers, NOW).origin is None
    assert DeadLetter(PLACE, b"k", b"", (), NOW).origin is None


@pytest.mark.parametrize(
    ("selection", "taken"),
    [
        (Selection(), True),
        (Selection(reason="IS missing"), True),
        (Selection(reason="recordrejected"), True),
        (Selection(reason="JSON"), False),
        (Selection(field="body"), True),
        (Selection(field="title"), False),
        (Selection(reason="missing"), True),
        (Selection(reason="Missing"), True),
        (Selection(reason="not_json"), False),
        (Selection(stage="clean"), True),
        (Selection(stage="quotes"), False),
        (Selection(since=NOW), True),
        (Selection(since=NOW + timedelta(seconds=1)), False),
        (Selection(until=NOW), False),
        (Selection(until=NOW + timedelta(seconds=1)), True),
        (Selection(key=b"k"), True),
        (Selection(key=b""), False),
        (Selection(places=frozenset({PLACE})), True),
        (Selection(places=frozenset({PLACE._replace(partition=2)})), False),
        (Selection(field="body", stage="quotes"), False),
    ],
)
def test_a_selection_takes_what_is_meant(selection: Selection, taken: bool) -> None:  # noqa: FBT001 - pytest passes by name
    assert selection.takes(letter()) is taken


def test_its_kind_is_what_it_has_in_common_with_others() -> None:
    assert letter().kind == "clean body missing"
    assert letter(reason=Rejected("ChildDiedError", "ended", Fault.CHILD_DIED)).kind == "clean child_died"


def test_a_dead_letter_of_an_older_worker_is_known_by_its_error() -> None:
    new = letter()
    old = replace(new, headers=tuple(header for header in new.headers if header[0] != ErrorHeader.FAULT))
    assert (old.fault, old.kind) == ("RecordRejectedError", "clean body RecordRejectedError")
    assert Selection(reason="RecordRejected").takes(old)
    assert not Selection(reason="not_json").takes(old)


def test_only_a_refused_record_has_a_field() -> None:
    assert letter(reason=Rejected("ChildDiedError", "body: odd", Fault.CHILD_DIED)).field is None


@pytest.mark.parametrize("text", ["", "a/1", "a/b/1", "a/1/2/3"])
def test_no_place_is_made_of_something_else(text: str) -> None:
    with pytest.raises(ValueError, match=r"unpack|invalid"):
        Place.parse(text)
    assert Place.parse(str(PLACE)) == PLACE
