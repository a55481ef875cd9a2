"""What the quotes stage publishes about an article."""

from typing import Literal

from pydantic import Field

from .article_with_entities import ArticleWithEntities, Share
from .base import Record, Span

QuoteType = Literal["direct", "indirect", "mixed"]
Modality = Literal["said", "not_said", "future"]


class TextSpan(Span):
    """A stretch of the article's text, with the text itself."""

    text: str


class Speaker(Record):
    """One of those who say something, as the article names them."""

    name: str
    """The fullest name in the article."""
    entity_id: str | None = None
    """The entity in the article; null when the article has none for the name."""


class Quote(Record):
    """What somebody is reported to have said, and who."""

    quote_id: str
    """Hash of article id, content and how many times it came before: stays when the article is processed again."""
    type: QuoteType
    """`direct`: all within quote marks; `mixed`: part of it; `indirect`: none."""
    text: str
    """The content as it stands in the article, marks included; several spans are joined by a blank."""
    content: list[Span] = Field(min_length=1)
    """Where the content stands in the article's `text`; more than one span when the cue cuts it."""
    cue: TextSpan | None = None
    """The words that say that somebody said it: "said", "according to"."""
    speaker: TextSpan | None = None
    """The whole mention of the speaker that belongs to the cue: a name or a description with its apposition, a pronoun."""
    speaker_name: str | None = None
    """The speaker's fullest name in the article; null when the article names nobody, and when several speak together."""
    entity_id: str | None = None
    """The speaker's entity in the article."""
    speakers: list[Speaker] = Field(default_factory=list)
    """All those who say it and whom the article names: one, several together ("Smith and Jones said"), or none."""
    modality: Modality = "said"
    """`not_said`: the article says that it was not said ("did not say that …"); `future`: that it will or may be."""
    found_by: str | None = None
    """What found it, in few words: marks beside a cue, a clause that a cue governs, …"""
    pattern: str | None = None
    """The pattern that found it, by its name in docs/quotes.md; patterns may be added at any time."""
    confidence: Share | None = None
    """How probable it is that content and speaker are both right: the product of the two below."""
    content_confidence: Share | None = None
    """How probable it is that the content is right, in the main."""
    speaker_confidence: Share | None = None
    """How probable it is that the speaker is right, if the content is."""
    paragraph: TextSpan
    """The paragraphs of the article that hold the content."""


class EnrichedArticle(ArticleWithEntities):
    """The whole article with everything found in it."""

    quotes: list[Quote] = Field(default_factory=list)
    """In the order of their content."""
