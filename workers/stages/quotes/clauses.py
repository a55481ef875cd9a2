"""Reported clauses after a cue: what stands after "said that", after "According to Lane,", after "…, Lane said,"."""

from collections.abc import Sequence

from workers.stages.quotes import lexicon
from workers.stages.quotes.asides import after_listener, after_object, aside_end
from workers.stages.quotes.attribution import Attribution, takes_listener
from workers.stages.quotes.clause_ends import clause_end, governed_end
from workers.stages.quotes.cues import COMMITTING, DIRECTING, DOING, Behaviour
from workers.stages.quotes.openings import ASIDE, conjunction
from workers.stages.quotes.phrases import Range
from workers.stages.quotes.tokens import Token
from workers.stages.quotes.tree import VERBS, Tree

SHORTEST = 3
"""Words; what is shorter is an act ("said goodbye"), not a report of words."""


def clause_start(tokens: Sequence[Token], attribution: Attribution, limit: int, tree: Tree) -> int:
    """Find where the reported clause begins: after "that", else after the listener and words for time and place."""
    opened = _opened(tokens, attribution, limit, tree)
    return _after_asides(tokens, attribution, limit, tree) if opened is None else opened


def _opened(tokens: Sequence[Token], attribution: Attribution, limit: int, tree: Tree) -> int | None:
    """Find a clause that says of itself that it is one: after "that", or after "As Lane put it, …"."""
    introduced = _after_introduction(tokens, attribution, limit, tree)
    return conjunction(tokens, attribution, limit, tree) if introduced is None else introduced


def _after_asides(tokens: Sequence[Token], attribution: Attribution, limit: int, tree: Tree) -> int:
    """Pass over the listener and words for time and place."""
    at = attribution.extent.end
    if takes_listener(attribution):
        named = after_listener(tokens, at, limit)
        at = named if named > at else after_object(tree, attribution.cue, at, limit)
    while at < limit:
        token = tokens[at]
        timed = token.word in lexicon.MONTHS_AND_DAYS or token.word in lexicon.ADVERBS
        if timed or token.dated or token.text == ",":
            at += 1
            continue
        following = tokens[at + 1].word if at + 1 < limit else ""
        if token.word in lexicon.THIS_OR_LAST and following in lexicon.TIMES:  # told voters this weekend he would …
            at += 2
            continue
        aside = aside_end(tokens, at, limit)
        if aside is None:
            break
        at = aside
    return at


def _after_introduction(tokens: Sequence[Token], attribution: Attribution, limit: int, tree: Tree) -> int | None:
    """Find what is said after a clause that says so: "As Lane put it in a letter, …"."""
    if tokens[0].word != "as" or any(at in tree.finite for at in range(1, attribution.extent.begin)):
        return None
    comma = _comma_after(tokens, attribution, limit, tree)
    return None if comma is None else comma + 1


def reported_after(
    tokens: Sequence[Token], attribution: Attribution, limit: int, tree: Tree, *, split: bool
) -> Range | None:
    """Find the clause without marks after a cue, if the words there look like one."""
    at = attribution.extent.end
    if attribution.behaviour is Behaviour.ATTRIBUTING or split:
        comma = _comma_after(tokens, attribution, limit, tree)
        if comma is None and attribution.extent.begin == 0 and tree.tells(Range(at, limit)):
            comma = at - 1  # According to the ministry 30 people were hurt.
        if comma is None or (
            split and attribution.behaviour is not Behaviour.ATTRIBUTING and comma != closing(tokens, at, tree)
        ):
            return None
        least = 1 if split else SHORTEST
        return long_enough(tokens, comma + 1, clause_end(tokens, comma + 1, limit), least=least)
    begin = infinitive(tokens, attribution, limit)
    if begin is None:
        opened = _opened(tokens, attribution, limit, tree)
        begin = _after_asides(tokens, attribution, limit, tree) if opened is None else opened
        end = clause_end(tokens, begin, governed_end(tokens, tree, attribution, Range(begin, limit)))
        if opened is None and not _is_clause(tokens, attribution, Range(begin, end), tree):
            return None
    else:
        end = clause_end(tokens, begin, governed_end(tokens, tree, attribution, Range(begin, limit)))
    return long_enough(tokens, begin, end)


def closing(tokens: Sequence[Token], at: int, tree: Tree) -> int:
    """Pass over when, where and to whom something was said, if a comma closes it: "…, Lane said in a statement, …"."""
    for i in range(at, min(len(tokens), at + ASIDE)):
        if tokens[i].text == ",":
            return i
        if not tree.parsed or tree.tags[i] in VERBS or tokens[i].passage is not None or tokens[i].text in {";", ":"}:
            break
        listener = tokens[i].mention is not None or lexicon.can_speak(tokens[i].word)
        if (tree.relations[i] == "obj" and not listener) or tokens[
            i
        ].word in lexicon.QUESTION_WORDS | lexicon.CLAUSE_WORDS:
            break
    return at


def _comma_after(tokens: Sequence[Token], attribution: Attribution, limit: int, tree: Tree) -> int | None:
    """Find the comma between an attribution and what goes on after it, past what describes its speaker."""
    at = attribution.extent.end
    commas = [i for i in range(at, min(limit, at + ASIDE)) if tokens[i].text == ","]
    if attribution.speaker is None:
        return commas[0] if commas else None
    for comma in commas:
        following = next((i for i in commas if i > comma), limit)
        if following == limit or not _describes(tree, Range(comma + 1, following), attribution.speaker):
            return comma
    return None


def _describes(tree: Tree, part: Range, speaker: Range) -> bool:
    """Return whether a part between commas is an apposition or a relative clause of the speaker."""
    tops = (tree.climb(at, part.begin) for at in range(*part))
    return any(
        speaker.begin <= above < speaker.end
        and (
            tree.relations[top].startswith("acl")
            or (tree.relations[top] in {"appos", "conj"} and not tree.is_finite(top))
        )
        for top, above in tops
    )


def infinitive(tokens: Sequence[Token], attribution: Attribution, limit: int) -> int | None:
    """Find what somebody is told or promises to do: "urged the government to wait"."""
    at = attribution.extent.end
    if attribution.lemma in DIRECTING:
        for i in range(at, min(limit, at + ASIDE)):
            word = tokens[i].word
            if word == "to" and i + 1 < limit and tokens[i + 1].word not in lexicon.DETERMINERS:
                return (i - 1 if tokens[i - 1].word == "not" else i) if i > at or attribution.lemma == "ask" else None
            if word in lexicon.AUXILIARIES or word in lexicon.CLAUSE_WORDS or tokens[i].text in {",", ";", ":"}:
                return None
    negated = at + 1 < limit and tokens[at].word == "not"
    to = at + negated
    promised = attribution.lemma in COMMITTING and to + 1 < limit and tokens[to].word == "to"
    return at if promised and tokens[to + 1].word not in lexicon.PREPOSITIONS | lexicon.DETERMINERS else None


def _is_clause(tokens: Sequence[Token], attribution: Attribution, content: Range, tree: Tree) -> bool:
    """Return whether a clause follows, as in "said the road was closed", unlike in "announced the closure of the road"."""
    begin, end = content
    if begin >= end or tokens[begin].word in lexicon.NEVER_FIRST or tokens[begin].text == ";":
        return False
    saying = attribution.lemma in {"say", "quote"} or (attribution.lemma == "tell" and begin > attribution.extent.end)
    if tokens[begin].word in lexicon.SUBJECT_PRONOUNS:
        return True
    if attribution.lemma in DOING and tree.tags[begin] == "VBG":  # denied taking it
        return True
    if tree.parsed:
        return _has_clause(tree, attribution, content, saying=saying)
    if saying:
        return True
    pronoun = tokens[begin].word in lexicon.PRONOUNS
    return pronoun or any(token.word in lexicon.AUXILIARIES for token in tokens[begin : min(end, begin + ASIDE)])


def _has_clause(tree: Tree, attribution: Attribution, content: Range, *, saying: bool) -> bool:
    """See whether a verb in the content is what the cue governs; after "said" any that describes no noun will do."""
    cue = attribution.cue
    for at in range(content.begin, content.end):
        if not tree.is_verbal(at):
            continue
        top, above = tree.climb(at, content.begin)
        governed = cue.begin <= above < cue.end and tree.relations[top] in {"ccomp", "parataxis"}
        inserted = any(tree.heads[i] == top for i in range(*cue)) and not tree.governs(cue.begin, "obj")
        if governed or inserted or (saying and not tree.relations[at].startswith("acl")):
            return True
    return False


def long_enough(tokens: Sequence[Token], begin: int, end: int, least: int = SHORTEST) -> Range | None:
    """Return a content if it has as many words as it needs to be no act."""
    words = sum(token.is_word for token in tokens[begin : min(end, begin + 3 * SHORTEST)])
    return Range(begin, end) if words >= least else None
