"""The records that Quotewire promises: one module per record type, JSON Schema and AsyncAPI generated from them."""

from .article_with_entities import ArticleWithEntities
from .clean_article import CleanArticle
from .enriched_article import EnrichedArticle
from .mention import MentionRecord
from .quote import QuoteRecord
from .raw_article import RawArticle

__all__ = ["ArticleWithEntities", "CleanArticle", "EnrichedArticle", "MentionRecord", "QuoteRecord", "RawArticle"]
