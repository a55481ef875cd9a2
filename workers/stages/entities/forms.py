"""How an article writes its names, and which fuller form a shorter one can stand for."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from schemas.article_with_entities import EntityLabel
from workers.stages.entities.mentions import Named
from workers.stages.entities.names import (
    TIME_LABELS,
    acronyms_of,
    is_acronym,
    same_person,
    shorter_companies,
    words_of,
)
from workers.stages.entities.nationalities import country_of


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A name as it is compared, with the mentions that read so."""

    words: tuple[str, ...]
    label: EntityLabel
    """The label of most of its mentions; of two that are as frequent, that of more in small letters, else of the first."""
    surface: str
    """How the first mention reads."""
    mentions: tuple[int, ...]
    """The numbers of its mentions, rising."""
    as_person: int
    """How many of them the model takes for a person's name."""
    owner: str | None = None
    """Of an institution: whose it is."""
    titles: frozenset[str] = frozenset()
    """The courtesy titles that stand before its mentions."""


MOST_NAMESAKES = 100
"""People of one surname or forename that a shorter name is compared with; the first ones of an article."""


def forms_of(mentions: Sequence[Named]) -> list[Form]:
    """Collect the mentions that read the same.

    Dates and times stay apart from names ("May"), institutions of several owners from one another, and who is called "Mr Jordan", or says
    something where "Jordan said he" stands, from what the model mostly takes for a place.
    """
    alike: defaultdict[tuple[bool, tuple[str, ...], str | None], list[int]] = defaultdict(list)
    for number, named in enumerate(mentions):
        alike[named.label in TIME_LABELS, _words_to_compare(named), named.owner].append(number)
    return [
        _form(words, owner, [mentions[number] for number in numbers], numbers)
        for (_, words, owner), together in alike.items()
        for numbers in _people_apart(mentions, together)
    ]


def _words_to_compare(named: Named) -> tuple[str, ...]:
    words = words_of(named.surface, named.label, named.titles)
    return words[1:] if named.owner and len(words) > 2 and country_of(words[0]) == named.owner else words


def _people_apart(mentions: Sequence[Named], numbers: Sequence[int]) -> list[list[int]]:
    titled = [number for number in numbers if mentions[number].title or mentions[number].told]
    others = [number for number in numbers if number not in titled]
    label = Counter(mentions[number].label for number in numbers).most_common(1)[0][0]
    return [group for group in (titled, others) if group] if label != "PERSON" else [list(numbers)]


def _form(words: tuple[str, ...], owner: str | None, mentions: Sequence[Named], numbers: Sequence[int]) -> Form:
    labels = Counter(named.label for named in mentions)
    readable = Counter(named.label for named in mentions if not named.surface.isupper())
    label = max(labels, key=lambda label: (labels[label], readable[label]))
    titles = frozenset(named.title for named in mentions if named.title)
    return Form(words, label, mentions[0].surface, tuple(numbers), labels["PERSON"], owner, titles)


class FullerForms:
    """Finds the fullest forms in an article that a form can stand for."""

    def __init__(self, forms: Sequence[Form], is_place: Callable[[str], bool]) -> None:
        self._is_place = is_place
        self._people_by_word: defaultdict[str, list[Form]] = defaultdict(list)
        self._by_acronym: defaultdict[str, list[Form]] = defaultdict(list)
        self._by_short_company: defaultdict[tuple[str, ...], list[Form]] = defaultdict(list)
        self._owned: defaultdict[tuple[str, ...], list[Form]] = defaultdict(list)
        for form in forms:
            self._index(form)
        found = {form: list(self._candidates(form)) for form in forms}
        self._fullest = {
            form: [other for other in others if not found[other]] for form, others in found.items() if others
        }

    def of(self, form: Form) -> list[Form]:
        """Return the fullest forms that a form can stand for; the form itself if there is none."""
        return self._fullest.get(form) or [form]

    def _index(self, form: Form) -> None:
        if form.owner:
            self._owned[form.words].append(form)
        if len(form.words) < 2 or form.label in TIME_LABELS:
            return
        if form.label == "PERSON":
            for word in set(form.words):
                if len(self._people_by_word[word]) < MOST_NAMESAKES:
                    self._people_by_word[word].append(form)
            return
        for acronym in acronyms_of(form.surface):
            self._by_acronym[acronym].append(form)
        if form.label == "ORG":
            for short in shorter_companies(form.words):
                self._by_short_company[short].append(form)

    def _candidates(self, form: Form) -> Iterator[Form]:
        if form.label in TIME_LABELS or not form.words:
            return
        if not form.owner:
            yield from self._owned[form.words]
        if is_acronym(form.surface):
            yield from self._by_acronym["".join(form.words)]
        if form.label != "PERSON":
            yield from self._by_short_company[form.words]
        people = [
            person
            for person in self._people_by_word[form.words[-1]]
            if person is not form and same_person(form.words, person.words) and self._may_be_called(person, form)
        ]
        surnames = [person for person in people if person.words[-1] == form.words[-1]]
        forenames = [person for person in people if person.words[0] == form.words[-1]]
        yield from surnames or (forenames or people if form.label == "PERSON" else ())

    def _may_be_called(self, person: Form, form: Form) -> bool:
        """Return whether a form is this person's name, though the model may say otherwise.

        If it does often, and there is a place of that name, it is right.
        """
        others = len(form.mentions) - form.as_person
        return others <= len(person.mentions) + form.as_person or not self._is_place(form.surface)
