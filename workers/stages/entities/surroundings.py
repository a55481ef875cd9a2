"""Whose an institution is, and by which title a person is called: what stands around a name and tells namesakes apart."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from schemas.article_with_entities import MentionField
from workers.stages.entities.mentions import COURTESY, Named
from workers.stages.entities.names import INSTITUTIONS, RELATIVES, any_of
from workers.stages.entities.nationalities import country_of
from workers.stages.entities.places import Places

PLACES = frozenset(("GPE", "LOC"))
OWNED = re.compile(r"['’]s?\s+(?:own\s+)?")
"""Between an owner and what it owns: "Russia's Defence Ministry"."""
RELATIVE = re.compile(rf"\b({any_of(RELATIVES)}),? $")
"""Before a name, as good as a title: "his daughter, Lieke Haverkort"."""
BEFORE = 14
"""Code points before a name in which a courtesy title or a relative stands."""


def with_surroundings(texts: Mapping[MentionField, str], mentions: Sequence[Named], places: Places) -> list[Named]:
    """Tell of each mention its courtesy title, and of those of institutions whose they are; mentions come in order."""
    before: Named | None = None
    told = []
    for named in mentions:
        text = texts[named.field]
        if named.label == "PERSON":
            before_it = text[max(0, named.start - BEFORE) : named.start]
            title = COURTESY.search(before_it) or RELATIVE.search(before_it)
            told.append(replace(named, title=title[1].casefold()) if title else named)
        elif named.label == "ORG" and named.surface.split()[-1].casefold() in INSTITUTIONS:
            beside = before if before and before.field == named.field else None
            told.append(replace(named, owner=_owner(named, text, beside, places)))
        else:
            told.append(named)
        before = named
    return told


def _owner(named: Named, text: str, before: Named | None, places: Places) -> str | None:
    """Return the country's code that a word for its people tells, or the place's name in lower case."""
    words = named.surface.split()
    if len(words) > 2 and (code := country_of(words[0])):
        return code
    if before is None:
        return None
    between = text[before.end : named.start]
    if before.label == "NORP" and between == " ":
        return country_of(before.surface)
    if before.label not in PLACES or not OWNED.fullmatch(between):
        return None
    countries = {one.country for one in places.candidates(before.surface) if not one.geonames}
    return countries.pop() if len(countries) == 1 else before.surface.casefold()
