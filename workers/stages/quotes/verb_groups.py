"""What stands right before a verb of saying and decides whether anything was said: "did not", "declined to", "will"."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from workers.stages.quotes import lexicon
from workers.stages.quotes.tokens import Token

Modality = Literal["said", "not_said", "future"]
"""Whether something was said, was not ("declined to say whether"), or is yet to be said ("will say")."""

REACH = 6
"""Words before a verb that may go with it."""


class VerbGroup(NamedTuple):
    """What stands right before a verb and goes with it."""

    begin: int
    """The first token of it; the verb when nothing does."""
    helpers: frozenset[str]
    """Auxiliaries, adverbs and negations; "to" when a verb before it tells nothing about what is said."""
    modality: Modality


def verb_group(tokens: Sequence[Token], verb: int, floor: int) -> VerbGroup:
    """Read what goes with a verb, from `floor` on."""
    begin, helpers = _helpers(tokens, verb, floor)
    if "to" not in helpers:
        return VerbGroup(begin, helpers, _modality(helpers))
    if "yet" in helpers:  # has yet to explain why
        return VerbGroup(begin, helpers - {"to"}, "not_said")
    at = begin - 1
    while at > max(floor, begin - REACH) and _may_stand_between(tokens[at]):
        at -= 1
    if at < floor or tokens[at].word not in lexicon.WITHHELD | lexicon.AHEAD | lexicon.SAID_ALL_THE_SAME:
        return VerbGroup(begin, helpers, _modality(helpers))
    before, more = _helpers(tokens, at, floor)
    if tokens[at].word in lexicon.SAID_ALL_THE_SAME:
        return VerbGroup(before, helpers - {"to"} | more, _modality(more))
    withheld = tokens[at].word in lexicon.WITHHELD
    negated = withheld != bool(more & lexicon.NEGATIONS)
    return VerbGroup(before, helpers - {"to"}, "not_said" if negated else "said" if withheld else "future")


def _helpers(tokens: Sequence[Token], verb: int, floor: int) -> tuple[int, frozenset[str]]:
    """Collect the auxiliaries, adverbs and negations right before a verb; gives where they begin, too."""
    at = verb
    while at > max(floor, verb - REACH):
        word = tokens[at - 1].word
        short = word == "'s" and at - 2 >= floor and tokens[at - 2].word in lexicon.PRONOUNS  # he's claiming
        helps = word in lexicon.AUXILIARIES or word in lexicon.NEGATIONS or word == "to" or short
        if not helps and not _is_adverb(tokens[at - 1]):
            break
        at -= 1
    return at, frozenset(token.word for token in tokens[at:verb])


def _modality(helpers: frozenset[str]) -> Modality:
    if helpers & lexicon.NEGATIONS:
        return "not_said"
    ahead = helpers & lexicon.AHEAD_AUXILIARIES and "have" not in helpers
    return "future" if ahead else "said"


def _may_stand_between(token: Token) -> bool:
    return token.word in lexicon.MONTHS_AND_DAYS or token.word == "on" or _is_adverb(token)


def _is_adverb(token: Token) -> bool:
    return token.mention is None and (token.word in lexicon.ADVERBS or token.word.endswith("ly"))
