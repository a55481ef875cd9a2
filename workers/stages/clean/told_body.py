"""The text that a page's JSON-LD tells, for pages that show only the beginning of it, or build it by script."""

from collections.abc import Iterable, Sequence
from html import unescape
from itertools import islice

from workers.stages.clean.lines import Decision, decide_extract
from workers.stages.clean.markup import lines_of_markup
from workers.stages.clean.prose import line_key, word_count
from workers.stages.clean.source_lines import Line
from workers.stages.clean.unicode_repair import repair_lines

MUCH_LONGER = 1.5
"""How much longer than the text shown a told one must be to go before it: paragraphs of its own often run together."""
LONG_LINE = 12
"""Words of a line that stands in both, if they are one text; shorter ones are bylines and prompts."""
COMPARED = 60
"""Code points of that line which have to be the same: what stands further on may hold a note of the page's."""


MOST_LINES = 5_000
"""Lines that are read of a text told; a novel has fewer paragraphs."""


def told_story(lines: Sequence[str], shown: Sequence[Decision], language: str, title: str | None) -> Sequence[Decision]:
    """Return decisions about the text told, where it is much longer than the one shown and begins alike; else those about the one shown."""
    told = decide_extract([Line(text, None) for text in lines], language, title)
    longer = kept_length(told) > MUCH_LONGER * kept_length(shown)
    return told if longer and _agree(told, shown) else shown


def kept_length(decisions: Iterable[Decision]) -> int:
    """Return the code points of the lines that are kept."""
    return sum(len(decision.line.text) for decision in decisions if decision.keeps)


def told_lines(body: str) -> list[str]:
    """Return the lines of a text told, which may hold markup and entities."""
    blocks = lines_of_markup(body) if "<" in body else [unescape(body)]
    return list(islice((line for block in blocks for line in repair_lines(block)), MOST_LINES))


def _agree(told: Sequence[Decision], shown: Sequence[Decision]) -> bool:
    """Return whether the text told holds the first long line shown; one that shows none agrees with any."""
    keys = (line_key(decision.line.text) for decision in shown if decision.keeps and _is_long(decision.line.text))
    return next(keys, "")[:COMPARED] in line_key(" ".join(decision.line.text for decision in told))


def _is_long(text: str) -> bool:
    return word_count(text) >= LONG_LINE
