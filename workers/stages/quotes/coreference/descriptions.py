"""Descriptions: "the governor", "the finance minister", "the ministry", "the company", "the 45-year-old", "the pair"."""

from collections.abc import Callable, Sequence

from workers.stages.quotes import lexicon
from workers.stages.quotes.coreference.genders import gender_of_noun
from workers.stages.quotes.coreference.nouns import ONE_OF_A_PEOPLE, SAME_POST
from workers.stages.quotes.coreference.people import AGE, Party, Role
from workers.stages.quotes.coreference.references import Choice, References
from workers.stages.quotes.tokens import Token

ANYWHERE = 10_000
"""Sentences ahead in which a description may be named; a post is told by itself."""
CLEAR = 0.9
"""Lead over the next candidate from which on one need not have said or done anything."""
LATELY = 3
"""Sentences back to which a firm must have been named to be "the company"."""


class Describer:
    """Finds whom a description stands for among the parties of an article."""

    def __init__(self, references: References, parties: Sequence[Party]) -> None:
        self.references = references
        self.country_of = {party.entity_id: party.country for party in parties}
        self.firms = {
            party
            for party in parties
            if party.label == "ORG" and not any(_singular(word) in lexicon.INSTITUTIONS for word in party.words)
        }

    def describe(self, core: Sequence[Token], place: tuple[int, int]) -> Choice | None:
        """Find who a noun phrase is that names nobody; None when nothing tells."""
        words = [token.word for token in core]
        somebody = words[0] in lexicon.SOMEBODY
        if somebody or "and" in words or words[0] == "'s":
            return None
        possessive = words.index("'s") if "'s" in words else 0
        if possessive and words[-1] in lexicon.STATEMENTS:
            return self.describe(core[:possessive], place)
        owner = core[possessive - 1].mention
        if possessive and (owner is None or owner.label == "PERSON"):
            return None  # "Reyes's lawyer"; but "Hexavia's chief executive" may be known as that
        words = words[possessive + 1 :] if possessive else words
        if not words:
            return None
        definite = words[:1] == ["the"] or core[0].mention is not None
        choice = self._by_nature(words, place)
        if choice is None and definite:
            choice = self._by_what_it_is(words, place, self._countries(core))
        named = {token.word for token in core[possessive:] if token.mention and token.mention.label == "GPE"}
        other = choice is not None and not choice.party.is_person and not named <= set(choice.party.words)
        return None if other else choice  # "Plymouth police" is not "Cornwall Police"

    def _by_nature(self, words: Sequence[str], place: tuple[int, int]) -> Choice | None:
        """Find "the former", "the pair", "the 45-year-old", and people by their post."""
        head = words[-1]
        if head in lexicon.TWO and len(words) == 2:
            return self._one_of_two(head, place)
        if head in lexicon.PAIRS:
            return self.references.choose(place, lambda party: 0.0 if party.members else None, ahead=0)
        if age := AGE.fullmatch(head):
            return self.references.choose(place, lambda party: 0.0 if age[1] in party.ages else None, ahead=ANYWHERE)
        by_post = None
        if lexicon.is_person_noun(head) or head in SAME_POST:
            by_post = self._by_post(head, frozenset(words[:-1]) - lexicon.DETERMINERS, place)
        topical = words[0] == "the" and (head in lexicon.CALLINGS or ONE_OF_A_PEOPLE.fullmatch(head) is not None)
        return by_post or (self._topic(head, place) if topical else None)

    def fuller(self, head: str, place: tuple[int, int]) -> Choice | None:
        """Find the organisation of a longer name that a noun in lower case stands for: "Church of Scientology"."""
        return self.references.choose(place, _held(head), ahead=ANYWHERE)

    def _topic(self, head: str, place: tuple[int, int]) -> Choice | None:
        """Find the person whom the last sentences are about, if that is clear."""

        def fits(party: Party) -> float | None:
            return float(any(head in role.modifiers for role in party.roles)) if party.is_person else None

        choice = self.references.choose(place, fits, gender_of_noun(head), ahead=0)
        clear = choice is not None and choice.distance < LATELY and choice.lead >= CLEAR
        return choice if clear and choice and self.references.acted(choice.party, place) else None

    def _by_post(self, head: str, modifiers: frozenset[str], place: tuple[int, int]) -> Choice | None:
        noun, more = SAME_POST.get(head, (head, frozenset()))
        wanted = Role(noun, modifiers | more)

        def fits(party: Party) -> float | None:
            if not party.is_person and not party.members:
                return None
            degrees = [degree for role in party.roles if (degree := _agreement(wanted, role)) is not None]
            return max(degrees, default=None)

        return self.references.choose(place, fits, gender_of_noun(head), ahead=ANYWHERE)

    def _countries(self, core: Sequence[Token]) -> set[str]:
        """Return the countries that a description names: "the Russian ministry"."""
        named = {token.mention.entity_id for token in core if token.mention}
        return {country for one, country in self.country_of.items() if one in named and country}

    def _by_what_it_is(self, words: Sequence[str], place: tuple[int, int], countries: set[str]) -> Choice | None:
        """Find "the ministry", of one of the countries if any are named, and "the company"."""
        head = words[-1]
        if lexicon.is_person_noun(head) and not lexicon.is_organisation_noun(head):
            return None
        held = _held(head)

        def fits(party: Party) -> float | None:
            return held(party) if not countries or party.country in {*countries, None} else None

        named = self.references.choose(place, fits, ahead=ANYWHERE)
        if named is not None or (head not in lexicon.FIRMS and head not in lexicon.BODIES):
            return named
        choice = self.references.choose(place, lambda party: 0.0 if party in self.firms else None, ahead=0)
        if choice is None or choice.distance > LATELY:
            return None
        clear = choice.candidates == 1 or (choice.distance <= 1 and choice.lead >= CLEAR)
        return choice if clear or self.references.acted(choice.party, place) else None

    def _one_of_two(self, which: str, place: tuple[int, int]) -> Choice | None:
        """Find the former or the latter of the two people whom the nearest sentence with two names."""
        by_sentence: dict[int, list[Party]] = {}
        for one in self.references.before(place[0]):
            if one.party.is_person and one.party.name and one.sentence != place[1]:
                parties = by_sentence.setdefault(one.sentence, [])
                if one.party not in parties:
                    parties.insert(0, one.party)
        for sentence, parties in by_sentence.items():
            if len(parties) == 2:
                party = parties[which == "latter"]
                return Choice(party, 2, place[1] - sentence, 1.0)
        return None


def _held(head: str) -> Callable[[Party], float | None]:
    """Accept collectives whose name of several words holds a noun, best at its head: "Ministry of Fisheries", "Savings Bank"."""
    wanted = _singular(head)

    def fits(party: Party) -> float | None:
        words = [_singular(word) for word in party.words]
        if party.label == "PERSON" or len(words) < 2 or wanted not in words:
            return None
        binding = next(
            (at for at, word in enumerate(words) if at and word in {"of", "for", "in", "on", "and"}), len(words)
        )
        return 1.0 if words[binding - 1] == wanted else 0.0

    return fits


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _agreement(wanted: Role, role: Role) -> float | None:
    """Return how well a description agrees with what somebody is; None if it is another post."""
    if wanted.noun != role.noun:
        return None
    asked, stated = wanted.modifiers - lexicon.RANKS, role.modifiers - lexicon.RANKS
    shared = len(asked & stated)
    if asked and stated and not shared and wanted.noun in lexicon.POSTS_BY_FIELD:
        return None
    return float(shared)
