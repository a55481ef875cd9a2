"""What an article tells about those it names, apart from their names: posts, ages, gender."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from schemas.article_with_entities import Entity
from workers.stages.forenames import Gender, gender_of_forename
from workers.stages.quotes import lexicon
from workers.stages.quotes.coreference.genders import gender_of_noun
from workers.stages.quotes.coreference.nouns import SAME_POST
from workers.stages.quotes.cues import CUES
from workers.stages.quotes.tokens import TOKEN

BEFORE = 80
"""Code points before a name in which its title stands: "Foreign Minister"."""
AFTER = 100
"""Code points after a name in which its apposition stands: ", the harbour master of Pelsund,"."""
MODIFIERS = 2
"""Words in lower case that may stand before a post: "the outgoing opposition leader"."""

AGE = re.compile(r"(\d{1,3})-year-old")


class Role(NamedTuple):
    """A noun for what somebody is, with the words around it: "minister", {"foreign", "russian"}."""

    noun: str
    modifiers: frozenset[str]


@dataclass(slots=True, eq=False)
class Party:
    """Somebody who can speak: a person or an organisation, named or not, or several together."""

    name: str | None = None
    entity_id: str | None = None
    label: str = "PERSON"
    gender: Gender | None = None
    plural: bool = False
    """Whether "they" can stand for it, and "he" cannot."""
    members: tuple["Party", ...] = ()
    count: int = 1
    """How often the article names it."""
    country: str | None = None
    """Of an institution, a place or a people: the code of the country that it belongs to."""
    titled: bool = False
    """Whether the title names it."""
    roles: list[Role] = field(default_factory=list)
    ages: set[str] = field(default_factory=set)

    @property
    def is_person(self) -> bool:
        """Whether "he" or "she" can stand for it."""
        return self.label == "PERSON" and not self.plural

    @property
    def words(self) -> list[str]:
        """The words of its name, in lower case."""
        return (self.name or "").lower().split()

    @property
    def speakers(self) -> tuple["Party", ...]:
        """All those of it who have names."""
        return self.members or ((self,) if self.name else ())


def party_of(entity: Entity) -> Party:
    """Make the party that an entity is; what is called "Virginia Alder" and is no known place is a person."""
    gender = gender_of_forename(entity.name) if entity.label == "PERSON" or is_like_person(entity) else None
    label = "PERSON" if gender and entity.label != "ORG" else entity.label
    people = entity.label == "NORP"
    return Party(entity.name, entity.id, label, gender, plural=people, count=entity.count, country=entity.country)


def is_like_person(entity: Entity) -> bool:
    """Return whether an entity of another label has a name that only people have."""
    words = entity.name.lower().split()
    other = entity.label in {"ORG", "GPE", "LOC", "FAC", "WORK_OF_ART", "EVENT"} and entity.place is None
    return (
        other
        and len(words) == 2
        and not lexicon.is_organisation_noun(words[1])
        and bool(gender_of_forename(entity.name))
    )


def learn(party: Party, text: str, start: int, end: int) -> None:
    """Read the posts and ages that stand around a mention of a person; one that is called a firm is none."""
    if len(party.words) == 1 and _called_firm(text, start):
        party.label = "ORG"
        return
    for role in (*_titles(text, start, end, party), *_apposition(text, end, party)):
        party.roles.append(role)
        party.gender = party.gender or gender_of_noun(role.noun)
        if role.noun in SAME_POST:
            party.roles.append(Role(*SAME_POST[role.noun]))


def _called_firm(text: str, start: int) -> bool:
    words = [word for word in _words(text, max(0, start - BEFORE), start)[-2:] if word != ","]
    return bool(words) and words[-1] in lexicon.FIRMS


def roles_in(words: Sequence[str]) -> Iterator[Role]:
    """Return the nouns for people among words in lower case, each with the words before it."""
    begin = 0
    for at, word in enumerate(words):
        if word in {"and", ","}:
            begin = at + 1
            continue
        following = words[at + 1] if at + 1 < len(words) else "and"
        if is_role(word) and not is_role(following) and (word not in lexicon.RANKS or following in {"and", ","}):
            yield Role(word, frozenset(words[begin:at]))
            begin = at + 1


def is_role(word: str) -> bool:
    """Return whether a word in lower case says what a person is."""
    return word in lexicon.PERSONS or word in SAME_POST or word in lexicon.TITLES


def title_phrase(before: list[str]) -> list[str]:
    """Take the words that describe a name off the end of the words before it; in lower case, in order.

    A phrase between commas counts when a determiner begins it: "Its owner, Emil Hagen".
    """
    rest = list(before)
    comma = rest[-1:] == [","]
    if comma:
        rest.pop()
    taken, plain = _taken_off(rest)
    determined = bool(rest) and _determines(rest[-1])
    if comma and not (determined and any(map(is_role, taken))):
        return []
    if determined:
        taken = [*plain, *taken]
    del before[len(rest) + (0 if determined else len(plain)) - determined :]
    return taken


def _taken_off(rest: list[str]) -> tuple[list[str], list[str]]:
    """Take the words off the end that describe, and those before them that only may; return both in order."""
    taken: list[str] = []
    plain: list[str] = []
    while rest:
        word, lower = rest[-1], rest[-1].lower()
        if word == "." and len(rest) > 1 and rest[-2].lower() in lexicon.TITLES:
            rest.pop()
            continue
        modifies = any(map(is_role, taken)) and len(plain) < MODIFIERS and _may_modify(lower)
        described = not plain and _describes(word, rest)
        if not described and not modifies:
            break
        (taken if described else plain).insert(0, lower)
        rest.pop()
    return taken, plain


def _describes(word: str, rest: Sequence[str]) -> bool:
    """Return whether the last word is a post, a rank, "of", a name that may modify one, or "and" between two posts."""
    lower = word.lower()
    joins = lower == "and" and len(rest) > 1 and is_role(rest[-2].lower())
    named = word[:1].isupper() and _may_modify(lower)
    return joins or named or is_role(lower) or lower == "of" or lower in lexicon.RANKS


def _determines(word: str) -> bool:
    return word.lower() in lexicon.DETERMINERS or word.endswith(("'s", "’s", "s'", "s’"))


def _titles(text: str, start: int, end: int, party: Party) -> Iterator[Role]:
    """Return the posts right before a name, with the age before them, and those that the name holds."""
    yield from roles_in(_words(text, start, end))
    line = max(start - BEFORE, text.rfind("\n", 0, start) + 1, 0)
    before = [found.group() for found in TOKEN.finditer(text, line, start)]
    taken = title_phrase(before)
    if before and (age := AGE.fullmatch(before[-1])):
        party.ages.add(age[1])
    complement = taken.index("of") if "of" in taken else len(taken)
    for role in roles_in(taken[:complement]):
        yield Role(role.noun, role.modifiers | frozenset(taken[complement + 1 :]))
    yield from roles_in(taken[complement + 1 :])


def _may_modify(word: str) -> bool:
    return word[:1].isalpha() and not (
        word in lexicon.PREPOSITIONS
        or word in lexicon.ADVERBS
        or word.endswith(("'s", "’s"))
        or word in lexicon.CLAUSE_WORDS
        or word in lexicon.AUXILIARIES
        or word in lexicon.DETERMINERS
        or word in lexicon.PRONOUNS
        or word in CUES
        or word == "not"
    )


def _apposition(text: str, end: int, party: Party) -> Iterator[Role]:
    """Return what stands after "Ilves, ", "Ilves (" and "Ilves is": "the harbour master"; learn the age."""
    words = _words(text, end, end + AFTER)
    if words[:1] == ["who"]:
        words = words[1:]
    if not words or words[0] not in lexicon.BECOMING | {",", "(", "—", "–"}:
        return
    if words[1:2] and words[1].isdigit() and len(words[1]) <= 3:
        party.ages.add(words[1])
        words = words[2:]
    phrase: list[str] = []
    for word in words[1:10]:
        if word in lexicon.DETERMINERS or (word in lexicon.COPULAS and not phrase):
            continue
        if word.endswith(("'s", "’s")):
            phrase.clear()
        elif word == "and" and phrase:
            phrase.append(word)
        elif not _may_modify(word):
            break
        else:
            phrase.append(word)
    yield from roles_in(phrase)


def _words(text: str, start: int, end: int) -> list[str]:
    return [found.group().lower() for found in TOKEN.finditer(text, start, min(end, len(text)))]
