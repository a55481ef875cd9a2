"""Words that open what is said: "that" after a cue, and the words of a reported question."""

from collections.abc import Sequence

from workers.stages.quotes import lexicon
from workers.stages.quotes.attribution import Attribution, takes_listener
from workers.stages.quotes.cues import ASKING, CUES
from workers.stages.quotes.tokens import Token
from workers.stages.quotes.tree import FINITE, Tree

ASIDE = 14
"""Tokens that may stand between a cue and what is said: "told reporters in Tarnvik on Monday, “…"."""


def conjunction(tokens: Sequence[Token], attribution: Attribution, limit: int, tree: Tree) -> int | None:
    """Find the clause after "that", or the question that begins with "whether" or "how"."""
    at = attribution.extent.end
    for i in range(at, min(limit, at + ASIDE)):
        word = tokens[i].word
        if i > at and not _may_open(tokens, tree, attribution, i):
            return None
        if word == "that":
            return i + 2 if i + 1 < limit and tokens[i + 1].text == "," else i + 1
        if word in lexicon.QUESTION_WORDS or (i == at and _asks(word, attribution)):
            return i
        helps = word in lexicon.AUXILIARIES and not tokens[i].dated  # "in May" is no modal
        if helps or word in lexicon.SUBJECT_PRONOUNS or tokens[i].text in {";", ":"}:
            return None
    return None


def _asks(word: str, attribution: Attribution) -> bool:
    asking = attribution.modality != "said" or attribution.lemma in ASKING
    return word in lexicon.LATER_QUESTIONS or (word == "when" and asking)


def _may_open(tokens: Sequence[Token], tree: Tree, attribution: Attribution, at: int) -> bool:
    """Return whether a word may stand between a cue and its "that"; others show that no "that" belongs to the cue."""
    word, before = tokens[at].word, tokens[at - 1].word
    if word not in lexicon.QUESTION_WORDS and word != "that":
        return word not in CUES or tree.tags[at] not in FINITE
    condition = word == "if" and attribution.lemma not in ASKING  # warned of a strike if the talks failed
    toward = before in lexicon.PREPOSITIONS  # said momentum toward that goal had slowed
    claimed = word == "that" and before in lexicon.SAYING_NOUNS - lexicon.STATEMENTS  # asked for it after claims that …
    return not (condition or toward or claimed) and _opens(tokens, tree, attribution, at)


def _opens(tokens: Sequence[Token], tree: Tree, attribution: Attribution, at: int) -> bool:
    """Return whether "that", some words after a cue, is a conjunction, unlike in "announced the places that …"."""
    if not tree.parsed:
        return True
    near = attribution.lemma == "say" or takes_listener(attribution)
    above = at
    while above >= attribution.extent.end:
        described = tree.relations[above].startswith("acl") and not is_time(tokens[tree.heads[above]])
        told = any(attribution.extent.end <= i < at and above in {i, tree.heads[i]} for i in tree.finite)
        relative = described and tree.relations[at].startswith("nsubj")  # said the body that ruled Iraq lost it
        relative = relative and tree.relations[tree.heads[above]].startswith(("nsubj", "obj"))
        if (described and not near) or relative or (above < at and told):  # said Obama hopes that …
            return False
        top, above = above, tree.heads[above]
    return near or tokens[at].word == "that" or tree.relations[top] in {"ccomp", "obj", "parataxis"}


def is_time(token: Token) -> bool:
    """Return whether a word tells when."""
    return token.dated or token.word in lexicon.TIMES
