"""The whole mention of a speaker: the phrase beside the cue with what describes it, "Ilves, the harbour master of Pelsund,".

PolNeAR's annotators mark speakers so (Newell, Margolin and Ruths, "An Attribution Relations Corpus for Political News", 2018).
"""

from collections.abc import Sequence

from workers.stages.quotes import lexicon
from workers.stages.quotes.phrases import REACH, Range
from workers.stages.quotes.tokens import Token, abbreviates, mention_end
from workers.stages.quotes.verb_groups import verb_group

IN_BRACKETS = 8
"""Tokens that a party or an abbreviation in brackets may have: (D-N.C.)."""
NICKNAME = 2
"""Words that a nickname in marks may have."""
LONGEST = 2 * REACH
"""Tokens that a mention may have with its descriptions."""


def whole_mention(tokens: Sequence[Token], speaker: Range, cue: Range, limit: int) -> Range:
    """Add to a speaker what describes it, up to its cue or at most to `limit`, where the next content begins."""
    limit = min(limit, speaker.begin + LONGEST)
    if speaker.end <= cue.begin:
        return Range(speaker.begin, max(speaker.end, _before_cue(tokens, speaker.end, min(limit, cue.begin))))
    end = _who(tokens, _bracketed(tokens, speaker.end, limit), limit)
    end = _bound(tokens, end, limit)
    while end < limit and tokens[end].text == "," and _describes(tokens, end + 1, limit):
        end = _part_end(tokens, end + 1, limit)
    return Range(speaker.begin, end)


def with_origin(tokens: Sequence[Token], source: Range) -> Range:
    """Add to what something is according to where that comes from: "an August slideshow obtained by the Citizen"."""
    at = source.end - (tokens[source.end - 1].word in lexicon.ORIGINS)
    if at >= len(tokens) or tokens[at].word not in lexicon.ORIGINS or not lexicon.can_speak(tokens[at - 1].word):
        return source
    for end in range(at, min(len(tokens), at + REACH)):
        token = tokens[end]
        if token.passage is not None or token.word in lexicon.AUXILIARIES or token.word in lexicon.SUBJECT_PRONOUNS:
            return source
        if not token.is_word and token.word != "'s" and token.text not in {"&", "/"}:
            return Range(source.begin, end)
    return source


def _before_cue(tokens: Sequence[Token], begin: int, cue: int) -> int:
    """Return where what stands between a speaker and its cue ends, if a comma or a bracket closes it."""
    if begin >= cue or tokens[begin].text not in {",", "("}:
        return begin
    at = verb_group(tokens, cue, begin + 1).begin
    if tokens[at - 1].text == ")":
        return at
    closed = tokens[at - 1].text == "," and _describes(tokens, begin + 1, at)
    return at - 1 if closed else _bracketed(tokens, begin, at)


def _bracketed(tokens: Sequence[Token], at: int, limit: int) -> int:
    if at >= limit or tokens[at].text != "(":
        return at
    return next((i + 1 for i in range(at, min(limit, at + IN_BRACKETS)) if tokens[i].text == ")"), at)


def _who(tokens: Sequence[Token], at: int, limit: int) -> int:
    """Return where a clause ends that tells who somebody without a name is: "a man who goes by the name “Shorty”"."""
    if at >= limit or tokens[at].word != "who" or tokens[at - 1].mention is not None:
        return at
    end = _part_end(tokens, at, limit)
    nickname = tokens[end].passage if end < limit else None
    return end + (nickname is not None and nickname.words <= NICKNAME)


def _bound(tokens: Sequence[Token], at: int, limit: int) -> int:
    """Return where "of New York" ends, right after a name."""
    if at + 1 >= limit or tokens[at].word not in {"of", "for"}:
        return at
    mention = tokens[at + 1].mention
    named = mention is not None and mention.label in {"GPE", "ORG", "LOC"}
    return min(limit, mention_end(tokens, at + 1)) if named else at


def _describes(tokens: Sequence[Token], at: int, limit: int) -> bool:
    """Return whether what begins after a comma says who somebody is: "the surveyor", "who owns", "61", "of Springfield"."""
    if at >= limit or tokens[at].passage is not None:
        return False
    word = tokens[at].word
    if word in lexicon.ARTICLES | lexicon.POSSESSIVES or word in lexicon.RELATIVES or word in lexicon.RANKS:
        return True
    if word.isdigit() or lexicon.is_person_noun(word) or word in lexicon.DESCRIBING:
        return True
    mention = tokens[at].mention
    return mention is not None and mention.label in {"GPE", "NORP", "ORG"} and _ends_part(tokens, at, limit)


def _ends_part(tokens: Sequence[Token], at: int, limit: int) -> bool:
    """Return whether a name is all that stands between commas, or goes on with a noun for a person: "Democrat of California"."""
    end = mention_end(tokens, at)
    return end >= limit or not tokens[end].is_word or lexicon.is_person_noun(tokens[end].word)


def _part_end(tokens: Sequence[Token], begin: int, limit: int) -> int:
    """Return where a description ends: at a comma, at another sign, or with its sentence."""
    for at in range(begin, limit):
        token = tokens[at]
        if token.text == "." and at + 1 < len(tokens) and abbreviates(tokens[at - 1].text):
            continue
        if token.passage is not None or token.text in {",", ".", ";", ":", "—", "–", "―", "?", "!"}:
            return at
    return limit
