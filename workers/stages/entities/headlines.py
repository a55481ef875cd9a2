"""Headlines In Title Case, as the title of an article and above its parts: a capital says nothing there."""

import re
from collections.abc import Mapping, Sequence

from schemas.article_with_entities import MentionField
from workers.stages.entities.mentions import Named

PARAGRAPH = re.compile(r"[^\n]+")
WORD = re.compile(r"[^\W\d_][\w'’]*")
SMALL = frozenset((
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "is", "of", "off",
    "on", "or", "over", "the", "to", "up", "vs", "with",
))  # fmt: skip
"""Words that are written small in them, by some."""
FEWEST = 4
"""Words of a headline: fewer may be a name."""
MOST = 30


class Headlines:
    """Those of an article."""

    def __init__(self, texts: Mapping[MentionField, str]) -> None:
        self._places = {field: headlines_in(text) for field, text in texts.items()}

    def hold(self, field: MentionField, place: int) -> bool:
        """Return whether a place of a text lies in a headline."""
        return any(place in headline for headline in self._places[field])

    def holds(self, named: Named) -> bool:
        """Return whether a name stands in a headline."""
        return self.hold(named.field, named.start)


def headlines_in(text: str) -> Sequence[range]:
    """Return where the headlines of a text stand."""
    return [range(*found.span()) for found in PARAGRAPH.finditer(text) if _is_headline(found[0])]


def _is_headline(paragraph: str) -> bool:
    if len(paragraph) > 20 * MOST or paragraph.rstrip()[-1:] in ".,;":
        return False
    words = WORD.findall(paragraph)
    return (
        FEWEST <= len(words) <= MOST
        and not paragraph.isupper()
        and all(word[0].isupper() or word in SMALL for word in words)
    )
