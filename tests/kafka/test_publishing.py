"""From a consumed record to what a stage gets, and from what it made to the records that go out."""

import json
from datetime import UTC, datetime

import pytest

from schemas import CleanArticle, RawArticle
from schemas.article_with_entities import ArticleWithEntities, Entity, Mention
from schemas.base import Span
from schemas.enriched_article import EnrichedArticle, Quote, TextSpan
from schemas.lineage import Model, Said, StageLineage
from workers.errors import OutputTooLargeError, RecordRejectedError
from workers.kafka.codec import MAX_TEXT
from workers.kafka.publishing import MOST_RECORDS, publish, retract
from workers.kafka.receiving import receive
from workers.kafka.records import RETRACTED, InputRecord
from workers.stages.clean.definition import CLEAN_STAGE
from workers.stages.entities.definition import ENTITIES_STAGE
from workers.stages.quotes.definition import QUOTES_STAGE

NOW = datetime(2026, 3, 4, tzinfo=UTC)
ARTICLE = ArticleWithEntities(
    article_id="a",
    text="Ann Lee left.",
    status={"clean": "ok", "entities": "ok"},
    lineage={"entities": StageLineage(worker="1", model=Model(name="names", version="2"))},
)

QUOTE = Quote(
    quote_id="q", type="direct", text="x", content=[Span(start=0, end=1)], paragraph=TextSpan(start=0, end=1, text="x")
)


def record(value: bytes | None, key: bytes | None = b"a", *headers: tuple[str, bytes]) -> InputRecord:
    return InputRecord("my.articles.raw.v1", 3, 17, key, value, headers)


def test_a_record_is_received_with_its_place_and_key() -> None:
    received = receive(record(b'{"body":"x"}'), CLEAN_STAGE, "my.", 100)
    assert isinstance(received.record, RawArticle)
    assert received.origin is not None
    assert received.origin.model_dump() == {"topic": "articles.raw.v1", "partition": 3, "offset": 17}
    assert (received.key, received.oddities) == ("a", ())


@pytest.mark.parametrize(("key", "oddities"), [(None, ()), (b"", ()), (b"\xff", ("key_not_utf8",))])
def test_a_record_whose_key_is_none_is_received_all_the_same(key: bytes | None, oddities: tuple[str, ...]) -> None:
    received = receive(record(b'{"body":"x"}', key), CLEAN_STAGE, "my.", 100)
    assert (received.key, received.oddities) == (None, oddities)


def test_a_cloudevent_in_structured_mode_is_unwrapped() -> None:
    event = json.dumps({"specversion": "1.0", "data": {"body": "x"}}).encode()
    header = ("content-type", b"application/cloudevents+json; charset=utf-8")
    received = receive(record(event, b"a", header), CLEAN_STAGE, "my.", 100)
    assert isinstance(received.record, RawArticle)
    assert received.record.body == "x"


def test_a_body_that_is_too_large_is_refused() -> None:
    with pytest.raises(RecordRejectedError, match="body: is 101 bytes"):
        receive(record(json.dumps({"body": "x" * 101}).encode()), CLEAN_STAGE, "my.", 100)


def test_the_article_goes_out_before_its_parts() -> None:
    found = ARTICLE.model_copy(
        update={
            "mentions": [Mention(start=0, end=7, label="PERSON", entity_id="e1")],
            "entities": [Entity(id="e1", name="Ann Lee", label="PERSON", count=1)],
        }
    )
    processed = publish(record(b"{}"), found, ENTITIES_STAGE, "my.", NOW)
    assert [output.topic for output in processed.outputs] == ["my.articles.entities.v1", "my.mentions.v1"]
    assert [output.key for output in processed.outputs] == [b"a", b"a"]
    assert [CleanArticle.model_validate_json(output.value or b"").article_id for output in processed.outputs[:1]] == [
        "a"
    ]
    assert (processed.article_id, processed.status) == ("a", "ok")


def test_an_article_without_parts_takes_back_those_it_had() -> None:
    _, taken_back = publish(record(b"{}"), ARTICLE, ENTITIES_STAGE, "my.", NOW).outputs
    assert (taken_back.topic, taken_back.key, taken_back.value) == ("my.mentions.v1", b"a", None)


def test_a_retraction_goes_to_every_topic_of_the_stage() -> None:
    processed = retract(record(None), ENTITIES_STAGE, "my.", NOW)
    assert [(output.topic, output.value) for output in processed.outputs] == [
        ("my.articles.entities.v1", None),
        ("my.mentions.v1", None),
    ]
    assert processed.status == RETRACTED
    assert len({dict(output.headers)["ce_id"] for output in processed.outputs}) == 2


def test_a_retraction_of_nothing_is_refused() -> None:
    with pytest.raises(RecordRejectedError, match="key: is null, and so is the value"):
        retract(record(None, None), CLEAN_STAGE, "my.", NOW)


@pytest.mark.parametrize(
    "quotes",
    [[QUOTE] * (MOST_RECORDS + 1), [QUOTE.model_copy(update={"text": "x" * 10_000})] * 3_000],
    ids=["records", "bytes"],
)
def test_an_article_that_becomes_too_much_is_refused(quotes: list[Quote]) -> None:
    article = EnrichedArticle(article_id="a", text="x", status={"quotes": "ok"}, quotes=quotes)
    with pytest.raises(OutputTooLargeError, match=r"became \d+ records"):
        publish(record(b"{}"), article, QUOTES_STAGE, "my.", NOW)


def test_records_about_parts_do_not_repeat_what_was_said_about_the_article() -> None:
    said = StageLineage(worker="1", record_said=Said(title="A title"), page_said=Said(title="Another"))
    article = EnrichedArticle(
        article_id="a", text="x", status={"quotes": "ok"}, quotes=[QUOTE], lineage={"clean": said}
    )
    whole, part = publish(record(b"{}"), article, QUOTES_STAGE, "my.", NOW).outputs
    assert json.loads(whole.value or b"")["lineage"]["clean"]["record_said"]["title"] == "A title"
    assert json.loads(part.value or b"")["lineage"]["clean"]["record_said"] is None


def test_a_trace_is_carried_on_within_its_limits() -> None:
    headers = [("tracestate", b"x" * 600), *[("tracestate", b"a=1")] * 1_000]
    (output, _) = publish(record(b"{}", b"a", *headers), ARTICLE, ENTITIES_STAGE, "my.", NOW).outputs
    assert [value for name, value in output.headers if name == "tracestate"] == [b"a=1"] * 8


def test_a_text_that_is_too_long_to_be_read_in_time_is_refused() -> None:
    fitting, longer = (
        CleanArticle(article_id="a", text="x" * length).model_dump_json().encode()
        for length in (MAX_TEXT, MAX_TEXT + 1)
    )
    assert receive(record(fitting), ENTITIES_STAGE, "my.", 100).key == "a"
    with pytest.raises(RecordRejectedError, match=f"text: has {MAX_TEXT + 1} code points"):
        receive(record(longer), ENTITIES_STAGE, "my.", 100)
