"""What is kept of each quote, and how a revision of an article changes it. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

import orjson

from schemas.enriched_article import EnrichedArticle
from schemas.quote import QuoteRecord
from workers.views.stretches import speaker_of


class ArrivedQuote(NamedTuple):
    """What a record of quotes.v1 says about an article: a quote, or that it has none."""

    article_id: str
    quote: QuoteRecord | None
    came: int
    """When, in milliseconds since 1970."""


class ArrivedArticle(NamedTuple):
    """What a record of articles.enriched.v1 says: the article, or that it is retracted."""

    article_id: str
    article: EnrichedArticle | None


class Row(NamedTuple):
    """A quote in the table `quotes`; its fields are columns there."""

    id: int | None
    """None as long as it is not in the table."""
    came: int
    """When its first record entered Kafka, in milliseconds since 1970."""
    article_id: str
    position: int
    """`index` in the record."""
    quote_id: str
    text: str
    speaker: str
    """To be shown: a name, several names, or a mention."""
    names: str
    """The names alone, as JSON."""
    title: str | None
    source: str | None
    url: str | None
    published_at: str | None
    type: str
    modality: str
    confidence: float | None


def revised(held: Sequence[Row], arrived: Sequence[ArrivedQuote]) -> list[Row]:
    """Return the quotes of an article after some records of it.

    A record replaces what is held under its index, and whatever is held at or above `count` goes. A quote that stays, by its
    `quote_id`, stays the same row with the same time, wherever it stands now: a revision does not make it news. Those that come
    together have one time, and the last of them stands first here: written in this order, the newest first read as the article does.
    """
    came = max((one.came for one in arrived), default=0)
    now = {row.position: row for row in held}
    for one in arrived:
        if one.quote is None:
            now.clear()
        else:
            now[one.quote.index] = _row(one.article_id, one.quote, came)
            now = {position: row for position, row in now.items() if position < one.quote.count}
    staying = {row.id for row in now.values()}
    moved = {row.quote_id: row for row in held if row.id not in staying}
    in_order = (now[position] for position in sorted(now, reverse=True))
    return [_at(row, moved.pop(row.quote_id, None)) if row.id is None else row for row in in_order]


def _at(row: Row, before: Row | None) -> Row:
    return row._replace(id=before.id, came=before.came) if before else row


def _row(article_id: str, quote: QuoteRecord, came: int) -> Row:
    return Row(
        id=None,
        came=came,
        article_id=article_id,
        position=quote.index,
        quote_id=quote.quote_id,
        text=quote.text,
        speaker=speaker_of(quote),
        names=orjson.dumps([speaker.name for speaker in quote.speakers]).decode(),
        title=quote.title,
        source=quote.source,
        url=quote.url,
        published_at=quote.published_at,
        type=quote.type,
        modality=quote.modality,
        confidence=quote.confidence,
    )
