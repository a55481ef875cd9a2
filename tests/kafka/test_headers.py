"""What names a record: where its raw record stood, and who made it."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.generate import HEADERS
from workers.kafka.headers import RAW_ORIGIN, RAW_TIME, output_headers, raw_origin
from workers.kafka.records import Headers, InputRecord
from workers.stages.clean.definition import CLEAN_STAGE
from workers.stages.entities.definition import ENTITIES_STAGE
from workers.stages.identity import event_id

NOW = datetime(2026, 3, 4, tzinfo=UTC)
MADE_BY = ("clean: 0.1.0, lines 1", "entities: 0.1.0, names 1.1.0")
TOPICS = ("x.v1", "y.v1", "y.v1")
CARRIED: Headers = ((RAW_ORIGIN, b"articles.raw.v1/3/17"), (RAW_TIME, b"2026-03-04T05:06:07.089+00:00"))


def source(offset: int = 5, headers: Headers = CARRIED, time: float = 1_772_600_000) -> InputRecord:
    return InputRecord("articles.clean.v1", 2, offset, b"a", b"{}", headers, time)


def headers_of(record: InputRecord, made_by: Sequence[str] = MADE_BY) -> list[dict[str, bytes]]:
    return [dict(headers) for headers in output_headers(record, ENTITIES_STAGE, "a", made_by, TOPICS, now=NOW)]


def ids(record: InputRecord, made_by: Sequence[str] = MADE_BY) -> list[bytes]:
    return [headers["ce_id"] for headers in headers_of(record, made_by)]


def test_each_record_has_an_id_of_its_own() -> None:
    assert len(set(ids(source()))) == 3


def test_a_copy_at_another_offset_has_the_ids_of_the_first() -> None:
    assert ids(source(offset=5)) == ids(source(offset=99, time=1_772_700_000))


@pytest.mark.parametrize(
    "other",
    [
        source(headers=((RAW_ORIGIN, b"articles.raw.v1/3/18"), CARRIED[1])),
        source(headers=((RAW_ORIGIN, b"articles.raw.v1/4/17"), CARRIED[1])),
        source(headers=(CARRIED[0], (RAW_TIME, b"2026-03-05T05:06:07.089+00:00"))),
    ],
    ids=["next offset", "other partition", "same place in a topic made anew"],
)
def test_another_raw_record_gives_other_ids(other: InputRecord) -> None:
    assert not set(ids(source())) & set(ids(other))


def test_other_versions_give_other_ids() -> None:
    newer = (MADE_BY[0], "entities: 0.1.0, names 1.2.0")
    assert not set(ids(source())) & set(ids(source(), newer))


def test_the_first_stage_goes_by_its_own_input_whatever_its_producer_says() -> None:
    assert raw_origin(source(), CLEAN_STAGE) == "articles.clean.v1/2/5"


def test_a_record_from_before_there_was_the_header_is_its_own_origin() -> None:
    assert raw_origin(source(headers=()), ENTITIES_STAGE) == "articles.clean.v1/2/5"
    assert ids(source(headers=())) == ids(source(headers=()))


def test_the_origin_is_carried_on_with_a_retraction_too() -> None:
    assert {headers[RAW_ORIGIN] for headers in headers_of(source(), ())} == {b"articles.raw.v1/3/17"}


def test_a_record_says_who_made_it_and_what_it_is() -> None:
    first, *_ = headers_of(InputRecord("t", 0, 0, None, b"", (("traceparent", b"00-a-b-01"), ("x", b"y")), 1.5))
    assert first.pop("ce_id")
    assert first == {
        "ce_specversion": b"1.0",
        "ce_source": b"/quotewire/entities",
        "ce_type": b"quotewire.x.v1",
        "ce_time": b"2026-03-04T00:00:00.000+00:00",
        "ce_rawtime": b"1970-01-01T00:00:01.500+00:00",
        "ce_raworigin": b"t/0/0",
        "content-type": b"application/json",
        "traceparent": b"00-a-b-01",
    }


def test_every_header_is_described_in_the_asyncapi_document() -> None:
    headers = headers_of(
        InputRecord("t", 0, 0, None, b"", (("traceparent", b"00-a-b-01"), ("tracestate", b"a=1")), 1.5)
    )[0]
    assert headers.keys() == HEADERS.keys()


@given(
    st.lists(st.tuples(st.text(), st.text(), st.text(), st.lists(st.text()), st.text(), st.integers(0)), unique_by=repr)
)
def test_different_records_never_share_an_id(records: list[tuple[str, str, str, list[str], str, int]]) -> None:
    assert len({event_id(*record) for record in records}) == len(records)
