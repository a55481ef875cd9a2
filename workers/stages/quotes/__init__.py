"""The quotes stage: who said what, by rules over words, quote marks, syntax and the entities of the record."""

from collections.abc import Sequence

from schemas.article import AboutArticle
from schemas.article_with_entities import ArticleWithEntities
from schemas.enriched_article import EnrichedArticle, Quote
from schemas.lineage import Model, Status
from schemas.quote import QuoteRecord
from workers.stages.quotes.assembly import assembled
from workers.stages.quotes.drafting import drafts_of
from workers.stages.quotes.syntax import SyntaxModel, load_model
from workers.stages.received import Received

__all__ = ["SyntaxModel", "find_quotes", "load_model", "quote_records"]


def find_quotes(received: Sequence[Received[ArticleWithEntities]], model: SyntaxModel) -> list[EnrichedArticle]:
    """Find the quotes of articles: one enriched article for each one given, in order.

    Articles without text get the status `empty`, those in another language than English
    `unsupported_language`; both have no quotes.
    """
    statuses = [_status(one.record) for one in received]
    articles = [one.record for one, status in zip(received, statuses, strict=True) if status == "ok"]
    drafts = drafts_of(articles, model)
    found = (assembled(article, its) for article, its in zip(articles, drafts, strict=True))
    return [
        _enriched(one, status, next(found) if status == "ok" else [], model.lineage)
        for one, status in zip(received, statuses, strict=True)
    ]


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


def _enriched(
    received: Received[ArticleWithEntities], status: Status, quotes: list[Quote], model: Model
) -> EnrichedArticle:
    article = received.record
    fields = {name: getattr(article, name) for name in ArticleWithEntities.model_fields}
    fields["status"] = {**article.status, "quotes": status}
    fields["warnings"] = list(dict.fromkeys([*article.warnings, *received.oddities]))
    fields["lineage"] = {**article.lineage, "quotes": received.lineage(model if status == "ok" else None)}
    return EnrichedArticle(**fields, quotes=quotes)


def _status(article: ArticleWithEntities) -> Status:
    if not article.text.strip():
        return "empty"
    return "ok" if article.language in {None, "en"} else "unsupported_language"
