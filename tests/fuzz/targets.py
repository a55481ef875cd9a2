"""What is fuzzed: functions of bytes that raise when a promise is broken."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

from lxml.html import document_fromstring

from schemas import CleanArticle, RawArticle
from schemas.article import AboutArticle
from schemas.article_with_entities import ArticleWithEntities
from schemas.enriched_article import EnrichedArticle
from workers.errors import OutputTooLargeError, RecordRejectedError
from workers.kafka.codec import decode, encode
from workers.kafka.publishing import publish
from workers.kafka.receiving import receive
from workers.kafka.records import InputRecord
from workers.stages.clean.dates import iso_date
from workers.stages.clean.definition import CLEAN_STAGE
from workers.stages.clean.page_metadata import page_metadata
from workers.stages.definition import Process, Stage
from workers.stages.entities.definition import ENTITIES_STAGE
from workers.stages.quotes.definition import QUOTES_STAGE
from workers.stages.received import Received

_NOW = datetime(2026, 3, 4, tzinfo=UTC)
_PART = b"\xff\xfe"
"""Stands between the parts of an input; it is not UTF-8."""


@cache
def _loaded(stage: Stage) -> Process:
    return stage.load()


def _text(data: bytes) -> str:
    return data.decode(errors="replace")


def record(data: bytes) -> None:
    """Anything that stands in the raw topic is an article or a rejection that names the field and the remedy."""
    key, header, value = [*data.split(_PART, 2), b"", b""][:3]
    source = InputRecord("articles.raw.v1", 0, 0, key, value, (("content-type", header), ("traceparent", header)), 1.0)
    rejection = None
    try:
        received = receive(source, CLEAN_STAGE, "", 100_000)
    except RecordRejectedError as error:
        rejection = error
    if rejection:
        assert all((rejection.field, rejection.problem, rejection.fix))
        return
    (article,) = _loaded(CLEAN_STAGE)([received])
    _published(source, article, CLEAN_STAGE)


def clean_text(data: bytes) -> None:
    """Any plain text is cleaned to lines of its own."""
    _clean(RawArticle(body=_text(data) or "x", content_type="text/plain"))


def clean_page(data: bytes) -> None:
    """Any page is cleaned."""
    _clean(RawArticle(body=_text(data) or "x", content_type="text/html"))


def _clean(article: RawArticle) -> None:
    (cleaned,) = _loaded(CLEAN_STAGE)([Received(article, "1")])
    assert decode(encode(cleaned), CleanArticle) == cleaned
    paragraphs = cleaned.text.split("\n\n") if cleaned.text else []
    assert len(cleaned.source_lines) == len(paragraphs)
    assert all(paragraph.strip() == paragraph and paragraph for paragraph in paragraphs)
    assert cleaned.status["clean"] == ("ok" if cleaned.text else "empty")


def metadata(data: bytes) -> None:
    """What a page says about itself is read, or left aside."""
    try:
        tree = document_fromstring(_text(data) or "x")
    except Exception:  # noqa: BLE001 - lxml's own business: the stage guards itself against it
        return
    found = page_metadata(tree)
    for date in (found.published_at, found.modified_at, iso_date(_text(data))):
        assert date is None or iso_date(date) == date


def entities(data: bytes) -> None:
    """Mentions lie within title and text, do not overlap, and belong to entities."""
    _entities(_text(data))


def _entities(text: str) -> ArticleWithEntities:
    title, _, body = text.partition("\n")
    article = CleanArticle(article_id="a", title=title, text=body, language="en", status={"clean": "ok"})
    (found,) = _loaded(ENTITIES_STAGE)([Received(article, "1")])
    assert isinstance(found, ArticleWithEntities)
    ids = {entity.id for entity in found.entities}
    ends = {"title": 0, "text": 0}
    for mention in found.mentions:
        assert ends[mention.field] <= mention.start < mention.end <= len(body if mention.field == "text" else title)
        assert mention.entity_id in ids
        ends[mention.field] = mention.end
    _published(InputRecord("t", 0, 0, b"a", b""), found, ENTITIES_STAGE)
    return found


def quotes(data: bytes) -> None:
    """Contents lie within the text and do not overlap; cues and speakers read as they stand."""
    found_entities = _entities(_text(data))
    (found,) = _loaded(QUOTES_STAGE)([Received(found_entities, "1")])
    assert isinstance(found, EnrichedArticle)
    end = 0
    for span in sorted((span.start, span.end) for quote in found.quotes for span in quote.content):
        assert end <= span[0] < span[1] <= len(found.text)
        end = span[1]
    for quote in found.quotes:
        for part in (quote.cue, quote.speaker, quote.paragraph):
            assert part is None or found.text[part.start : part.end] == part.text
    _published(InputRecord("t", 0, 0, b"a", b""), found, QUOTES_STAGE)


def _published(source: InputRecord, article: CleanArticle, stage: Stage) -> None:
    try:
        processed = publish(source, article, stage, "", _NOW)
    except OutputTooLargeError:
        return
    for output in processed.outputs:
        assert output.value is None or decode(output.value, AboutArticle).article_id == article.article_id


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target for target in (record, clean_text, clean_page, metadata, entities, quotes)
}
