"""Quote marks: which of them open, which close, which are apostrophes or inches.

Offsets are those of the whole text, in code points. Everything here takes time in proportion to the length of the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MARK = re.compile("''|``|[\"“”„‟«»‹›'‘’‚‛`]")
STRAIGHT = frozenset({'"', "''"})
OPENING = frozenset({"“", "„", "‟", "«", "‹", "``"})
CLOSING = frozenset({"”", "»", "›"})
SINGLE = frozenset({"'", "‘", "’", "‚", "‛", "`"})
SINGLE_OPENING = SINGLE - {"’"}
SINGLE_CLOSING = frozenset({"'", "’", "‘"})

ELISION = re.compile(r"(?:em|til|tis|twas|cause|cos|bout|round|n)\b|\d\ds?\b", re.IGNORECASE)
"""What stands after an apostrophe that begins a word: 'em, 'tis, rock 'n' roll, the '90s, the '76 drought."""

_BEFORE_OPENING = frozenset("([{<—–-/:=“‘„«\"'")
_AFTER_CLOSING = frozenset(".,;:!?)]}>…—–-/”’»\"'")
_ENDS_SPEECH = frozenset(".,!?…—–)")


@dataclass(slots=True)
class Mark:
    """A quote mark, or what looks like one, and what the characters around it suggest."""

    start: int
    end: int
    sign: str
    opens: bool
    """White space or a bracket before it, something after it."""
    closes: bool
    """Something before it, white space or punctuation after it."""
    after_digit: bool
    strong: bool
    """A single mark that closes next to punctuation, so is hardly the apostrophe of a plural."""


def find_marks(text: str, start: int, end: int) -> Iterator[Mark]:
    """Read the marks of one paragraph; neighbours beyond the paragraph do not count."""
    for found in MARK.finditer(text, start, end):
        before = text[found.start() - 1] if found.start() > start else " "
        after = text[found.end()] if found.end() < end else " "
        yield Mark(
            start=found.start(),
            end=found.end(),
            sign=found.group(),
            opens=not after.isspace() and (before.isspace() or before in _BEFORE_OPENING),
            closes=not before.isspace() and (after.isspace() or after in _AFTER_CLOSING),
            after_digit=before.isdigit(),
            strong=before in _ENDS_SPEECH or after in ".,;:!?)" or found.end() >= end,
        )


def pair_double(marks: list[Mark]) -> tuple[dict[int, int], list[int]]:
    """Pair double marks of one paragraph: opening index to closing index; and list the ones never closed.

    Pairs may be nested. Straight marks open or close by what stands around them, and by turns when that says nothing.
    """
    pairs: dict[int, int] = {}
    opened: list[int] = []
    even = sum(mark.sign in STRAIGHT for mark in marks) % 2 == 0
    for index, mark in enumerate(marks):
        if mark.sign in SINGLE:
            continue
        if opened and _may_close(mark, marks[opened[-1]]):
            pairs[opened.pop()] = index
        elif _may_open(mark, nothing_open=not opened, even=even):
            opened.append(index)
    return pairs, opened


def _may_close(mark: Mark, opening: Mark) -> bool:
    only_opens = mark.opens and not mark.closes
    if mark.sign in OPENING:
        return (opening.sign == "„" and mark.sign == "“") or (mark.closes and not mark.opens)
    return not only_opens


def _may_open(mark: Mark, *, nothing_open: bool, even: bool) -> bool:
    if mark.sign in OPENING:
        return True
    if mark.sign in CLOSING:  # ”so”, as in Swedish, and »so«
        return mark.opens and not mark.closes
    if (
        mark.closes and not mark.opens
    ):  # `said," It is`: a blank on the wrong side, but only if there is one to close it
        return nothing_open and even and not mark.after_digit
    return not (nothing_open and mark.after_digit)


def pair_single(text: str, marks: list[Mark]) -> tuple[dict[int, int], list[int]]:
    """Pair single marks, apostrophes left aside: as `pair_double`, but never nested."""
    pairs: dict[int, int] = {}
    unclosed: list[int] = []
    opened: int | None = None
    doubtful: int | None = None
    for index, mark in enumerate(marks):
        if mark.opens and mark.sign in SINGLE_OPENING and not ELISION.match(text, mark.end):
            if opened is not None:
                if doubtful is None:
                    unclosed.append(opened)
                else:
                    pairs[opened] = doubtful
            opened, doubtful = index, None
        elif opened is not None and mark.closes and mark.sign in SINGLE_CLOSING:
            if mark.strong or text[mark.start - 1] not in "snSN":
                pairs[opened] = index
                opened = doubtful = None
            elif doubtful is None:  # residents' money, goin' home: perhaps a better one follows
                doubtful = index
    if opened is not None:
        if doubtful is None:
            unclosed.append(opened)
        else:
            pairs[opened] = doubtful
    return pairs, unclosed
