"""What stands between a cue and what is said: whom somebody told, when and where."""

from collections.abc import Sequence

from workers.stages.quotes import lexicon
from workers.stages.quotes.phrases import Range
from workers.stages.quotes.tokens import Token
from workers.stages.quotes.tree import Tree


def after_listener(tokens: Sequence[Token], at: int, limit: int) -> int:
    """Skip whom somebody told: "reporters", "the Pelsund Courier"; gives `at` when nobody is named."""
    for i in range(at, min(limit, at + 7)):
        token = tokens[i]
        named = token.mention is not None and token.mention.label in {"PERSON", "ORG", "GPE", "NORP"}
        if named or lexicon.can_speak(token.word) or token.word in lexicon.LISTENING_PRONOUNS:
            end = i + 1
            while end < limit and named and (tokens[end].mention is token.mention or _names_on(tokens, end)):
                end += 1
            return end
    return at


def after_object(tree: Tree, cue: Range, at: int, limit: int) -> int:
    """Skip whom somebody told, by syntax."""
    return next(
        (i + 1 for i in range(at, min(limit, at + 4)) if tree.heads[i] in range(*cue) and tree.relations[i] == "iobj"),
        at,
    )


def _names_on(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a name goes on though its mention ended: "told CTV News the department"."""
    return tokens[at].capital and tokens[at].mention is None and tokens[at].word not in lexicon.PRONOUNS


def aside_end(tokens: Sequence[Token], at: int, limit: int) -> int | None:
    """Skip "on Tuesday", "in a statement", "at a news conference"."""
    if tokens[at].word not in lexicon.ASIDE:
        return None
    for i in range(at + 1, min(limit, at + 7)):
        token = tokens[i]
        if token.word in lexicon.STATEMENTS or token.word in lexicon.MONTHS_AND_DAYS or token.dated:
            end = i + 1
            while end < limit and (tokens[end].text.isdigit() or tokens[end].word in lexicon.STATEMENTS):
                end += 1  # on March 3, in a radio address
            return end
        if token.word in lexicon.SUBJECT_PRONOUNS:  # admitted under questioning he had known
            return i
    return None
