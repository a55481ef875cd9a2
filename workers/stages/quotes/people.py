"""What an article tells about its entities apart from their names: titles, posts, gender."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from schemas.article_with_entities import ArticleWithEntities, Entity, Mention
from workers.stages.quotes import lexicon
from workers.stages.quotes.genders import Gender, gender_of_forename, gender_of_noun
from workers.stages.quotes.tokens import TOKEN

BEFORE = 60
"""Code points before a name in which its title stands: "Foreign Minister"."""
AFTER = 90
"""Code points after a name in which its apposition stands: ", the harbour master of Pelsund,"."""


@dataclass(slots=True)
class Known:
    """What the article tells about an entity."""

    entity: Entity
    gender: Gender | None = None
    roles: set[str] = field(default_factory=set)
    """Nouns that stand with its name, in lower case: "minister", "master"."""


def learn(article: ArticleWithEntities) -> dict[str, Known]:
    """Collect titles, posts and genders, by entity id."""
    known = {entity.id: Known(entity) for entity in article.entities}
    for person in known.values():
        if person.entity.label == "PERSON":
            person.gender = gender_of_forename(person.entity.name)
    for mention in article.mentions:
        text = article.text if mention.field == "text" else article.title or ""
        if mention.entity_id in known and mention.label == "PERSON":
            _learn_mention(text, mention, known[mention.entity_id])
    return known


def _learn_mention(text: str, mention: Mention, person: Known) -> None:
    for role in (*_titles(text, mention), *_apposition(text, mention)):
        person.roles.add(role)
        person.gender = person.gender or gender_of_noun(role)


def _titles(text: str, mention: Mention) -> Iterable[str]:
    """Give the nouns right before a name, and those at its head if the mention includes them."""
    within = [word.group().lower() for word in TOKEN.finditer(text, mention.start, mention.end)]
    words = [word.group() for word in TOKEN.finditer(text, max(0, mention.start - BEFORE), mention.start)]
    yield from (word for word in within if _is_role(word))
    for word in reversed(words):
        if _is_role(word.lower()):
            yield word.lower()
        elif word != "." and not word[:1].isupper():
            return


def _apposition(text: str, mention: Mention) -> Iterable[str]:
    """Give the first noun for a person after "Ilves, ": "the harbour master"."""
    words = [word.group().lower() for word in TOKEN.finditer(text, mention.end, mention.end + AFTER)]
    if not words or words[0] != ",":
        return
    for word in words[1:8]:
        if _is_role(word):
            yield word
        elif not word[:1].isalnum() or word in lexicon.PREPOSITIONS or word in {"who", "and", "said"}:
            return


def _is_role(word: str) -> bool:
    return word in lexicon.PERSONS or word in lexicon.MALE or word in lexicon.FEMALE


def by_head_word(entities: Sequence[Entity]) -> dict[str, list[str]]:
    """Index organisations by the noun that can stand for them: "Ministry of Fisheries" by "ministry"."""
    heads: dict[str, list[str]] = defaultdict(list)
    for entity in entities:
        if entity.label in {"ORG", "FAC", "GPE"}:
            words = entity.name.lower().split()
            stop = next(
                (at for at, word in enumerate(words) if at and word in {"of", "for", "in", "on", "and"}), len(words)
            )
            if words:
                heads[words[stop - 1]].append(entity.id)
    return heads


def by_last_word(entities: Sequence[Entity]) -> dict[str, list[str]]:
    """Index people by the last word of their name."""
    surnames: dict[str, list[str]] = defaultdict(list)
    for entity in entities:
        if entity.label == "PERSON" and entity.name.split():
            surnames[entity.name.lower().split()[-1]].append(entity.id)
    return surnames
