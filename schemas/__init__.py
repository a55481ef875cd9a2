"""The records that Quotewire promises: one module per record type, JSON Schema and AsyncAPI generated from them."""

from schemas.article_with_entities import ArticleWithEntities
from schemas.clean_article import CleanArticle
from schemas.enriched_article import EnrichedArticle
from schemas.mention import MentionRecord
from schemas.quote import QuoteRecord
from schemas.raw_article import RawArticle

__all__ = ["ArticleWithEntities", "CleanArticle", "EnrichedArticle", "MentionRecord", "QuoteRecord", "RawArticle"]
