"""What the entities stage publishes about an article."""

from typing import Annotated, Literal

from pydantic import Field

from .base import Offset, Record, Span
from .clean_article import CleanArticle

EntityLabel = Literal["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "DATE", "TIME", "WORK_OF_ART"]
MentionField = Literal["text", "title"]

Share = Annotated[float, Field(ge=0, le=1)]
"""A number from 0 to 1."""


class Mention(Span):
    """One place where an entity is named; mentions never overlap."""

    label: EntityLabel
    entity_id: str
    """The entity of this article that is named here."""
    field: MentionField = "text"
    """Whether the offsets count in `text` or in `title`."""


class Place(Record):
    """The country, region or city that a name stands for in an article."""

    country: str
    """ISO 3166-1 alpha-2 code (`XK`: Kosovo)."""
    region: str | None = None
    """ISO 3166-2 code of the region that is named; of a city in the United States, that of its state."""
    geonames_id: int | None = None
    """The city's number at GeoNames; null for a country or region."""
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    """Degrees north, of a city's centre."""
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    """Degrees east, likewise."""
    confidence: Share
    """How sure it is that the name stands for this place rather than for another one of its name, if it is a place."""


class Entity(Record):
    """A person, organisation, place or other thing that an article names, however often."""

    id: str
    """`e1`, `e2`, … in the order of first mention; holds within this article and revision only."""
    name: str
    """The fullest name that the article gives."""
    label: EntityLabel
    count: int = Field(ge=1)
    """Number of mentions, title included."""
    first_mention: Offset | None = None
    """Where its first mention stands in the article's `mentions`."""
    salience: Share | None = None
    """How much the article is about it: half for how often it is named (1 for the most named one), a quarter for being named in
    the title, a quarter for how early the text names it. Null for dates and times."""
    confidence: Share | None = None
    """How probable it is that name and label are right."""
    country: str | None = None
    """ISO 3166-1 alpha-2 code: of the country that a place lies in, a word for a nationality belongs to, or whose an institution is."""
    place: Place | None = None
    """Which place it is; null for what is no place, and for names that could stand for several."""


class ArticleWithEntities(CleanArticle):
    """A clean article with the entities it names."""

    mentions: list[Mention] = Field(default_factory=list)
    """Title first, then text, in order."""
    entities: list[Entity] = Field(default_factory=list)
    """In order of first mention."""
