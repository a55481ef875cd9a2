"""A text in pieces that the model can take: paragraphs, and parts of very long ones."""

import re
from collections.abc import Iterator

BREAK = re.compile(r"\n[^\S\n]*\n\s*|(?<!\S)\S{100,}")
"""An empty line; or a word that is too long to name anything (encoded data, a url), over which tokenizers take long."""

BREAK_OF_ANY_SCRIPT = re.compile(
    r"\n[^\S\n]*\n\s*"
    r"|(?<!\S)[^\s\u0e00-\u109f\u1780-\u17ff\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]{100,}"
)
"""The same, but for scripts that write no spaces between words: from Thai to Burmese, Khmer, Chinese, Japanese."""

SPACE = re.compile(r"\s")
LONGEST = 4_000
"""Characters of one piece: far above any paragraph of prose; the model's memory grows with the longest piece."""

SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+|[。！？][」』”’）]*")


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs of a text, each with the offset where it starts; very long ones in parts, no word halved."""
    return _pieces(text, BREAK)


def pieces_of_any_script(text: str) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs of a text in any language; a part may end within a word where words have no spaces between them."""
    return _pieces(text, BREAK_OF_ANY_SCRIPT)


def _pieces(text: str, breaks: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    start = 0
    for gap in breaks.finditer(text):
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
    return max((match.end() for match in SPACE.finditer(text, low, high)), default=high)
