"""What the entities stage publishes about an article."""

from typing import Literal

from pydantic import Field

from schemas.base import Record, Span
from schemas.clean_article import CleanArticle

EntityLabel = Literal["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "DATE", "TIME", "WORK_OF_ART"]
MentionField = Literal["text", "title"]


class Mention(Span):
    """One place where an entity is named; mentions never overlap."""

    label: EntityLabel
    entity_id: str
    """The entity of this article that is named here."""
    field: MentionField = "text"
    """Whether the offsets count in `text` or in `title`."""


class Entity(Record):
    """A person, organisation, place or other thing that an article names, however often."""

    id: str
    """`e1`, `e2`, … in the order of first mention; holds within this article and revision only."""
    name: str
    """The fullest name that the article gives."""
    label: EntityLabel
    count: int = Field(ge=1)
    """Number of mentions, title included."""


class ArticleWithEntities(CleanArticle):
    """A clean article with the entities it names."""

    mentions: list[Mention] = Field(default_factory=list)
    """Title first, then text, in order."""
    entities: list[Entity] = Field(default_factory=list)
    """In order of first mention."""
