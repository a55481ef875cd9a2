"""An article as a reader gets it: paragraphs of plain and marked text, and its speakers with what they said.

Pure: templates make the page of it (see `workers.views.page`).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TypeVar

from schemas.enriched_article import EnrichedArticle, Quote
from workers.views.stretches import particulars, speaker_of, stretches

ItemT = TypeVar("ItemT")

COLOURS = 6
"""Speakers that have a colour of their own; a seventh has that of the first."""
LABELS = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "country, region or city",
    "LOC": "place",
    "FAC": "building or structure",
    "NORP": "nationality, religion or party",
    "EVENT": "event",
    "WORK_OF_ART": "title of a work",
}
"""The labels that are worth showing to a reader, in words: those of dates and times are not."""


@dataclass(frozen=True, slots=True)
class Words:
    """Some text, and what it names if that is an entity."""

    text: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a paragraph."""

    kind: str
    """`content`, `speaker`, `cue` or `plain`."""
    words: tuple[Words, ...]
    speaker: str = ""
    colour: int = 0
    numbers: tuple[int, ...] = ()
    """Of the quotes that it belongs to, from 1."""
    first: bool = False
    """Whether the quote that `numbers` begins with starts here."""
    last: bool = False
    """Whether its stretch of the text ends here, rather than going on in the next paragraph."""


@dataclass(frozen=True, slots=True)
class Said:
    """A quote in the list of its speaker."""

    number: int
    text: str
    particulars: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker of an article, with all that they say in it."""

    name: str
    named: tuple[str, ...]
    """The names in the article of those who speak; none of a source without name."""
    colour: int
    quotes: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """An article to be read."""

    article: EnrichedArticle
    paragraphs: tuple[tuple[Piece, ...], ...]
    voices: tuple[Voice, ...]
    """In the order in which they first speak."""


def reading(article: EnrichedArticle) -> Reading:
    """Return an article as a reader gets it."""
    voices = _voices(article.quotes)
    colours = {voice.name: voice.colour for voice in voices}
    marked = _Marked(article, colours)
    return Reading(article, tuple(tuple(marked.pieces(*place)) for place in _paragraphs(article.text)), voices)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for paragraph in text.split("\n\n"):
        if paragraph:
            yield start, start + len(paragraph)
        start += len(paragraph) + 2


def _voices(quotes: Sequence[Quote]) -> tuple[Voice, ...]:
    by_name: dict[str, list[tuple[int, Quote]]] = {}
    for number, quote in enumerate(quotes, 1):
        by_name.setdefault(speaker_of(quote), []).append((number, quote))
    return tuple(
        Voice(
            name,
            tuple(speaker.name for speaker in own[0][1].speakers),
            colour % COLOURS,
            tuple(Said(number, quote.text, tuple(particulars(quote))) for number, quote in own),
        )
        for colour, (name, own) in enumerate(by_name.items())
    )


class _Marked:
    """The text of an article, to be taken apart paragraph by paragraph, in order."""

    def __init__(self, article: EnrichedArticle, colours: dict[str, int]) -> None:
        self._text = article.text
        self._colours = colours
        self._stretches = stretches(article.quotes)
        shown = (one for one in article.mentions if one.field == "text" and one.label in LABELS)
        self._mentions = sorted(shown, key=lambda one: one.start)
        self._begun: set[int] = set()
        """Quotes of which a part has come."""

    def pieces(self, start: int, end: int) -> Iterator[Piece]:
        """Yield the pieces of a paragraph."""
        after = bisect_right(self._stretches, start, key=lambda one: one.end)
        for stretch in takewhile(lambda one: one.start < end, _from(self._stretches, after)):
            begins, ends = max(stretch.start, start), min(stretch.end, end)
            if begins > start:
                yield Piece("plain", self._words(start, begins))
            yield Piece(
                stretch.kind,
                self._words(begins, ends),
                stretch.speaker,
                self._colours[stretch.speaker],
                stretch.numbers,
                first=stretch.kind == "content" and stretch.numbers[0] not in self._begun,
                last=stretch.end <= end,
            )
            if stretch.kind == "content":
                self._begun.add(stretch.numbers[0])
            start = ends
        if start < end:
            yield Piece("plain", self._words(start, end))

    def _words(self, start: int, end: int) -> tuple[Words, ...]:
        """Return a part of the text, cut where an entity is named within it."""
        found = []
        after = bisect_left(self._mentions, start, key=lambda one: one.start)
        for mention in takewhile(lambda one: one.start < end, _from(self._mentions, after)):
            if start <= mention.start < mention.end <= end:
                if mention.start > start:
                    found.append(Words(self._text[start : mention.start]))
                found.append(Words(self._text[mention.start : mention.end], LABELS[mention.label]))
                start = mention.end
        if start < end:
            found.append(Words(self._text[start:end]))
        return tuple(found)


def _from(items: Sequence[ItemT], first: int) -> Iterator[ItemT]:
    """Yield the items from one on; `islice` would go through all those before it."""
    return (items[number] for number in range(first, len(items)))
