"""Passages: the stretches of a text that stand within quote marks, whoever put them there and why."""

import re
from dataclasses import dataclass, replace

from workers.stages.quotes.marks import SINGLE, STRAIGHT, Mark, find_marks, pair_double, pair_single

PARAGRAPH_BREAK = re.compile(r"\n\s*\n")
LETTER = re.compile(r"[^\W_]")
SIGN = re.compile(r"[^\w\s]")
WORD = re.compile(r"\w+(?:[-.'’]\w+)*")

LONGEST = 20_000
"""Code points; what is longer may be an article on one line, with a sign for every six words or so, or no prose."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch within quote marks, in one paragraph."""

    start: int
    end: int
    """After the closing mark; the end of the paragraph when there is none."""
    inner_start: int
    inner_end: int
    single: bool
    """Within single marks, which are also used for titles and terms, and look like apostrophes."""
    closed: bool
    continues: bool
    """Goes on with the unclosed passage of the paragraph before."""
    words: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, without white space around it, and its passages in order."""

    start: int
    end: int
    passages: tuple[Passage, ...]


def find_paragraphs(text: str) -> list[Paragraph]:
    """Cut a text at its empty lines and find the passages; paragraphs without anything to read are left out."""
    bounds = _bounds(text)
    marks = [list(find_marks(text, start, end)) for start, end in bounds]
    paragraphs: list[Paragraph] = []
    left_open = False
    for number, (start, end) in enumerate(bounds):
        following = marks[number + 1] if number + 1 < len(bounds) else []
        reopened = bool(following) and following[0].start == bounds[number + 1][0] and following[0].opens
        passages = _passages(text, (start, end), marks[number], goes_on=following[0] if reopened else None)
        if left_open and passages and passages[0].start == start:
            passages[0] = replace(passages[0], continues=True)
        left_open = reopened and bool(passages) and not passages[-1].closed
        paragraphs.append(Paragraph(start, end, tuple(passages)))
    return paragraphs


def _bounds(text: str) -> list[tuple[int, int]]:
    bounds = []
    begin = 0
    for end, following in [*(found.span() for found in PARAGRAPH_BREAK.finditer(text)), (len(text), len(text))]:
        piece = text[begin:end]
        stripped = piece.strip()
        if _is_prose(stripped):
            start = begin + len(piece) - len(piece.lstrip())
            bounds.append((start, start + len(stripped)))
        begin = following
    return bounds


def _is_prose(paragraph: str) -> bool:
    """Return whether there is anything to read: words, and in what is longer than any paragraph, not mostly signs."""
    if len(paragraph) <= LONGEST:
        return LETTER.search(paragraph) is not None
    return len(WORD.findall(paragraph)) > 2 * len(SIGN.findall(paragraph))


def _passages(text: str, bounds: tuple[int, int], marks: list[Mark], goes_on: Mark | None) -> list[Passage]:
    """Take the outermost pairs; a mark that is never closed opens a passage to the end of the paragraph, or none."""
    end = bounds[1]
    doubles = [mark for mark in marks if mark.sign not in SINGLE]
    pairs, unclosed = pair_double(doubles)
    spans = _outermost([(doubles[one], doubles[other]) for one, other in sorted(pairs.items())])
    tail = doubles[unclosed[-1]] if unclosed else None
    if tail and goes_on and (tail.sign in STRAIGHT) is not (goes_on.sign in STRAIGHT):
        tail = None  # a stray mark: what is quoted here stands in others
    if tail and spans and (tail.start < spans[-1][0].start):
        tail = tail if goes_on and goes_on.sign not in SINGLE and spans[-1][1].end < end else None
    if tail:
        spans = [span for span in spans if span[1].end <= tail.start]
    singles, single_tail = _single(text, marks, spans, tail, goes_on)
    if tail is None:
        tail = single_tail
    merged = _outermost(sorted([*spans, *singles], key=lambda pair: pair[0].start))
    found = [_passage(text, one, other.start, other.end, closed=True) for one, other in merged]
    if tail is not None:
        found = [passage for passage in found if passage.end <= tail.start]
        found.append(_passage(text, tail, end, end, closed=False))
    return [passage for passage in found if passage.words]


def _single(
    text: str, marks: list[Mark], spans: list[tuple[Mark, Mark]], tail: Mark | None, goes_on: Mark | None
) -> tuple[list[tuple[Mark, Mark]], Mark | None]:
    """Pair the single marks outside the double ones; one left open counts if the next paragraph reopens it."""
    outside: list[Mark] = []
    remaining = iter([*((one.start, other.end) for one, other in spans), *([(tail.start, len(text))] if tail else [])])
    start, end = next(remaining, (len(text), len(text)))
    for mark in marks:
        while mark.start >= end < len(text):
            start, end = next(remaining, (len(text), len(text)))
        if mark.sign in SINGLE and mark.start < start:
            outside.append(mark)
    pairs, unclosed = pair_single(text, outside)
    singles = [(outside[one], outside[other]) for one, other in sorted(pairs.items())]
    last = outside[unclosed[-1]] if unclosed else None
    reopens = last and goes_on and goes_on.sign in SINGLE and not (singles and singles[-1][0].start > last.start)
    return singles, last if reopens else None


def _outermost(pairs: list[tuple[Mark, Mark]]) -> list[tuple[Mark, Mark]]:
    kept: list[tuple[Mark, Mark]] = []
    for one, other in pairs:
        if not kept or one.start >= kept[-1][1].end:
            kept.append((one, other))
    return kept


def _passage(text: str, opening: Mark, inner_end: int, end: int, *, closed: bool) -> Passage:
    return Passage(
        start=opening.start,
        end=end,
        inner_start=opening.end,
        inner_end=inner_end,
        single=opening.sign in SINGLE,
        closed=closed,
        continues=False,
        words=sum(1 for _ in WORD.finditer(text, opening.end, inner_end)),
    )
