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


def find_in_sentence(
    tokens: Sequence[Token], attributions: Sequence[Attribution], tree: Tree, patterns: Sequence[Pattern] = PATTERNS
) -> list[SentenceQuote]:
    """Find the quotes of a sentence that has words outside of marks, in the order of their content; they do not overlap."""
    if not attributions and not any(token.passage for token in tokens):
        return []
    reading = Reading(tokens, attributions, tree)
    with_cue = [pattern for pattern in patterns if pattern.has_cue]
    without = [pattern for pattern in patterns if not pattern.has_cue and pattern is not STANDALONE]
    found = [quote for number in range(len(attributions)) for quote in _of_attribution(reading, number, with_cue)]
    found += [
        quote for at in reading.passages if at not in reading.taken for quote in _of_passage(reading, at, without)
    ]
    return sorted(found, key=lambda quote: quote.begin)


def tried(reading: Reading, number: int, patterns: Sequence[Pattern]) -> Iterator[tuple[Pattern, list[Pieces]]]:
    """Yield the patterns that are tried on an attribution, each with what it finds."""
    done = False
    for pattern in patterns:
        if done and not pattern.besides:
            continue
        pieces = list(pattern.find(reading, number))
        done = done or bool(pieces)
        yield pattern, pieces


def _of_attribution(reading: Reading, number: int, patterns: Sequence[Pattern]) -> Iterator[SentenceQuote]:
    for pattern, found in list(tried(reading, number, patterns)):
        for pieces in found:
            reading.take(pieces, number)
            yield SentenceQuote(pieces, reading.attributions[number], pattern)


def _of_passage(reading: Reading, at: int, patterns: Sequence[Pattern]) -> Iterator[SentenceQuote]:
    for pattern in patterns:
        for pieces in pattern.find(reading, at):
            yield SentenceQuote(pieces, None, pattern, speaker_of(reading, at))
            return
