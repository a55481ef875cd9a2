"""The patterns as docs/quotes.md shows them."""

import re

from workers.stages.quotes.patterns import PATTERNS
from workers.stages.quotes.patterns.pattern import Pattern

SECTION = re.compile(r"(?<=<!-- patterns: written by `make generate` -->\n).*(?=<!-- end of patterns -->)", re.DOTALL)
BRACES = re.compile(r"[{}]")


def with_patterns(page: str) -> str:
    """Return a page with its section about patterns written anew."""
    return SECTION.sub(lambda _: "\n".join(map(_described, PATTERNS)) + "\n", page)


def _described(pattern: Pattern) -> str:
    lines = [f"\n**{pattern.name}** (`{pattern.found_by}`): {pattern.needs}.\n"]
    lines += [f"- {_shown(text)}" for text in pattern.finds]
    lines += [f"- not: {_shown(text)}" for text in pattern.leaves]
    return "\n".join(lines)


def _shown(text: str) -> str:
    """Set what is found in bold, and a line break for each paragraph."""
    return BRACES.sub("", text).replace("[", "**").replace("]", "**").replace("\n\n", " ¶ ")
