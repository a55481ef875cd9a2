"""Institutions that the model misses, though the last word of the name says what they are: "Ukraine's Defence Ministry"."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from schemas.article_with_entities import MentionField
from workers.stages.entities.headlines import Headlines
from workers.stages.entities.mentions import Named, is_free

WORD = r"[A-Z][\w’'-]*[a-z]"
LAST = "Agency|Authority|Commission|Council|Court|Department|Ministry|Navy|Police"
INSTITUTION = re.compile(rf"(?<![\w’'-])(?:{WORD} (?:and |of |for )?){{0,3}}{WORD} (?:{LAST})(?!\w| [A-Z])")
WITHIN = re.compile(r"[a-z,’'] \Z")
"""Before a name within a sentence, where capitals mean something."""
ARTICLE = "The "
OWNED = re.compile(r"(?:['’]s?)? ?")
"""Between an owner, whom the model knows, and what it owns."""


def with_institutions(
    texts: Mapping[MentionField, str], mentions: Sequence[Named], headlines: Headlines
) -> list[Named]:
    """Add institutions of two to five words in capitals; what the model knows of the first ones, "Russian", is none of theirs.

    They are as sure as the least of the names that the model gives here.
    """
    found = list(mentions)
    least = min((named.probability for named in mentions), default=0.5)
    for field, text in texts.items():
        taken = [(named.start, named.end) for named in mentions if named.field == field]
        for naming in INSTITUTION.finditer(text):
            start, end = naming.span()
            start = _past(text, start, end, taken)
            start += len(ARTICLE) if text.startswith(ARTICLE, start) else 0
            within = start > naming.start() or WITHIN.search(text, max(0, start - 2), start)
            if within and " " in text[start:end] and is_free(start, end, taken) and not headlines.hold(field, start):
                found.append(Named(field, start, end, "ORG", text[start:end], least))
    return sorted(found, key=lambda named: named.place)


def _past(text: str, start: int, end: int, taken: Sequence[tuple[int, int]]) -> int:
    """Return where the name goes on behind the last stretch of it that is taken, the possessive too; stretches come in order."""
    before = bisect_left(taken, (end, end)) - 1
    if before < 0 or taken[before][1] <= start:
        return start
    owned = OWNED.match(text, taken[before][1])
    return owned.end() if owned else end
