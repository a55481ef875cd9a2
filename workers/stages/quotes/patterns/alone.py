"""Words in marks for which a sentence has no cue: left out, unless they are too long to be a title or a term."""

from collections.abc import Iterator, Sequence

from workers.stages.quotes import lexicon
from workers.stages.quotes.patterns.pattern import Pattern, Pieces
from workers.stages.quotes.patterns.reading import Reading
from workers.stages.quotes.phrases import Range, can_head, phrase_after
from workers.stages.quotes.scare import is_name
from workers.stages.quotes.speakers import leading_speaker
from workers.stages.quotes.tokens import DASHES, ENDS, Token, mention_end

SIGNATURE = 8
"""Tokens that a name with its post may have after a passage and a dash."""
LONG = 6
"""Words; a passage of as many is no term, and hardly a title."""


def is_standalone(tokens: Sequence[Token]) -> bool:
    """Return whether a sentence has passages and no words around them."""
    return any(token.passage for token in tokens) and not any(token.is_word for token in tokens)


def speaker_of(reading: Reading, at: int) -> Range | None:
    """Find who says a passage for which there is no cue: after a colon, after the passage, or where the sentence begins."""
    if signed := _signature(reading.tokens, at):
        return signed
    if _is_headline(reading, at):
        return _after_colon(reading.tokens, 2)
    return _speaker_after(reading, at) or leading_speaker(reading.tokens, at)


def _signed(reading: Reading, at: int) -> Iterator[Pieces]:
    if _signature(reading.tokens, at):
        yield (Range(at, at + 1),)


def _signature(tokens: Sequence[Token], at: int) -> Range | None:
    """Find the name after a passage and a dash, with nothing after it but the next passage."""
    begin = at + 2
    if tokens[at].passage is None or begin >= len(tokens) or tokens[at + 1].text not in DASHES:
        return None
    end = next((i for i in range(begin, len(tokens)) if tokens[i].passage is not None), len(tokens))
    while end > begin and tokens[end - 1].text in ENDS:
        end -= 1
    words = tokens[begin:end]
    named = any(token.is_person for token in words)
    capitals = bool(words) and all(token.capital or not token.is_word for token in words)
    return Range(begin, end) if 0 < len(words) <= SIGNATURE and words[0].capital and (named or capitals) else None


def _standing_alone(reading: Reading, at: int) -> Iterator[Pieces]:
    if reading.tokens[at].passage is not None and is_standalone(reading.tokens):
        yield (Range(at, at + 1),)


def _before_colon(reading: Reading, at: int) -> Iterator[Pieces]:
    passage = reading.tokens[at].passage
    if _is_headline(reading, at) and passage is not None and passage.words > 1:
        yield (Range(at, at + 1),)


def _unaccounted(reading: Reading, at: int) -> Iterator[Pieces]:
    token = reading.tokens[at]
    if token.passage is None or _is_headline(reading, at) or is_name(reading.tokens, at):
        return
    words = token.passage.words
    if at and reading.tokens[at - 1].text == ":" and token.capital:
        sure = words > 2 or token.text.rstrip()[-1:] in ENDS
    else:
        spoken = at == 0 and _speaker_after(reading, at) is not None
        sure = spoken or (words >= LONG and not token.passage.single)
    if sure:
        yield (Range(at, at + 1),)


def _is_headline(reading: Reading, at: int) -> bool:
    return at == 0 and len(reading.tokens) > 1 and reading.tokens[1].text == ":"


def _speaker_after(reading: Reading, at: int) -> Range | None:
    """Find the speaker beside a verb that is in no list: "“…,” Whitlock sang", "“…,” laughs Whitlock"."""
    tokens = reading.tokens
    following = at + 1 + (at + 1 < len(tokens) and tokens[at + 1].text == ",")
    if not reading.ends_like_speech(at) or following >= len(tokens):
        return None
    following += _is_inverted(tokens, following)
    mention = tokens[following].mention
    if mention is None or mention.label != "PERSON":
        if tokens[following].word in lexicon.THIRD_PERSONS:
            return Range(following, following + 1)
        phrase = phrase_after(tokens, following) if tokens[following].word in lexicon.DETERMINERS else None
        while phrase and not can_head(tokens[phrase.end - 1]) and phrase.end - 1 > following:  # the department detailed
            phrase = Range(following, phrase.end - 1)
        return phrase if phrase and phrase.end - following > 1 else None
    return Range(following, mention_end(tokens, following))


def _is_inverted(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a verb stands before a name: by its ending, for it is in no list."""
    following = tokens[at + 1].mention if at + 1 < len(tokens) else None
    verb = not tokens[at].capital and tokens[at].word.endswith(("s", "ed")) and tokens[at].mention is None
    return verb and following is not None and following.label == "PERSON"


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


SIGNED = Pattern(
    name="signed",
    found_by="marks",
    needs="words in marks, a dash and a name, and nothing after it but the next words in marks",
    finds=("[“The road will never be opened.”] – Councillor {Ann Lane}",),
    leaves=("The “ring road” – the town's own – was closed.",),
    find=_signed,
    has_cue=False,
)
STANDALONE = Pattern(
    name="standalone",
    found_by="marks_alone",
    needs="a sentence of nothing but marks, which goes on with the quote before it, or has its speaker",
    finds=("“The road is closed,” {Ann Lane} said.\n\n[“It will not be opened before the spring.”]",),
    leaves=(
        "“The road is closed,” {Ann Lane} said. The “ring” was dug up.",
        "“The road is closed,” {Ann Lane} said.\n\n“A Road to Nowhere.”\n\nIt rained.",
    ),
    find=_standing_alone,
    has_cue=False,
)
HEADLINE = Pattern(
    name="headline",
    found_by="marks_and_colon",
    needs="words in marks, more than one, that a sentence begins with, and a colon",
    finds=("[“Nobody asked us”]: ferry captain speaks out",),
    leaves=("“Roads”: a film about nothing",),
    find=_before_colon,
    has_cue=False,
)
UNACCOUNTED = Pattern(
    name="unaccounted",
    found_by="marks",
    needs="words in marks that nothing else accounts for: six or more, or after a colon, or with a speaker and a verb in no list",
    finds=(
        "The notice at the gate was short: [“Closed until further notice.”]",
        "[“The road is closed,”] {Ann Lane} sang.",
    ),
    leaves=(
        "The so-called “ring road” was closed.",
        "The town has a film “Letters from a Pier” of its own.",
    ),
    find=_unaccounted,
    has_cue=False,
)
