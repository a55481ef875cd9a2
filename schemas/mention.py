"""What the entities stage publishes about each entity of an article."""

from collections.abc import Mapping

from pydantic import Field

from .article import AboutArticle
from .article_with_entities import EntityLabel, MentionField, Place, Share
from .base import Offset, Span
from .lineage import StageLineage, StageName


class MentionSpan(Span):
    """One place where the entity is named."""

    field: MentionField
    """Whether the offsets count in the article's `text` or in its `title`."""
    text: str
    """The words of the mention."""


class MentionRecord(AboutArticle):
    """One distinct entity of one article with all places where it is named."""

    index: Offset
    """Which of the article's entities this is, from 0."""
    count: int = Field(ge=1)
    """How many entities this revision of the article has; drop what you hold at or above it."""
    entity_id: str
    """The id of the entity in the article records."""
    name: str
    """The fullest name that the article gives."""
    label: EntityLabel
    salience: Share | None = None
    """How much the article is about it, 0 to 1 (see the article's entities)."""
    confidence: Share | None = None
    """How probable it is that name and label are right."""
    country: str | None = None
    """ISO 3166-1 alpha-2 code: of the country that a place lies in, or that a word for a nationality belongs to."""
    place: Place | None = None
    """Which place it is; null for what is no place, and for names that could stand for several."""
    mentions: list[MentionSpan] = Field(min_length=1)
    lineage: Mapping[StageName, StageLineage] = Field(default_factory=dict)
