"""Noun phrases around a word: how far to the left and to the right they reach, guessed from word lists and names.

A parser would know; a speaker's name and description are regular enough to do without one.
"""

from collections.abc import Sequence
from typing import NamedTuple

from workers.stages.quotes import lexicon
from workers.stages.quotes.cues import CUES, Form
from workers.stages.quotes.tokens import DOTTED, Token

REACH = 30
"""Tokens that a speaker with an apposition may span."""

NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC"})


class Range(NamedTuple):
    """Some neighbouring tokens of a sentence."""

    begin: int
    end: int


def phrase_before(tokens: Sequence[Token], end: int, floor: int) -> Range | None:
    """Find the noun phrase whose last token is the one before `end`."""
    last = tokens[end - 1]
    if last.word in lexicon.PRONOUNS:
        return Range(end - 1, end)
    if not (last.is_word or last.text == "." or last.word == "'s") or last.word in _NEVER_LAST:
        return None
    begin = end - 1
    while begin > max(floor, end - REACH):
        step = _step_left(tokens, begin, floor)
        if step == 0:
            break
        begin -= step
    begin = _trimmed(tokens, begin, end)
    return Range(begin, end) if begin < end else None


_NEVER_LAST = (lexicon.CLAUSE_WORDS - {"who"}) | lexicon.PREPOSITIONS | lexicon.ARTICLES | {"and"}


def phrase_after(tokens: Sequence[Token], begin: int) -> Range | None:
    """Find the noun phrase whose first token is the one at `begin`."""
    end = begin
    while end < min(len(tokens), begin + REACH):
        step = _step_right(tokens, begin, end)
        if step == 0:
            break
        end += step
    return Range(begin, min(end, len(tokens))) if end > begin else None


def _step_left(tokens: Sequence[Token], begin: int, floor: int) -> int:
    """Return by how many tokens a noun phrase that begins at `begin` extends to the left."""
    here, before = tokens[begin], tokens[begin - 1]
    previous = tokens[begin - 2] if begin - 2 >= floor else None
    if (before.mention is not None and before.mention is here.mention) or before.text == "&" or before.word == "'s":
        return 1
    if before.text == ".":
        return 2 if previous is not None and _abbreviated(previous) else 0
    if (
        previous is not None
        and previous.word in lexicon.INFORMED
        and begin - 3 >= floor
        and can_head(tokens[begin - 3])
    ):
        return 3
    if before.word in lexicon.BINDING:
        return 2 if previous is not None and previous.is_word and can_head(previous) else 0
    if before.word in lexicon.JOINING:
        return 2 if previous is not None and previous.is_word and _joins(previous, here) else 0
    modifies = previous is not None and previous.word in lexicon.BEFORE_NOUNS and before.word.endswith("ing")
    return 1 if before.is_word and (modifies or not _stops(before)) else 0  # Kosovo's ruling coalition


def _step_right(tokens: Sequence[Token], begin: int, end: int) -> int:
    """Return by how many tokens a noun phrase from `begin` to `end` extends to the right."""
    token = tokens[end]
    before = tokens[end - 1] if end > begin else None
    following = tokens[end + 1] if end + 1 < len(tokens) else None
    if (
        before is None
        or (token.mention is not None and token.mention is before.mention)
        or token.text in {"&", "/"}
        or token.word == "'s"
    ):
        return 1
    if before.is_person:
        return 0
    if token.text == ".":
        return 1 if _abbreviated(before) and following is not None and following.capital else 0
    if token.word == "and":
        return 2 if following is not None and following.is_word and _joins(before, following) else 0
    if token.word in lexicon.BINDING - {"in"}:
        return 1 if can_head(before) or before.capital else 0
    dates = token.dated and following is not None and lexicon.can_speak(following.word)  # an August slideshow
    return 1 if dates or (token.is_word and not _stops(token) and token.word not in lexicon.ADVERBS) else 0


def _abbreviated(token: Token) -> bool:
    return token.word in lexicon.TITLES or DOTTED.fullmatch(token.text) is not None


def _joins(one: Token, other: Token) -> bool:
    """Return whether "and" between these may join two speakers."""
    return (can_head(one) or one.capital) and (other.capital or other.word in lexicon.DETERMINERS or can_head(other))


def _stops(token: Token) -> bool:
    word = token.word
    return (
        token.dated
        or word in lexicon.PREPOSITIONS
        or word in lexicon.CLAUSE_WORDS
        or word in lexicon.AUXILIARIES
        or word in lexicon.MONTHS_AND_DAYS
        or word in lexicon.SPEAKING_PRONOUNS
        or (word in CUES and CUES[word].form is not Form.PLAIN and token.mention is None)
    )


def can_head(token: Token) -> bool:
    """Return whether a word can be the head of a speaker's phrase: a name, or a noun for whoever says something."""
    return (token.mention is not None and token.mention.label in NAMED) or lexicon.can_speak(token.word)


def _trimmed(tokens: Sequence[Token], begin: int, end: int) -> int:
    """Leave out what stands before the phrase: adverbs, and where Smith spoke in "In London Smith said", "In an interview Smith said"."""
    while begin < end and (tokens[begin].word in lexicon.ADVERBS | lexicon.BEFORE_PHRASES or not tokens[begin].is_word):
        begin += 1
    last = tokens[end - 1].mention
    if begin == end or last is None or last.label != "PERSON":
        return begin
    name = next(at for at in range(begin, end) if tokens[at].mention is last)
    if tokens[begin].word in lexicon.PREPOSITIONS or (begin and tokens[begin - 1].word in lexicon.PREPOSITIONS):
        lead = tokens[begin:name]
        place = lead and all(token.mention is not None and token.mention.label in {"GPE", "LOC"} for token in lead)
        occasion = lead and lead[-1].mention is None and lead[-1].word in lexicon.STATEMENTS
        if place or occasion:
            return name
    return begin
