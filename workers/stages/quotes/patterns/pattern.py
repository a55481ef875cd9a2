"""A way in which something is said, with a name, examples, and how it is found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from workers.stages.quotes.patterns.reading import Reading
from workers.stages.quotes.phrases import Range

FoundBy = Literal[
    "marks_and_cue",
    "clause_and_cue",
    "marks_named",
    "marks_and_colon",
    "marks_alone",
    "marks",
    "answer",
    "post",
    "transcript",
    "block",
]
Pieces = tuple[Range, ...]
"""What is said, in one piece, or in several that the cue stands between."""
Find = Callable[[Reading, int], Iterator[Pieces]]
"""Yields what the attribution of this number reports in this way; for a pattern without a cue, what the token of this number says."""


def nowhere(_reading: Reading, _at: int) -> Iterator[Pieces]:
    """Find nothing in a sentence."""
    return iter(())


@dataclass(frozen=True, slots=True)
class Pattern:
    """A way in which something is said."""

    name: str
    found_by: FoundBy
    """What records say of it, in ten words for all patterns."""
    needs: str
    """What must be there, in words."""
    finds: tuple[str, ...]
    """Sentences in which it finds what stands in square brackets; braces hold names."""
    leaves: tuple[str, ...]
    """Sentences like them that it leaves alone."""
    find: Find = nowhere
    """None of its own for a pattern of whole paragraphs, which no sentence shows."""
    has_cue: bool = True
    besides: bool = False
    """Whether it is tried even where a pattern before it found something."""

    @property
    def in_sentence(self) -> bool:
        """Whether one sentence shows it."""
        return self.find is not nowhere
