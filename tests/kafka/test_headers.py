"""What names a record: where its raw record stood, and who made it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.lineage import StageName
from workers.kafka.headers import RAW_ORIGIN, RAW_TIME, output_headers, raw_origin
from workers.kafka.records import RETRACTED, Headers, InputRecord, Output, Processed
from workers.stages.identity import event_id

NOW = datetime(2026, 3, 4, tzinfo=UTC)
MADE_BY = ("clean: 0.1.0, lines 1", "entities: 0.1.0, names 1.1.0")
PROCESSED = Processed(tuple(Output(topic, b"a", b"{}") for topic in ("x.v1", "y.v1", "y.v1")), "a", "ok", MADE_BY)
TOLD: Headers = ((RAW_ORIGIN, b"articles.raw.v1/3/17"), (RAW_TIME, b"2026-03-04T05:06:07.089+00:00"))


def source(offset: int = 5, headers: Headers = TOLD, time: float = 1_772_600_000) -> InputRecord:
    return InputRecord("articles.clean.v1", 2, offset, b"a", b"{}", headers, time)


def ids(record: InputRecord, processed: Processed = PROCESSED, stage: StageName = "entities") -> list[bytes]:
    return [dict(headers)["ce_id"] for headers in output_headers(record, processed, stage=stage, now=NOW)]


def test_each_record_has_an_id_of_its_own() -> None:
    assert len(set(ids(source()))) == 3


def test_a_copy_at_another_offset_has_the_ids_of_the_first() -> None:
    assert ids(source(offset=5)) == ids(source(offset=99, time=1_772_700_000))


@pytest.mark.parametrize(
    "other",
    [
        source(headers=((RAW_ORIGIN, b"articles.raw.v1/3/18"), TOLD[1])),
        source(headers=((RAW_ORIGIN, b"articles.raw.v1/4/17"), TOLD[1])),
        source(headers=(TOLD[0], (RAW_TIME, b"2026-03-05T05:06:07.089+00:00"))),
    ],
    ids=["next offset", "other partition", "same place in a topic made anew"],
)
def test_another_raw_record_gives_other_ids(other: InputRecord) -> None:
    assert not set(ids(source())) & set(ids(other))


def test_other_versions_give_other_ids() -> None:
    newer = Processed(PROCESSED.outputs, "a", "ok", (MADE_BY[0], "entities: 0.1.0, names 1.2.0"))
    assert not set(ids(source())) & set(ids(source(), newer))


def test_the_first_stage_goes_by_its_own_input_whatever_its_producer_says() -> None:
    assert raw_origin(source(), "clean") == "articles.clean.v1/2/5"


def test_a_record_from_before_there_was_the_header_is_its_own_origin() -> None:
    assert raw_origin(source(headers=()), "entities") == "articles.clean.v1/2/5"
    assert ids(source(headers=())) == ids(source(headers=()))


def test_the_origin_is_carried_on_with_a_retraction_too() -> None:
    gone = Processed((Output("x.v1", b"a", None),), "a", RETRACTED)
    (headers,) = output_headers(source(), gone, stage="entities", now=NOW)
    assert dict(headers)[RAW_ORIGIN] == b"articles.raw.v1/3/17"


@given(
    st.lists(st.tuples(st.text(), st.text(), st.text(), st.lists(st.text()), st.text(), st.integers(0)), unique_by=repr)
)
def test_different_records_never_share_an_id(records: list[tuple[str, str, str, list[str], str, int]]) -> None:
    assert len({event_id(*record) for record in records}) == len(records)
