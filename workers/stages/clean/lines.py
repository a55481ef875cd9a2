"""Page text, line by line: the story is the block of lines with most prose, less what belongs to the page.

Rules for now: what a line weighs (`prose`), the best block of lines (Kadane's maximum subarray), and lines within it that are
captions, copies, headings of other stories or speak for the page.
"""

from collections import Counter
from collections.abc import Sequence
from enum import Enum, auto

from workers.stages.clean.captions import captions
from workers.stages.clean.wordings import wording
from workers.stages.clean.prose import BREAK, best_block, ends_sentence, line_key, prose_weight, word_count


class Kind(Enum):
    """What a line is."""

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


COST = {Kind.ITEM: -3.0, Kind.TEASER: -6.0, Kind.CAPTION: -1.0, Kind.COPY: -5.0, Kind.FURNITURE: -5.0}
"""What lines that are no prose cost a block, `BREAK` apart. Captions stand within stories, the others more often around them."""
LONGEST_HEADING = 10  # words: longer lines without a full stop are teasers more often than headings
TEASER_WORDS = 25  # words: longer lines that end on "..." hold whole sentences
COPIED_PROSE = 8.0  # weight: a paragraph that stands twice is a paragraph still, a shorter line is part of the page
PARAGRAPH_WORDS = 15
BULLETS = tuple("-•*–▪·‣◦")


def story_of_page_text(lines: Sequence[str], language: str, title: str | None) -> list[str]:
    """Find the story among the lines of a page; an empty string stands for an empty line. The result holds no empty lines."""
    texts, apart = _without_empty(lines)
    texts, apart = _undoubled(texts, apart)
    kinds = kinds_of_lines(texts, language, title)
    block = best_block([COST.get(kind, 0.0) or prose_weight(text) for kind, text in zip(kinds, texts, strict=True)])
    return [texts[index] for index in block if _is_kept(index, block, texts, kinds, apart)]


def _is_kept(index: int, block: range, texts: Sequence[str], kinds: Sequence[Kind], apart: Sequence[bool]) -> bool:
    if kinds[index] is Kind.HEADING:
        return _is_heading(index, block, texts, kinds, apart)
    return kinds[index] in (Kind.PROSE, Kind.ITEM)


def story_of_extract(lines: Sequence[str], language: str, title: str | None) -> list[str]:
    """Drop what is left of the page from lines that an extractor chose; empty when there is no prose among them."""
    texts, _ = _undoubled(*_without_empty(lines))
    dropped = captions(texts, language)
    title_key = line_key(title or "")
    kept = [
        text
        for index, text in enumerate(texts)
        if index not in dropped and not wording(text, word_count(text), language) and line_key(text) != title_key
    ]
    return kept if any(prose_weight(text) > BREAK for text in kept) else []


def kinds_of_lines(texts: Sequence[str], language: str, title: str | None) -> list[Kind]:
    """Tell what each line is; a line that repeats the title is a copy."""
    found_captions = captions(texts, language)
    keys = [line_key(text) for text in texts]
    copies = Counter(keys)
    title_key = line_key(title or "")
    seen: set[str] = set()
    kinds = []
    for index, (text, key) in enumerate(zip(texts, keys, strict=True)):
        weight = prose_weight(text)
        if index in found_captions:
            kind = Kind.CAPTION
        elif wording(text, word_count(text), language):
            kind = Kind.FURNITURE
        elif (title_key and key == title_key) or (copies[key] > 1 and (weight < COPIED_PROSE or key in seen)):
            kind = Kind.COPY
        elif weight > 0 and text.endswith(("...", "…")) and word_count(text) <= TEASER_WORDS:
            kind = Kind.TEASER
        elif weight == BREAK:
            kind = Kind.ITEM if text.startswith(BULLETS) else Kind.HEADING
        else:
            kind = Kind.PROSE
        seen.add(key)
        kinds.append(kind)
    return kinds


def _is_heading(index: int, block: range, texts: Sequence[str], kinds: Sequence[Kind], apart: Sequence[bool]) -> bool:
    """Tell whether a short line stands alone between two paragraphs; one of several belongs to a list of other stories."""
    neighbours = [other for other in (index - 1, index + 1) if other in block]
    return (
        word_count(texts[index]) <= LONGEST_HEADING
        and apart[index]
        and apart[index + 1]
        and all(kinds[other] is not Kind.HEADING for other in neighbours)
    )


def _without_empty(lines: Sequence[str]) -> tuple[list[str], list[bool]]:
    """Leave out empty lines; the second list says of each line, and of the end, whether one stood before it."""
    texts: list[str] = []
    apart = [True]
    for line in lines:
        if line:
            texts.append(line)
            apart.append(False)
        else:
            apart[-1] = True
    apart[-1] = True
    return texts, apart


def _undoubled(texts: list[str], apart: list[bool]) -> tuple[list[str], list[bool]]:
    """Undo the doubling of a whole story: where most paragraphs stand twice, they are no captions."""
    paragraphs = [line_key(text) for text in texts if word_count(text) >= PARAGRAPH_WORDS and ends_sentence(text)]
    if len(paragraphs) < 4 or len(set(paragraphs)) > len(paragraphs) * 0.6:
        return texts, apart
    first: dict[str, int] = {}
    for index, text in enumerate(texts):
        first.setdefault(line_key(text), index)
    return [texts[index] for index in first.values()], [apart[index] for index in first.values()] + [True]
