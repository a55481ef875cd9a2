"""The tree of a sentence: which word hangs on which, over the tokens of the stage."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from workers.stages.quotes.phrases import Range
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
    finite: frozenset[int]
    """Tokens that hold a finite verb or auxiliary, not always on top: "we're"."""
    parsed: bool = True
    """Whether a parser has seen the sentence; where none has, no word hangs on another, and rules over words decide."""

    def is_finite(self, at: int) -> bool:
        """Return whether a token is the verb of a finite clause, or is made one by an auxiliary, a copula, or "we're"."""
        return at in self.finite or any(
            self.heads[i] == at and (self.tags[i] not in FINITE or self.relations[i].startswith(("aux", "cop")))
            for i in self.finite
        )

    def tells(self, part: Range) -> bool:
        """Return whether a part of the sentence has a finite verb."""
        return any(self.is_finite(at) for at in range(*part))

    def is_verbal(self, at: int) -> bool:
        """Return whether a token is the predicate of some clause, finite or not."""
        return self.tags[at] in VERBS or self.is_finite(at)

    def is_within(self, at: int, cue: Range) -> bool:
        """Return whether a token stands in a clause that tells when, why or which, or in one that hangs on a cue."""
        while at != ROOT:
            if self.relations[at].startswith(("advcl", "acl")) or cue.begin <= self.heads[at] < cue.end:
                return True
            at = self.heads[at]
        return False

    def governs(self, at: int, relation: str) -> bool:
        """Return whether something hangs on a token by this relation."""
        return self.dependent(at, relation) is not None

    def subject(self, verb: int, floor: int) -> Range | None:
        """Find the subject that stands before a verb, from `floor` on, without what is set apart by commas."""
        head = self.dependent(verb, "nsubj")
        if head is None or not floor <= head < verb:
            return None
        begin, end = head, head + 1
        while begin > floor and self.climb(begin - 1, floor, head)[0] == head:
            begin -= 1
        listed = max(
            (i for i in range(head, verb) if self.heads[i] == head and self.relations[i] == "conj"), default=head
        )
        while end < verb and self.climb(end, head + 1)[1] == head and (self.relations[end] != "punct" or end < listed):
            end += 1  # Britain, France and Germany
        while begin < head and self.relations[begin] in {"punct", "cc", "mark", "case"}:
            begin += 1
        return Range(begin, end)

    def has_object_pronoun(self, verb: int) -> bool:
        """Return whether the object of a verb is a relative pronoun: "the report, which she has read"."""
        return any(
            head == verb and self.relations[at] == "obj" and self.tags[at] in {"WDT", "WP"}
            for at, head in enumerate(self.heads[:verb])
        )

    def is_object(self, at: int, begin: int) -> bool:
        """Return whether a token hangs, as subject or object, on a verb between `begin` and it."""
        verb = self.heads[at]
        nominal = self.relations[at].split(":")[0] in {"obj", "iobj", "nsubj"}
        return nominal and begin <= verb < at and self.tags[verb] in VERBS - {"VBN", "VBD"}

    def dependent(self, at: int, relation: str) -> int | None:
        """Find the first token that hangs on another by a relation, whatever its subtype."""
        return next(
            (i for i, head in enumerate(self.heads) if head == at and self.relations[i].split(":")[0] == relation), None
        )

    def climb(self, at: int, begin: int, top: int | None = None) -> tuple[int, int]:
        """Go up from a token while it stays at or after `begin`, at most to `top`: the last one, and what that hangs on."""
        while at != top and self.heads[at] >= begin:
            at = self.heads[at]
        return at, self.heads[at]


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
        alone = at - 1 if word is None and at else ROOT  # the full stop of "Mr.", which the parser takes for one word
        heads.append(alone if word is None or word.head == top else holders[word.head])
        relations.append(word.relation if word else "goeswith")
        tags.append(word.tag if word else "")
    finite = frozenset(holder for word, holder in zip(words, holders, strict=True) if word.tag in FINITE)
    return Tree(heads, relations, tags, finite)


def unparsed(tokens: Sequence[Token]) -> Tree:
    """Return the tree of a sentence that no parser has seen."""
    count = len(tokens)
    return Tree([ROOT] * count, [""] * count, [""] * count, frozenset(), parsed=False)


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
