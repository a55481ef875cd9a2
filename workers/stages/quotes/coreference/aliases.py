"""Entities of an article that are one and the same speaker, though the record keeps them apart.

For speakers only: a place that speaks under a person's surname is that person ("Paris said", after "Valeska Paris"), and
newspapers misspell names.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from schemas.article_with_entities import Entity
from workers.stages.forenames import gender_of_forename

SHORTEST = 5
"""Letters; shorter names that differ by one are different names."""
MOST = 50
"""Names that one is compared with: an article with more of them is a list, and must not take long."""


def same_people(entities: Sequence[Entity]) -> dict[str, str]:
    """Return for entities that are another one under a misspelt name the id of that one: the one named first."""
    found: dict[str, str] = {}
    by_ends: defaultdict[tuple[str, ...], list[Entity]] = defaultdict(list)
    for entity in entities:
        words = entity.name.lower().split()
        if entity.label != "PERSON" or len(words) != 2:
            continue
        for key in (("first", words[0]), ("last", words[1])):
            same = next((other for other in by_ends[key][-MOST:] if _misspelt(entity.name, other.name)), None)
            if same is not None:
                found.setdefault(entity.id, found.get(same.id, same.id))
            by_ends[key].append(entity)
    return found


def by_last_word(names: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Index ids by the last word of their names, in lower case."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, identity in names:
        words = name.lower().split()
        if len(words) > 1:
            found[words[-1]].append(identity)
    return found


def surname(word: str, surnames: Mapping[str, Sequence[str]]) -> str | None:
    """Return the one id whose surname this word is, or nearly is."""
    near = surnames.get(word) or [
        identity
        for other, identities in islice(surnames.items(), MOST)
        if len(other) >= SHORTEST and len(word) >= SHORTEST and one_apart(word, other)
        for identity in identities
    ]
    return near[0] if len(set(near)) == 1 else None


def one_apart(one: str, other: str) -> bool:
    """Return whether two different words become the same when one letter is put in, left out or changed."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    at = next((at for at, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other)))
    return one[at + 1 :] == other[at + 1 :] or one[at + 1 :] == other[at:] or one[at:] == other[at + 1 :]


def _misspelt(one: str, other: str) -> bool:
    if not one_apart(one.lower(), other.lower()):
        return False
    genders = {gender_of_forename(one), gender_of_forename(other)} - {None}
    shorter = min(len(word) for name in (one, other) for word in name.split() if word not in _shared(one, other))
    return len(genders) < 2 and shorter >= SHORTEST


def _shared(one: str, other: str) -> set[str]:
    return set(one.split()) & set(other.split())
