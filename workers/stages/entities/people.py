"""People whom the model takes for places or organisations: what the article says of them elsewhere tells otherwise."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from schemas.article_with_entities import MentionField
from workers.stages.entities.mentions import Named

OTHERS = frozenset(("GPE", "LOC", "FAC", "ORG", "NORP"))
"""Labels that a surname which is not Western gets by mistake."""
SPEAKS = re.compile(r" (?:said|says|told|asked|added|replied|admitted|testified|argued|insisted|explained|recalled)\b")
"""What people do, and institutions too."""
ARTICLE = re.compile(r"\b[Tt]he $")


def with_people(texts: Mapping[MentionField, str], mentions: Sequence[Named]) -> list[Named]:
    """Take a name of two words for a person's if its last word speaks alone, and the model does not know what the two are.

    "Dali Mpondo" is a place to it and "Mpondo" an organisation, or the other way round: where "Mpondo said" stands, both are a person.
    What it gives one label throughout is left, as "Manchester United" and "United" are.
    """
    labels: defaultdict[str, set[str]] = defaultdict(set)
    speakers: set[str] = set()
    for named in mentions:
        labels[named.surface].add(named.label)
        text = texts[named.field]
        alone = " " not in named.surface and not ARTICLE.search(text, max(0, named.start - 4), named.start)
        if alone and SPEAKS.match(text, named.end):
            speakers.add(named.surface)
    people = {surface for surface in labels if _is_person(surface, labels, speakers)}
    people |= {surface.split()[1] for surface in people}
    return [
        replace(named, label="PERSON") if named.surface in people and named.label in OTHERS else named
        for named in mentions
    ]


def _is_person(surface: str, labels: Mapping[str, set[str]], speakers: set[str]) -> bool:
    words = surface.split()
    if len(words) != len(("forename", "surname")) or words[1] not in speakers:
        return False
    both = labels[surface] | labels[words[1]]
    return len(both) > 1 and both <= OTHERS
