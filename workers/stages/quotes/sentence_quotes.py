"""Quotes of one sentence: its patterns, tried in their order on each of its attributions, then on the marks that are left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from workers.stages.quotes.attribution import Attribution
from workers.stages.quotes.patterns import PATTERNS
from workers.stages.quotes.patterns.alone import speaker_of
from workers.stages.quotes.patterns.pattern import Pattern, Pieces
from workers.stages.quotes.patterns.reading import Reading
from workers.stages.quotes.phrases import Range
from workers.stages.quotes.tokens import Token
from workers.stages.quotes.tree import Tree


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


class Step(NamedTuple):
    """A pattern that was tried, and what it found."""

    pattern: Pattern
    at: int
    """The number of the attribution, or, for a pattern without a cue, the token of the passage."""
    found: list[Pieces]


def find_in_sentence(
    tokens: Sequence[Token], attributions: Sequence[Attribution], tree: Tree, patterns: Sequence[Pattern] = PATTERNS
) -> list[SentenceQuote]:
    """Find the quotes of a sentence, in the order of their content; they do not overlap."""
    if not attributions and not any(token.passage for token in tokens):
        return []
    reading = Reading(tokens, attributions, tree)
    found = []
    for pattern, at, contents in steps(reading, patterns):
        attribution = attributions[at] if pattern.has_cue else None
        speaker = None if pattern.has_cue or not contents else speaker_of(reading, at)
        found += [SentenceQuote(pieces, attribution, pattern, speaker) for pieces in contents]
    return sorted(found, key=lambda quote: quote.begin)


def steps(reading: Reading, patterns: Sequence[Pattern]) -> Iterator[Step]:
    """Try patterns on each attribution of a sentence, in order, then on the marks that are left; yield all that were tried."""
    with_cue = [pattern for pattern in patterns if pattern.has_cue]
    without = [pattern for pattern in patterns if not pattern.has_cue and pattern.in_sentence]
    numbers = list(range(len(reading.attributions)))
    if reading.closes_sentence():
        numbers = [numbers[-1], *numbers[:-1]]
    for number in numbers:
        for step in list(_tried(reading, number, with_cue)):
            for pieces in step.found:
                reading.take(pieces, number)
            yield step
    for at in reading.passages:
        if at not in reading.taken:
            yield from _tried(reading, at, without)


def _tried(reading: Reading, at: int, patterns: Sequence[Pattern]) -> Iterator[Step]:
    done = False
    for pattern in patterns:
        if not done or pattern.besides:
            step = Step(pattern, at, list(pattern.find(reading, at)))
            done = done or bool(step.found)
            yield step
