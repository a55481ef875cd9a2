"""The quotes stage: who said what, by rules over words, quote marks and the entities of the record."""

from collections.abc import Sequence

from schemas.article import AboutArticle
from schemas.article_with_entities import ArticleWithEntities
from schemas.enriched_article import EnrichedArticle, Quote
from schemas.lineage import Status
from schemas.quote import QuoteRecord
from workers.stages.quotes.assembly import find_in_article
from workers.stages.received import Received

__all__ = ["find_quotes", "quote_records"]


def find_quotes(received: Sequence[Received[ArticleWithEntities]]) -> list[EnrichedArticle]:
    """Find the quotes of articles: one enriched article for each one given, in order.

    Articles without text get the status `empty`, those in another language than English
    `unsupported_language`; both have no quotes.
    """
    return [_enriched(one) for one in received]


def quote_records(article: EnrichedArticle) -> list[QuoteRecord]:
    """Make a record of each quote of an article, with what is needed to show it alone."""
    about = {name: getattr(article, name) for name in AboutArticle.model_fields}
    return [
        QuoteRecord(
            **about,
            **{name: getattr(quote, name) for name in Quote.model_fields},
            index=index,
            count=len(article.quotes),
            lineage=article.lineage,
        )
        for index, quote in enumerate(article.quotes)
    ]


def _enriched(received: Received[ArticleWithEntities]) -> EnrichedArticle:
    article = received.record
    status = _status(article)
    fields = {name: getattr(article, name) for name in ArticleWithEntities.model_fields}
    fields["status"] = {**article.status, "quotes": status}
    fields["warnings"] = list(dict.fromkeys([*article.warnings, *received.oddities]))
    fields["lineage"] = {**article.lineage, "quotes": received.lineage()}
    return EnrichedArticle(**fields, quotes=find_in_article(article) if status == "ok" else [])


def _status(article: ArticleWithEntities) -> Status:
    if not article.text.strip():
        return "empty"
    return "ok" if article.language in {None, "en"} else "unsupported_language"
