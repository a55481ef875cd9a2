"""Quotes and articles for tests of the pages, without the stages."""

from collections.abc import Sequence

from schemas.base import Span
from schemas.enriched_article import EnrichedArticle, Quote, Speaker, TextSpan
from schemas.quote import QuoteRecord


def quote(text: str, speaker: str = "Ann Lee", start: int = 0, **fields: object) -> Quote:
    """Return a quote of a named speaker that stands at the start of an article, or elsewhere."""
    place = {"start": start, "end": start + len(text)}
    given: dict[str, object] = {
        "quote_id": f"{speaker}: {text}",
        "type": "direct",
        "text": text,
        "content": [Span(**place)],
        "paragraph": TextSpan(**place, text=text),
        "speakers": [Speaker(name=speaker)],
        "speaker_name": speaker,
        "confidence": 0.9,
    }
    return Quote.model_validate({**given, **fields})


def article(article_id: str, *texts: str, speaker: str = "Ann Lee", **fields: object) -> EnrichedArticle:
    """Return an article whose paragraphs are quotes."""
    starts = [sum(len(text) + 2 for text in texts[:number]) for number in range(len(texts))]
    quotes = [quote(text, speaker, start) for text, start in zip(texts, starts, strict=True)]
    given = {"article_id": article_id, "text": "\n\n".join(texts), "quotes": quotes, "title": f"Title of {article_id}"}
    return EnrichedArticle.model_validate({**given, **fields})


def records(made: EnrichedArticle) -> list[QuoteRecord]:
    """Return the records of an article's quotes."""
    about = made.model_dump(include={"article_id", "revision", "url", "title", "source", "published_at"})
    count = len(made.quotes)
    return [
        QuoteRecord.model_validate({**about, **one.model_dump(), "index": index, "count": count})
        for index, one in enumerate(made.quotes)
    ]


def wire(made: EnrichedArticle) -> tuple[bytes, Sequence[bytes]]:
    """Return the values of an article's records in articles.enriched.v1 and quotes.v1."""
    return made.model_dump_json().encode(), [record.model_dump_json().encode() for record in records(made)]
