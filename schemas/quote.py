"""What the quotes stage publishes about each quote of an article."""

from collections.abc import Mapping

from pydantic import Field

from .article import AboutArticle
from .base import Offset
from .enriched_article import Quote
from .lineage import StageLineage, StageName


class QuoteRecord(AboutArticle, Quote):
    """One quote with its speaker and all that is needed to show it: article, paragraph, date, source."""

    index: Offset
    """Which of the article's quotes this is, from 0."""
    count: int = Field(ge=1)
    """How many quotes this revision of the article has; drop what you hold at or above it."""
    lineage: Mapping[StageName, StageLineage] = Field(default_factory=dict)
