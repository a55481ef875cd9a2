"""Reported clauses: what stands after "said that", before "according to", on both sides of ", Lane said,"."""

from collections.abc import Sequence

from workers.stages.quotes import lexicon
from workers.stages.quotes.attributions import Attribution, takes_listener
from workers.stages.quotes.cues import Behaviour
from workers.stages.quotes.phrases import Range
from workers.stages.quotes.tokens import Token

ASIDE = 14
"""Tokens that may stand between a cue and what is said: "told reporters in Tarnvik on Monday, “…"."""
SHORTEST = 4
"""Words; what is shorter is an act ("said goodbye"), not a report of words."""
QUESTION_WORDS = frozenset({"whether", "how", "why", "what", "if"})


_NEVER_FIRST = lexicon.PREPOSITIONS | lexicon.AUXILIARIES | {"so", "and", "but", "nothing", "goodbye", "while", "when"}
"""Words that do not begin a reported clause."""


def clause_start(tokens: Sequence[Token], attribution: Attribution, limit: int) -> int:
    """Find where the reported clause begins: after "that", else after the listener and words for time and place."""
    at = attribution.extent.end
    opening = conjunction(tokens, at, limit)
    if opening is not None:
        return opening
    if takes_listener(attribution):
        at = after_listener(tokens, at, limit)
    while at < limit:
        token = tokens[at]
        timed = token.word in lexicon.MONTHS_AND_DAYS or token.word in lexicon.ADVERBS
        dated = token.mention is not None and token.mention.label in {"DATE", "TIME"}
        if timed or dated or token.text == ",":
            at += 1
            continue
        aside = _aside_end(tokens, at, limit)
        if aside is None:
            break
        at = aside
    return at


def conjunction(tokens: Sequence[Token], at: int, limit: int) -> int | None:
    """Find the clause after "that", or the question that begins with "whether" or "how"."""
    for i in range(at, min(limit, at + ASIDE)):
        word = tokens[i].word
        if word in QUESTION_WORDS or (i == at and word in {"which", "where", "who"}):
            return i
        if word == "that":
            return i + 2 if i + 1 < limit and tokens[i + 1].text == "," else i + 1
        if word in lexicon.AUXILIARIES or word in lexicon.PRONOUNS - {"it", "you"} or tokens[i].text in {";", ":"}:
            return None
    return None


def after_listener(tokens: Sequence[Token], at: int, limit: int) -> int:
    """Skip whom somebody told: "reporters", "the Pelsund Courier"; gives `at` when nobody is named."""
    for i in range(at, min(limit, at + 7)):
        token = tokens[i]
        named = token.mention is not None and token.mention.label in {"PERSON", "ORG", "GPE"}
        if named or lexicon.can_speak(token.word) or token.word in {"me", "him", "her", "us", "them", "you"}:
            end = i + 1
            while end < limit and named and tokens[end].mention is token.mention:
                end += 1
            return end
    return at


def _aside_end(tokens: Sequence[Token], at: int, limit: int) -> int | None:
    """Skip "on Tuesday", "in a statement", "at a news conference"."""
    if tokens[at].word not in {"on", "in", "at", "during", "after", "through", "via", "by"}:
        return None
    for i in range(at + 1, min(limit, at + 7)):
        token = tokens[i]
        dated = token.mention is not None and token.mention.label in {"DATE", "TIME"}
        if token.word in lexicon.STATEMENTS or token.word in lexicon.MONTHS_AND_DAYS or dated:
            return i + 1
    return None


def clause_end(tokens: Sequence[Token], begin: int, limit: int) -> int:
    """Cut a clause before the signs and conjunctions at its end."""
    end = limit
    while end > begin:
        token = tokens[end - 1]
        sign = token.passage is None and not token.is_word and token.word != "'s" and token.text not in ")]%"
        if not sign and token.word not in {"and", "but", "then", "as"}:
            break
        end -= 1
    return end


def reported_after(tokens: Sequence[Token], attribution: Attribution, limit: int, *, split: bool) -> Range | None:
    """Find the clause without marks after a cue, if the words there look like one."""
    at = attribution.extent.end
    if attribution.behaviour is Behaviour.ATTRIBUTING or split:
        comma = next((i for i in range(at, min(limit, at + ASIDE)) if tokens[i].text == ","), None)
        if comma is None or (split and comma != at and attribution.behaviour is not Behaviour.ATTRIBUTING):
            return None
        return _long_enough(tokens, comma + 1, clause_end(tokens, comma + 1, limit))
    begin = clause_start(tokens, attribution, limit)
    end = clause_end(tokens, begin, limit)
    if conjunction(tokens, at, limit) is None and not _is_clause(tokens, attribution, begin, end):
        return None
    return _long_enough(tokens, begin, end)


def _is_clause(tokens: Sequence[Token], attribution: Attribution, begin: int, end: int) -> bool:
    """Tell "said the road was closed" from "announced the closure of the road"."""
    if begin >= end or tokens[begin].word in _NEVER_FIRST:
        return False
    if attribution.lemma == "say" or (attribution.lemma == "tell" and begin > attribution.extent.end):
        return True
    pronoun = tokens[begin].word in lexicon.PRONOUNS
    return pronoun or any(token.word in lexicon.AUXILIARIES for token in tokens[begin : min(end, begin + ASIDE)])


def reported_before(tokens: Sequence[Token], attribution: Attribution, begin: int) -> Range | None:
    """Find the clause without marks before ", Lane said." and ", according to Lane", if it is set apart by a comma."""
    at = attribution.extent.begin
    after = tokens[attribution.extent.end] if attribution.extent.end < len(tokens) else None
    closes = after is None or after.text in {",", ".", ";"}
    if at == 0 or tokens[at - 1].text != "," or not (closes or attribution.behaviour is Behaviour.ATTRIBUTING):
        return None
    if attribution.extent == attribution.cue or tokens[begin].word in lexicon.PREPOSITIONS - {"for"}:
        return None
    if at > 1 and tokens[at - 2].word in lexicon.CLAUSE_WORDS:  # which, according to Lane, …
        return None
    return _long_enough(
        tokens, begin, clause_end(tokens, begin, at), least=2 if after and after.text == "," else SHORTEST
    )


def _long_enough(tokens: Sequence[Token], begin: int, end: int, least: int = SHORTEST) -> Range | None:
    words = sum(token.is_word for token in tokens[begin : min(end, begin + 3 * SHORTEST)])
    return Range(begin, end) if words >= least else None
