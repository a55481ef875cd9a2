"""The form of a list of wordings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from schemas.line_kinds import LineKind

Patterns = Mapping[LineKind, str]
"""Verbose, case-insensitive regular expressions without groups that capture; the first kind that matches counts."""


@dataclass(frozen=True, slots=True)
class Wordings:
    """The wordings of a language, ready to be looked for."""

    line: re.Pattern[str] | None
    """Matches whole lines."""
    phrase: re.Pattern[str] | None
    """Is searched for in lines and sentences."""


def compiled(lines: Patterns, phrases: Patterns) -> Wordings:
    """Make one expression of each list; the name of the group that matched is the kind."""
    line = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in lines.items())
    phrase = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in phrases.items())
    flags = re.VERBOSE | re.IGNORECASE
    return Wordings(
        re.compile(rf"\W*(?:{line})\W*$", flags) if lines else None,
        re.compile(rf"(?:\b|(?=©))(?:{phrase})", flags) if phrases else None,
    )
