"""Attacks on regular expressions: strings made from a pattern's own parse tree, and a count of the steps that they cost.

Steps are counted by a small backtracking matcher with the semantics of Python's, so that nothing here depends on a clock.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

Node = tuple[Any, Any]
_ALPHABET = " \tabzAZ09.,;:!?-_@#/<>\"'“”’()[]&=*|\u00e9\u4e00\u0301"
_MOST_PUMPS = 12


class TooManyStepsError(Exception):
    """The matcher has spent what it was given."""


class Matcher:
    """Matches as Python's `re` does, step by step."""

    def __init__(self, pattern: "re.Pattern[str]", text: str, budget: int) -> None:
        self.text = text
        self.steps = 0
        self.budget = budget
        self.flags = pattern.flags
        self.nodes = list(_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))

    def search(self) -> int:
        """Count the steps of finding all matches: each search begins where the last match ended."""
        start = 0
        while start <= len(self.text):
            ended = next(self._run(self.nodes, 0, start), None)
            start = start + 1 if ended is None else max(ended, start + 1)
        return self.steps

    def match(self) -> int:
        """Count the steps of matching all of a text from its beginning."""
        any(ended == len(self.text) for ended in self._run(self.nodes, 0, 0))
        return self.steps

    def _run(  # noqa: C901, PLR0912 - one branch for each kind of node
        self, nodes: Sequence[Node], at: int, place: int
    ) -> Iterator[int]:
        """Yield the places where nodes from `at` on can end, in the order in which they are tried."""
        while True:
            if at == len(nodes):
                yield place
                return
            self.steps += 1
            if self.steps > self.budget:
                raise TooManyStepsError
            kind, value = nodes[at]
            if kind in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
                if place >= len(self.text) or not accepts((kind, value), self.text[place], self.flags):
                    return
                place += 1
            elif kind is sre.AT:
                if not self._holds(value, place):
                    return
            elif kind in (sre.ASSERT, sre.ASSERT_NOT):
                found = any(True for _ in self._look(value, place))
                if found is (kind is sre.ASSERT_NOT):
                    return
            elif kind is sre.ATOMIC_GROUP:
                ended = next(self._run(list(value), 0, place), None)
                if ended is None:
                    return
                place = ended
            else:
                for ended in self._several(kind, value, place):
                    yield from self._run(nodes, at + 1, ended)
                return
            at += 1

    def _several(self, kind: Any, value: Any, place: int) -> Iterator[int]:
        if kind is sre.SUBPATTERN:
            yield from self._run(list(value[3]), 0, place)
        elif kind is sre.BRANCH:
            for alternative in value[1]:
                yield from self._run(list(alternative), 0, place)
        elif kind is sre.POSSESSIVE_REPEAT:
            yield from self._repeat_simply(value, place, possessive=True)
        elif len(value[2]) == 1 and value[2][0][0] in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
            yield from (self._repeat_lazily if kind is sre.MIN_REPEAT else self._repeat_simply)(value, place)
        else:
            yield from self._repeat(value, place, 0, lazy=kind is sre.MIN_REPEAT)

    def _repeat_simply(self, value: Any, place: int, *, possessive: bool = False) -> Iterator[int]:
        """Repeat what has one length, or gives nothing back."""
        fewest, most, body = value
        ends = [place]
        while len(ends) <= most and (ended := self._once(body, ends[-1])) is not None:
            ends.append(ended)
        if len(ends) > fewest:
            yield from [ends[-1]] if possessive else reversed(ends[int(fewest) :])

    def _repeat_lazily(self, value: Any, place: int) -> Iterator[int]:
        fewest, most, body = value
        count = 0
        ended: int | None = place
        while ended is not None and count <= most:
            if count >= fewest:
                yield ended
            ended, count = self._once(body, ended), count + 1

    def _once(self, body: Any, place: int) -> int | None:
        ended = next(self._run(list(body), 0, place), None)
        return None if ended == place else ended

    def _repeat(self, value: Any, place: int, count: int, *, lazy: bool) -> Iterator[int]:
        fewest, most, body = value
        if lazy and count >= fewest:
            yield place
        if count < most:
            for ended in self._run(list(body), 0, place):
                if ended > place or count < fewest:
                    yield from self._repeat(value, ended, count + 1, lazy=lazy)
        if not lazy and count >= fewest:
            yield place

    def _look(self, value: Any, place: int) -> Iterator[int]:
        direction, body = value
        if direction > 0:
            yield from self._run(list(body), 0, place)
            return
        width = body.getwidth()[0]
        if place >= width:
            yield from (ended for ended in self._run(list(body), 0, place - width) if ended == place)

    def _holds(self, where: Any, place: int) -> bool:
        text = self.text
        before = place > 0 and _is_word(text[place - 1])
        after = place < len(text) and _is_word(text[place])
        return {
            sre.AT_BEGINNING: place == 0 or (bool(self.flags & re.MULTILINE) and text[place - 1] == "\n"),
            sre.AT_BEGINNING_STRING: place == 0,
            sre.AT_END: place == len(text) or text[place:] == "\n",
            sre.AT_END_STRING: place == len(text),
            sre.AT_BOUNDARY: before != after,
            sre.AT_NON_BOUNDARY: before == after,
        }[where]


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    sre.CATEGORY_DIGIT: lambda one: unicodedata.category(one) == "Nd",
    sre.CATEGORY_SPACE: str.isspace,
    sre.CATEGORY_WORD: _is_word,
}
_CATEGORIES |= {
    sre.CATEGORY_NOT_DIGIT: lambda one: not _CATEGORIES[sre.CATEGORY_DIGIT](one),
    sre.CATEGORY_NOT_SPACE: lambda one: not one.isspace(),
    sre.CATEGORY_NOT_WORD: lambda one: not _is_word(one),
}


def accepts(node: Node, character: str, flags: int) -> bool:
    """Return whether a node for one character matches one."""
    kind, value = node
    forms = {character, character.lower(), character.upper()} if flags & re.IGNORECASE else {character}
    if kind is sre.ANY:
        return character != "\n" or bool(flags & re.DOTALL)
    if kind is sre.LITERAL:
        return any(ord(form) == int(value) for form in forms if len(form) == 1)
    if kind is sre.NOT_LITERAL:
        return all(ord(form) != int(value) for form in forms if len(form) == 1)
    negated = value[0][0] is sre.NEGATE
    found = any(_within(item, form) for item in value for form in forms if len(form) == 1)
    return found is not negated


def _within(item: Node, character: str) -> bool:
    kind, value = item
    if kind is sre.LITERAL:
        return ord(character) == int(value)
    if kind is sre.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    return kind is sre.CATEGORY and _CATEGORIES[value](character)


def attacks(pattern: "re.Pattern[str]", length: int) -> Iterator[str]:
    """Yield strings of about a length that repeat what the pattern repeats, and then fail."""
    nodes = list(_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))
    alphabet = list(dict.fromkeys([*_literals(nodes), *_ALPHABET]))[:80]
    pumps: dict[tuple[str, str], None] = {}
    for before, body in _repeats(nodes, "", pattern.flags):
        for pump in _samples(body, alphabet, pattern.flags):
            for lead in {"", before}:
                pumps[lead, pump] = None
    for lead, pump in [*pumps][: 5 * _MOST_PUMPS]:
        for end in ("", "\0", "a"):
            yield lead + pump * (length // max(1, len(pump))) + end
        if lead:
            unit = lead + pump
            yield unit * (length // len(unit)) + "\0"


def _literals(nodes: Sequence[Node]) -> Iterator[str]:
    for kind, value in nodes:
        if kind is sre.LITERAL:
            yield chr(value)
        elif kind is sre.IN:
            yield from (chr(item[1]) for item in value if item[0] is sre.LITERAL)
        else:
            for part in _parts(kind, value):
                yield from _literals(part)


def _parts(kind: Any, value: Any) -> list[list[Node]]:
    if kind is sre.SUBPATTERN:
        return [list(value[3])]
    if kind is sre.BRANCH:
        return [list(part) for part in value[1]]
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [list(value[2])]
    if kind in (sre.ASSERT, sre.ASSERT_NOT):
        return [list(value[1])]
    return [list(value)] if kind is sre.ATOMIC_GROUP else []


def _repeats(nodes: Sequence[Node], before: str, flags: int) -> Iterator[tuple[str, list[Node]]]:
    """Yield what may be repeated more than a few times, each with a string that leads to it."""
    for kind, value in nodes:
        if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT) and value[1] > 9:
            yield before, list(value[2])
        for part in _parts(kind, value):
            yield from _repeats(part, before, flags)
        before += _shortest([(kind, value)], flags)


def _shortest(nodes: Sequence[Node], flags: int) -> str:
    text = ""
    for kind, value in nodes:
        if kind in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
            text += chr(value) if kind is sre.LITERAL else _one_of((kind, value), list(_ALPHABET), flags)
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            text += _shortest(list(value[2]), flags) * min(int(value[0]), 3)
        elif kind not in (sre.ASSERT, sre.ASSERT_NOT):
            text += next((_shortest(part, flags) for part in _parts(kind, value)), "")
    return text


def _one_of(node: Node, alphabet: Sequence[str], flags: int) -> str:
    ranged = [chr(item[1][0]) for item in node[1] if item[0] is sre.RANGE] if node[0] is sre.IN else []
    return next((one for one in (*alphabet, *ranged) if accepts(node, one, flags)), "")


def _samples(body: Sequence[Node], alphabet: Sequence[str], flags: int) -> list[str]:
    """Return strings that a repeated part matches: of one character every one that fits, of more its alternatives."""
    if len(body) == 1 and body[0][0] in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
        return [one for one in alphabet if accepts(body[0], one, flags)][:_MOST_PUMPS] or [
            _one_of(body[0], alphabet, flags)
        ]
    branches = [part for kind, value in body for part in (_parts(kind, value) if kind is sre.BRANCH else [])]
    found = [_shortest(body, flags), *(_shortest(branch, flags) for branch in branches)]
    return [one for one in dict.fromkeys(found) if one]
