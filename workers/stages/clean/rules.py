"""What rules tell about the lines of a page: a first judgement, which the line classifier weighs among other things."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from schemas.line_kinds import LineKind
from workers.stages.clean.captions import captions
from workers.stages.clean.prose import BREAK, line_key, prose_weight, word_count
from workers.stages.clean.wordings import wording


class Kind(Enum):
    """What a line looks like."""

    PROSE = auto()
    HEADING = auto()
    """Not a sentence: a heading, the title of another story."""
    ITEM = auto()
    """No sentence either, but with a bullet before it."""
    TEASER = auto()
    """The beginning of a sentence, cut off."""
    CAPTION = auto()
    COPY = auto()
    FURNITURE = auto()
    """Worded as no story is."""


COST = {Kind.ITEM: -3.0, Kind.TEASER: -6.0, Kind.CAPTION: -1.0, Kind.COPY: -5.0, Kind.FURNITURE: -5.0}
"""What lines that are no prose cost a block, `BREAK` apart. Captions stand within stories, the others more often around them."""
TEASER_WORDS = 25  # words: longer lines that end on "..." hold whole sentences
COPIED_PROSE = 8.0  # weight: a paragraph that stands twice is a paragraph still, a shorter line is part of the page
BULLETS = tuple("-•*–▪·‣◦")


@dataclass(frozen=True, slots=True)
class Judged:
    """The lines of a page, none of them empty, and what rules tell about each."""

    texts: Sequence[str]
    apart: Sequence[bool]
    """Of each line, and of the end: whether an empty line stands before it."""
    keys: list[str]
    """Lines reduced to their words."""
    words: list[int]
    """Numbers of words."""
    kinds: list[Kind]
    wordings: list[LineKind | None]


def judge(texts: Sequence[str], apart: Sequence[bool], language: str, title: str | None) -> Judged:
    """Return what each line looks like; a line that repeats the title is a copy."""
    keys = [line_key(text) for text in texts]
    found_captions = captions(texts, keys, language)
    words = [word_count(text) for text in texts]
    wordings = [wording(text, count, language) for text, count in zip(texts, words, strict=True)]
    copies = Counter(keys)
    title_key = line_key(title or "")
    seen: set[str] = set()
    kinds = []
    for index, (text, key) in enumerate(zip(texts, keys, strict=True)):
        weight = prose_weight(text)
        if index in found_captions:
            kind = Kind.CAPTION
        elif wordings[index]:
            kind = Kind.FURNITURE
        elif (title_key and key == title_key) or (copies[key] > 1 and (weight < COPIED_PROSE or key in seen)):
            kind = Kind.COPY
        elif weight > 0 and text.endswith(("...", "…")) and words[index] <= TEASER_WORDS:
            kind = Kind.TEASER
        elif weight == BREAK:
            kind = Kind.ITEM if text.startswith(BULLETS) else Kind.HEADING
        else:
            kind = Kind.PROSE
        seen.add(key)
        kinds.append(kind)
    return Judged(texts, apart, keys, words, kinds, wordings)


def weight_of(kind: Kind, text: str) -> float:
    """Weigh a line for the block that it stands in."""
    return COST.get(kind, 0.0) or prose_weight(text)
