"""The tree of a sentence: which word hangs on which, over the tokens of the stage."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from workers.stages.quotes.tokens import Token

ROOT = -1

FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
"""Tags of the Penn Treebank for verbs that make a clause of its own."""
VERBS = FINITE | {"VB", "VBG", "VBN"}


@dataclass(frozen=True, slots=True)
class Word:
    """What the parser says of one of its own words."""

    start: int
    head: int
    """Index of the word that it hangs on; its own at a root."""
    relation: str
    tag: str


@dataclass(frozen=True, slots=True)
class Tree:
    """Heads, relations and tags by token; what holds several of the parser's words has those of the topmost one."""

    heads: Sequence[int]
    """`ROOT` where a token hangs on nothing; a sentence may have several such tokens."""
    relations: Sequence[str]
    tags: Sequence[str]

    def is_finite(self, at: int) -> bool:
        """Tell whether a token is the verb of a finite clause, or is made one by an auxiliary or a copula."""
        return self.tags[at] in FINITE or any(
            self.heads[i] == at and self.tags[i] in FINITE and self.relations[i].startswith(("aux", "cop"))
            for i in range(max(0, at - REACH), min(len(self.heads), at + REACH))
        )

    def climb(self, at: int, begin: int) -> tuple[int, int]:
        """Go up from a token while it stays at or after `begin`: the last one there, and what that hangs on."""
        while self.heads[at] >= begin:
            at = self.heads[at]
        return at, self.heads[at]


REACH = 12
"""Tokens around a predicate in which its auxiliaries stand."""


def grown(words: Sequence[Word], tokens: Sequence[Token]) -> Tree:
    """Carry a tree over from the words of the parser to the tokens of a sentence.

    A token that holds several words, as a passage does, hangs where its topmost word hangs: depths only grow from head to
    dependent, so no circle can come of it.
    """
    starts = [token.start for token in tokens]
    holders = [max(0, bisect_right(starts, word.start) - 1) for word in words]
    depths = _depths(words)
    tops: dict[int, int] = {}
    for index, holder in enumerate(holders):
        if holder not in tops or depths[index] < depths[tops[holder]]:
            tops[holder] = index
    heads, relations, tags = [], [], []
    for at in range(len(tokens)):
        top = tops.get(at)
        word = words[top] if top is not None else None
        heads.append(ROOT if word is None or word.head == top else holders[word.head])
        relations.append(word.relation if word else "")
        tags.append(word.tag if word else "")
    return Tree(heads, relations, tags)


def _depths(words: Sequence[Word]) -> list[int]:
    depths = [0 if word.head == index else -1 for index, word in enumerate(words)]
    for index in range(len(words)):
        path = []
        at = index
        while depths[at] < 0:
            path.append(at)
            at = words[at].head
        for step, below in enumerate(reversed(path), 1):
            depths[below] = depths[at] + step
    return depths
