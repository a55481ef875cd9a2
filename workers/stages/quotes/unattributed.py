"""Quotes of one sentence for which it has no cue.

Marks that nothing in the sentence accounts for are left out, unless they are too long to be a title or a term.
"""

from collections.abc import Collection, Iterator, Sequence

from workers.stages.quotes import lexicon
from workers.stages.quotes.attribution import SentenceQuote
from workers.stages.quotes.phrases import Range
from workers.stages.quotes.scare import is_name
from workers.stages.quotes.speakers import leading_speaker
from workers.stages.quotes.tokens import ENDS, Token

COMMAS = frozenset({",", "—", "–", "-"})
LONG = 6
"""Words; a passage of as many is no term, and hardly a title."""


def unattributed(tokens: Sequence[Token], taken: Collection[int]) -> Iterator[SentenceQuote]:
    """Find passages that must be quotes, apart from those that are taken."""
    for at, token in enumerate(tokens):
        if token.passage is None or at in taken:
            continue
        if at == 0 and len(tokens) > 1 and tokens[1].text == ":":
            if token.passage.words > 1:
                yield SentenceQuote((Range(0, 1),), None, "marks_and_colon", _after_colon(tokens, 2))
        elif _must_be_quote(tokens, at):
            speaker = _speaker_after(tokens, at) or leading_speaker(tokens, at)
            yield SentenceQuote((Range(at, at + 1),), None, "marks", speaker)


def ends_like_speech(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a passage ends with a sign, or has a comma after it."""
    following = tokens[at + 1].text if at + 1 < len(tokens) else "."
    return tokens[at].text.rstrip()[-1:] in ENDS | COMMAS or following in COMMAS


def _speaker_after(tokens: Sequence[Token], at: int) -> Range | None:
    """Find the speaker before a verb that is in no list: "“…,” Whitlock sang"."""
    following = at + 1 + (at + 1 < len(tokens) and tokens[at + 1].text == ",")
    if not ends_like_speech(tokens, at) or following >= len(tokens):
        return None
    mention = tokens[following].mention
    if mention is None or mention.label != "PERSON":
        return Range(following, following + 1) if tokens[following].word in lexicon.THIRD_PERSONS else None
    end = next((i for i in range(following, len(tokens)) if tokens[i].mention is not mention), len(tokens))
    return Range(following, end)


def _must_be_quote(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    before = tokens[at - 1].text if at else ""
    if token.passage is None or is_name(tokens, at):
        return False
    words = token.passage.words
    if before == ":" and token.capital:
        return words > 2 or token.text.rstrip()[-1:] in ENDS
    spoken = at == 0 and _speaker_after(tokens, at) is not None
    return spoken or (words >= LONG and not token.passage.single)


def _after_colon(tokens: Sequence[Token], begin: int) -> Range | None:
    """Find the speaker of a headline: "“…”: ferry captain speaks out"."""
    for at in range(begin, min(len(tokens), begin + 6)):
        token = tokens[at]
        person = token.mention is not None and token.mention.label in {"PERSON", "ORG"}
        if person or lexicon.is_person_noun(token.word):
            end = at + 1
            while end < len(tokens) and token.mention is not None and tokens[end].mention is token.mention:
                end += 1
            return Range(begin, end)
    return None
