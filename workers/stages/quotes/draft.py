"""A quote in the making."""

from dataclasses import dataclass, field

from workers.stages.quotes.patterns.pattern import Pattern
from workers.stages.quotes.tokens import Token
from workers.stages.quotes.verb_groups import Modality


@dataclass(slots=True)
class Draft:
    """A quote in the making; offsets in code points of the text."""

    spans: list[tuple[int, int]]
    paragraph: int
    pattern: Pattern
    """What found it."""
    cue: tuple[int, int] | None = None
    speaker: list[Token] = field(default_factory=list)
    """The tokens of the speaker's mention; empty when nobody is known to speak."""
    carried: bool = False
    """Whether the speaker was taken over from the quote before."""
    open: bool = False
    """Whether its last passage has no closing mark, so that the next paragraph may go on with it."""
    marked: list[tuple[int, int]] = field(default_factory=list)
    """Its parts within quote marks."""
    modality: Modality = "said"
