"""Nouns that report: "Lane's claim that the road was closed", "a warning from Lane that it would be"."""

from collections.abc import Sequence

from workers.stages.quotes import lexicon
from workers.stages.quotes.attribution import Attribution
from workers.stages.quotes.cues import Behaviour
from workers.stages.quotes.phrases import Range, phrase_before
from workers.stages.quotes.speakers import subject_after
from workers.stages.quotes.tokens import Token

BETWEEN = 3
"""Words that may stand between whose it is and the noun: "Lane's repeated earlier claim"."""


def said_by_noun(tokens: Sequence[Token], index: int, floor: int) -> Attribution | None:
    """Read a noun with whose it is, before it or after it, and "that"; without either it reports nothing."""
    if tokens[index].word not in lexicon.SAYING_NOUNS:
        return None
    source = subject_after(tokens, index + 2) if _word(tokens, index + 1) in {"by", "from"} else None
    end = source.end if source else index + 1
    speaker = source or _possessor(tokens, index, floor)
    if speaker is None or _word(tokens, end) != "that":
        return None
    cue = Range(index, index + 1)
    extent = Range(min(index, speaker.begin), end)
    return Attribution(cue, speaker, extent, Behaviour.SAYING, tokens[index].word)


def _possessor(tokens: Sequence[Token], index: int, floor: int) -> Range | None:
    for at in range(index - 1, max(floor, index - BETWEEN) - 1, -1):
        if tokens[at].word == "'s" and at > floor:
            return phrase_before(tokens, at, floor)
        if tokens[at].word in lexicon.POSSESSIVES:
            return Range(at, at + 1)
    return None


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].word if at < len(tokens) else ""
