"""Institutions that the model misses, though the last word of the name says what they are: "Ukraine's Defence Ministry"."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from schemas.article_with_entities import EntityLabel, MentionField
from workers.stages.entities.headlines import Headlines
from workers.stages.entities.mentions import Named
from workers.stages.entities.missed import Stretches, with_missed

WORD = r"[A-Z][\w’'-]*[a-z]"
LAST = "Agency|Authority|Commission|Council|Court|Department|Ministry|Navy|Police"
INSTITUTION = re.compile(rf"(?<![\w’'-])(?:{WORD} (?:and |of |for )?){{0,3}}{WORD} (?:{LAST})(?!\w| [A-Z])")
WITHIN = re.compile(r"[a-z,’'] \Z")
"""Before a name within a sentence, where capitals mean something."""
ARTICLE = "The "


def with_institutions(
    texts: Mapping[MentionField, str], mentions: Sequence[Named], headlines: Headlines
) -> list[Named]:
    """Add institutions of two to five words in capitals; what the model knows of the first ones, "Russian", is none of theirs."""

    def find(field: MentionField, text: str, taken: Stretches) -> Iterator[tuple[int, int, EntityLabel]]:
        for naming in INSTITUTION.finditer(text):
            rest = _behind_known(text, naming, taken)
            if rest and not headlines.hold(field, rest.start()):
                start = rest.start() + len(ARTICLE) * rest[0].startswith(ARTICLE)
                within = start > naming.start() or WITHIN.search(text, max(0, start - 2), start)
                if within and " " in text[start : rest.end()]:
                    yield start, rest.end(), "ORG"

    return with_missed(texts, mentions, find)


def _behind_known(text: str, naming: re.Match[str], taken: Stretches) -> re.Match[str] | None:
    """Return what is left of a name behind the last stretch of it that is taken."""
    before = bisect_left(taken, (naming.end(), naming.end())) - 1
    if before < 0 or taken[before][1] <= naming.start():
        return naming
    return INSTITUTION.search(text, taken[before][1], naming.end())
