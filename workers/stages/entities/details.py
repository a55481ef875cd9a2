"""What is said of each entity of an article besides its name: salience, confidence, place and country."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from itertools import pairwise

from schemas.article_with_entities import Entity, Mention, MentionField, Place
from workers.stages.entities.confidence import Calibration
from workers.stages.entities.mentions import Named
from workers.stages.entities.names import TIME_LABELS
from workers.stages.entities.nationalities import country_of
from workers.stages.entities.places import Found, Places

PLACES = frozenset(("GPE", "LOC"))


def described(
    entities: Sequence[Entity],
    mentions: Sequence[Mention],
    named: Sequence[Named],
    texts: Mapping[MentionField, str],
    places: Places,
    calibration: Calibration | None,
) -> list[Entity]:
    """Complete the entities; `named` are the mentions as the model saw them, in the same order.

    Without a calibration nothing is said of how sure they are.
    """
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        numbers[mention.entity_id].append(number)
    most = max((entity.count for entity in entities if entity.label not in TIME_LABELS), default=1)
    names = {entity.id: entity.name for entity in entities if entity.label in PLACES}
    codes = {entity: places.codes(name) for entity, name in names.items()}
    speaking = Counter(code for own in codes.values() for code in own)
    neighbours = _neighbours(mentions, names, texts)
    described = []
    for entity in entities:
        own = numbers[entity.id]
        update: dict[str, object] = {"first_mention": own[0]}
        if calibration:
            update["confidence"] = calibration.of(entity, [named[number].probability for number in own])
        if entity.label not in TIME_LABELS:
            update["salience"] = salience(entity, [mentions[number] for number in own], most, len(texts["text"]))
        if entity.label == "NORP":
            update["country"] = country_of(entity.name)
        elif entity.id in names:
            found = places.find(entity.name, partial(_beside, speaking, codes[entity.id]), neighbours[entity.id])
            if found and (entity.label == "GPE" or not found.place.geonames):
                update |= {"country": found.place.country, "place": _place(found)}
        described.append(entity.model_copy(update=update))
    return described


def _beside(speaking: Mapping[str, int], own: Collection[str], code: str) -> bool:
    """Return whether other places than one that speaks for its own codes speak for a code."""
    return speaking.get(code, 0) > (code in own)


def salience(entity: Entity, mentions: Sequence[Mention], most: int, length: int) -> float:
    """Score how much an article of so many characters, whose most named entity has `most` mentions, is about an entity."""
    in_title = any(mention.field == "title" for mention in mentions)
    first = min((mention.start for mention in mentions if mention.field == "text"), default=length)
    early = 1 - first / max(length, 1)
    return round(0.5 * entity.count / most + 0.25 * in_title + 0.25 * early, 3)


def _neighbours(
    mentions: Sequence[Mention], names: Mapping[str, str], texts: Mapping[MentionField, str]
) -> Mapping[str, list[str]]:
    """Return for each place the places that follow its name in the way of "Paris, Texas" or "Paris (Texas)"."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for before, after in pairwise(mentions):
        between = texts[before.field][before.end : after.start] if before.field == after.field else ""
        if before.entity_id in names and after.entity_id in names and between in {", ", " ("}:
            found[before.entity_id].append(names[after.entity_id])
    return found


def _place(found: Found) -> Place:
    return Place(
        country=found.place.country,
        region=found.place.region,
        geonames_id=found.place.geonames,
        latitude=found.place.latitude,
        longitude=found.place.longitude,
        confidence=found.confidence,
    )
