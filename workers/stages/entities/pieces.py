"""A text in pieces that the model can take: paragraphs, and parts of very long ones."""

import re
from collections.abc import Iterator

BREAK = re.compile(r"\n[^\S\n]*\n\s*|(?<!\S)\S{100,}")
"""An empty line; or a word that is too long to name anything (encoded data, a url), over which tokenizers take long."""

SPACE = re.compile(r"\s")
LONGEST = 4_000
"""Characters of one piece: far above any paragraph of prose; the model's memory grows with the longest piece."""

SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+")


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs of a text, each with the offset where it starts; very long ones in parts, no word halved."""
    start = 0
    for gap in BREAK.finditer(text):
        yield from _parts(text, start, gap.start())
        start = gap.end()
    yield from _parts(text, start, len(text))


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    while end - start > LONGEST:
        cut = _cut(text, start + LONGEST // 2, start + LONGEST)
        yield start, text[start:cut]
        start = cut
    if text[start:end].strip():
        yield start, text[start:end]


def _cut(text: str, low: int, high: int) -> int:
    """Find the best place to cut between two offsets: after the last sentence, else after the last word."""
    sentence_ends = [match.end() for match in SENTENCE_END.finditer(text, low, high)]
    if sentence_ends:
        return sentence_ends[-1]
    return max(match.end() for match in SPACE.finditer(text, low, high))
