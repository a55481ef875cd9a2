"""Names that the model misses, and that something else tells of."""

from bisect import insort
from collections.abc import Callable, Iterable, Mapping, Sequence

from schemas.article_with_entities import EntityLabel, MentionField
from workers.stages.entities.mentions import Named, is_free

Stretches = Sequence[tuple[int, int]]
"""Where names stand in a text, in order."""

Finder = Callable[[MentionField, str, Stretches], Iterable[tuple[int, int, EntityLabel]]]
"""Tells where in a text further names stand, and their labels; it is told where there are names already."""


def with_missed(texts: Mapping[MentionField, str], mentions: Sequence[Named], find: Finder) -> list[Named]:
    """Add names where there are none; of two that overlap, the first.

    They are as sure as the least of the names that the model gives here.
    """
    found = list(mentions)
    least = min((named.probability for named in mentions), default=0.5)
    for field, text in texts.items():
        taken = [(named.start, named.end) for named in mentions if named.field == field]
        for start, end, label in find(field, text, tuple(taken)):
            if is_free(start, end, taken):
                insort(taken, (start, end))
                found.append(Named(field, start, end, label, text[start:end], least))
    return sorted(found, key=lambda named: named.place)
