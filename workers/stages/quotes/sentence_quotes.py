"""Quotes of one sentence: its patterns, tried in their order on each of its attributions, then on the marks that are left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workers.stages.quotes.attribution import Attribution
from workers.stages.quotes.patterns import PATTERNS
from workers.stages.quotes.patterns.alone import STANDALONE, speaker_of
from workers.stages.quotes.patterns.pattern import Pattern, Pieces
from workers.stages.quotes.patterns.reading import Reading
from workers.stages.quotes.phrases import Range
from workers.stages.quotes.tokens import Token
from workers.stages.quotes.tree import Tree

WITH_CUE = tuple(pattern for pattern in PATTERNS if pattern.has_cue)
WITHOUT_CUE = tuple(pattern for pattern in PATTERNS if not pattern.has_cue and pattern is not STANDALONE)
"""Patterns for what is left of a sentence that has words outside of marks."""


@dataclass(frozen=True, slots=True)
class SentenceQuote:
    """What is said, as ranges of tokens, with its attribution; without one, perhaps a speaker all the same."""

    pieces: tuple[Range, ...]
    attribution: Attribution | None
    pattern: Pattern
    """What found it."""
    speaker: Range | None = None

    @property
    def begin(self) -> int:
        """Its first token."""
        return self.pieces[0].begin


def find_in_sentence(tokens: Sequence[Token], attributions: Sequence[Attribution], tree: Tree) -> list[SentenceQuote]:
    """Find the quotes of a sentence in the order of their content; they do not overlap."""
    if not attributions and not any(token.passage for token in tokens):
        return []
    reading = Reading(tokens, attributions, tree)
    found = [quote for number in range(len(attributions)) for quote in _of_attribution(reading, number)]
    found += [quote for at in reading.passages if at not in reading.taken for quote in _of_passage(reading, at)]
    return sorted(found, key=lambda quote: quote.begin)


def tried(reading: Reading, number: int) -> Iterator[tuple[Pattern, list[Pieces]]]:
    """Yield the patterns that are tried on an attribution, each with what it finds."""
    done = False
    for pattern in WITH_CUE:
        if done and not pattern.besides:
            continue
        pieces = list(pattern.find(reading, number))
        done = done or bool(pieces)
        yield pattern, pieces


def _of_attribution(reading: Reading, number: int) -> Iterator[SentenceQuote]:
    for pattern, found in list(tried(reading, number)):
        for pieces in found:
            reading.take(pieces, number)
            yield SentenceQuote(pieces, reading.attributions[number], pattern)


def _of_passage(reading: Reading, at: int) -> Iterator[SentenceQuote]:
    for pattern in WITHOUT_CUE:
        for pieces in pattern.find(reading, at):
            yield SentenceQuote(pieces, None, pattern, speaker_of(reading, at))
            return
