"""Lines of a raw body, and where in it the lines of a story stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workers.stages.clean.markup import stretches
from workers.stages.clean.unicode_repair import LINE_END, repair_lines

UNREAD = re.compile(r"<(?P<close>/?)(?P<name>script|style|head|noscript|template)\b", re.IGNORECASE)
NEEDLE = re.compile(r"(?<![^<>&\s])[^<>&\s]++(?:[^\S\n]++[^<>&\s]++){2,4}")
"""Some words in a row that look the same in markup: no entities, no tags."""
MOST_NEEDLES = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line, its text repaired and stripped."""

    text: str
    number: int | None
    """The line of the raw body that it is part of, counted from 1 as `str.splitlines` does; None where that is not known."""
    element: str | None = None
    """The element of a web page that holds it, with its classes and the elements around it."""


def numbered_lines(body: str) -> list[Line]:
    """Return the lines of a plain text; one may become several in repair, and an empty one stays."""
    raw = LINE_END.sub("\n", body).split("\n")
    return [Line(text, number) for number, one in enumerate(raw, 1) for text in repair_lines(one)]


def located(html: str, texts: Sequence[str]) -> list[int | None]:
    """Find the lines of a page's source in which texts begin, given in the order of the page; None for what is not found.

    Looks for a few words of each, outside scripts, from the last place found on. Words cut by tags or entities are passed over.
    """
    seen = _without_unread(LINE_END.sub("\n", html))
    numbers: list[int | None] = []
    place, number = 0, 1
    for text in texts:
        found = _place(seen, text, place)
        if found is None:
            numbers.append(None)
            continue
        number += seen.count("\n", place, found)
        place = found
        numbers.append(number)
    return numbers


def _place(seen: str, text: str, start: int) -> int | None:
    for needle, _ in zip(NEEDLE.finditer(text), range(MOST_NEEDLES), strict=False):
        found = seen.find(needle[0], start)
        if found >= 0:
            return found
    return None


def _without_unread(html: str) -> str:
    """Blank out what a reader does not see, keeping the lines; one pass, whatever is left unclosed."""
    return "".join(_blank(piece) if is_unread else piece for piece, is_unread in stretches(html, UNREAD))


def _blank(text: str) -> str:
    return "\n" * text.count("\n")
