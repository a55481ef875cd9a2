"""What the patterns know of a sentence: its words, its attributions, and what has been taken already."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeVar

from workers.stages.quotes import lexicon
from workers.stages.quotes.attribution import Attribution
from workers.stages.quotes.cues import Behaviour
from workers.stages.quotes.phrases import Range
from workers.stages.quotes.scare import is_name
from workers.stages.quotes.tokens import COMMAS, ENDS, Token
from workers.stages.quotes.tree import Tree

APART = ("conj", "parataxis", "advcl")
"""Relations of clauses that hang on another without being a part of it."""
CLOSING = 8
"""Tokens that may follow the last cue of a sentence that closes it: when, where and to whom."""


class Reading:
    """A sentence whose attributions are gone through in order; `free` is the first token that no quote holds yet."""

    def __init__(self, tokens: Sequence[Token], attributions: Sequence[Attribution], tree: Tree) -> None:
        self.tokens = tokens
        self.tree = tree
        self.attributions = attributions
        worded = any(token.is_word for token in tokens)
        self.passages = [
            at for at, token in enumerate(tokens) if token.passage is not None and not (worded and is_name(tokens, at))
        ]
        self.free = 0
        self.taken: set[int] = set()
        """Passages that stand in a quote."""
        self.reporting: set[int] = set()
        """Numbers of the attributions that report something."""
        self.looks: dict[tuple[Callable[..., Any], int], Any] = {}
        """What looks at attributions gave, by the look and the attribution's number."""

    def take(self, pieces: Sequence[Range], number: int) -> None:
        """Keep what stands in a quote from standing in another one, of the same attribution or a later one."""
        for piece in pieces:
            self.taken.update(at for at in range(*piece) if self.tokens[at].passage)
            self.free = max(self.free, piece.end)
        self.reporting.add(number)

    @cached_property
    def innermost(self) -> list[int]:
        """For each attribution, the last one of those with which what it says begins, each within the one before; else itself."""
        last = len(self.attributions) - 1
        found = [last] * (last + 1)
        for number in range(last - 1, -1, -1):
            nested = self.is_nested(self.attributions[number], self.attributions[number + 1])
            found[number] = found[number + 1] if nested else number
        return found

    def is_nested(self, attribution: Attribution, following: Attribution) -> bool:
        """Return whether what is said begins with an attribution: "said Corry told him that …"."""
        between = self.tokens[attribution.extent.end : following.extent.begin]
        clause = attribution.behaviour is Behaviour.SAYING and following.behaviour is not Behaviour.ATTRIBUTING
        return clause and not following.alone and all(token.word == "that" for token in between)

    def passages_in(self, begin: int, end: int) -> list[int]:
        """Return where passages stand between two tokens."""
        return self.passages[bisect_left(self.passages, begin) : bisect_left(self.passages, end)]

    def free_passages(self, begin: int, end: int) -> list[int]:
        """Return where passages stand between two tokens that no quote holds."""
        return [at for at in self.passages_in(begin, end) if at not in self.taken]

    def has_words(self, begin: int, end: int) -> bool:
        """Return whether a word or a number stands between two tokens, outside of marks."""
        return any(token.is_word for token in self.tokens[begin:end])

    def region_end(self, number: int, *, split: bool = False) -> int:
        """Return where what follows an attribution ends: before the next one and the passage that belongs to that.

        With something said before it as well, a participle between commas is passed over: "…,” Lane said, referring to the road, “…".
        """
        first, number = number, self.innermost[number]
        while number + 1 < len(self.attributions) and (
            self.reports(first, number + 1) or (split and self._is_aside(number + 1))
        ):
            number += 1
        if number + 1 == len(self.attributions):
            return len(self.tokens)
        following = self.attributions[number + 1]
        at = self.before_commas(following.extent.begin)
        owned = at > self.attributions[number].extent.end and self.tokens[at - 1].passage is not None
        shared = following.alone
        return at - 1 if owned and not shared and self.ends_like_speech(at - 1) else following.extent.begin

    def reports(self, number: int, inner: int) -> bool:
        """Return whether an attribution stands in what another one reports, by syntax: "said that Clinton described the plan as …"."""
        outer, following = self.attributions[number], self.attributions[inner]
        if following.alone or outer.behaviour is not Behaviour.SAYING or following.behaviour is Behaviour.ATTRIBUTING:
            return False
        at = following.cue.begin
        while at >= outer.extent.end and not self.tree.relations[at].startswith(APART):
            if self.tree.relations[at] == "ccomp" and outer.cue.begin <= self.tree.heads[at] < outer.cue.end:
                return True
            at = self.tree.heads[at]
        return False

    def _is_aside(self, inner: int) -> bool:
        """Return whether an attribution without a speaker of its own stands between commas, and words in marks go on after it."""
        following = self.attributions[inner]
        held = self.passages_in(following.extent.end, len(self.tokens))
        naming = following.alone and following.behaviour is Behaviour.NAMING
        return naming and bool(held) and held[0] > following.extent.end and self.tokens[held[0] - 1].text in COMMAS

    def closes_sentence(self) -> bool:
        """Return whether the last attribution stands behind all that was said: "Lane had told them that …, the source added."."""
        if len(self.attributions) < 2 or self.passages:
            return False
        last = self.attributions[-1]
        rest = self.tokens[last.extent.end :]
        set_apart = last.extent.begin > 0 and self.tokens[last.extent.begin - 1].text == ","
        named = not last.alone and last.behaviour in {Behaviour.SAYING, Behaviour.TELLING}
        return set_apart and named and len(rest) <= CLOSING and not any(token.text == "," for token in rest)

    def before_commas(self, at: int) -> int:
        """Pass over commas and adverbs to the left."""
        while at > 0 and (self.tokens[at - 1].text in COMMAS or self.tokens[at - 1].word in lexicon.ADVERBS):
            at -= 1
        return at

    def clause_begin(self, left: int, end: int) -> int:
        """Pass over the signs and conjunctions before a clause."""
        begin = left
        while begin < end and (
            self.tokens[begin].text in COMMAS | {":", ";"} or self.tokens[begin].word in lexicon.LEADING
        ):
            begin += 1
        return begin

    def ends_like_speech(self, at: int) -> bool:
        """Return whether a passage ends with a sign, or has a comma after it."""
        following = self.tokens[at + 1].text if at + 1 < len(self.tokens) else "."
        return self.tokens[at].text.rstrip()[-1:] in ENDS | COMMAS or following in COMMAS


Found = TypeVar("Found")


def once(look: Callable[[Reading, int], Found]) -> Callable[[Reading, int], Found]:
    """Look at each attribution once, whatever the number of patterns that ask: nothing is taken while they are tried on it."""

    def looked(reading: Reading, number: int) -> Found:
        if (look, number) not in reading.looks:
            reading.looks[look, number] = look(reading, number)
        found: Found = reading.looks[look, number]
        return found

    return looked
