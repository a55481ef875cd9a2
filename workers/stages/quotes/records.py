"""The records about single quotes of an article."""

from schemas.article import AboutArticle
from schemas.enriched_article import EnrichedArticle, Quote
from schemas.quote import QuoteRecord
from workers.stages.received import lineage_of_parts


def quote_records(article: EnrichedArticle) -> list[QuoteRecord]:
    """Make a record of each quote of an article, with what is needed to show it alone."""
    lineage = lineage_of_parts(article)
    about = {name: getattr(article, name) for name in AboutArticle.model_fields}
    return [
        QuoteRecord(
            **about,
            **{name: getattr(quote, name) for name in Quote.model_fields},
            index=index,
            count=len(article.quotes),
            lineage=lineage,
        )
        for index, quote in enumerate(article.quotes)
    ]
