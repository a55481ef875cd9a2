"""From the mentions of speakers to the entities of the article that are meant.

The candidates are the entities of the record. The speakers and the pronouns around the quotes are read in the order of
the text, so that each tells the next one who was spoken of last; nobody is meant when nothing tells.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from schemas.article_with_entities import ArticleWithEntities, Mention
from workers.stages.quotes import lexicon
from workers.stages.quotes.coreference.aliases import surname
from workers.stages.quotes.coreference.descriptions import Describer
from workers.stages.quotes.coreference.discourse import NEAR, NO_SPEAKERS, Discourse
from workers.stages.quotes.coreference.genders import PRONOUNS, Gender, gender_of_noun
from workers.stages.quotes.coreference.mention_parts import core_of, following, people_in, run_of_capitals
from workers.stages.quotes.coreference.nouns import ONE_OF_A_PEOPLE
from workers.stages.quotes.coreference.people import Party, Role
from workers.stages.quotes.coreference.references import Candidate, Choice, Part
from workers.stages.quotes.drafts import Draft
from workers.stages.quotes.tokens import TOKEN, Token

_POINTS_BACK = re.compile(r"\W*(that|those|this|these)\b", re.IGNORECASE)
LATELY = 2
"""Sentences back to which a collective must have been spoken of to be "it", and have spoken or acted to be "they"."""
CLEAR = 1.0
"""Lead over the next candidate from which on a pronoun teaches the gender of whom it stands for."""


class Resolved(NamedTuple):
    """Who speaks, and how that was found."""

    party: Party | None
    how: str
    """`name`, `pronoun`, `description`, `group`, `title`, `before`, `after`, `author`; `unnamed` and `none` when nobody is meant."""
    candidates: tuple[Candidate, ...] = ()
    """Those who were weighed against each other, the chosen one first; none where a name or the text left no choice."""

    @property
    def speakers(self) -> tuple[Party, ...]:
        """All those meant who have names."""
        return self.party.speakers if self.party else ()


NOBODY = Resolved(None, "none")


def resolve_speakers(article: ArticleWithEntities, drafts: Sequence[Draft]) -> list[Resolved]:
    """Find the speakers of an article's quotes: one for each of its drafts, in order."""
    return _Resolver(article, drafts).all()


class _Resolver:
    def __init__(self, article: ArticleWithEntities, drafts: Sequence[Draft]) -> None:
        self.article = article
        self.drafts = drafts
        self.discourse = Discourse(article, drafts)
        self.narrative = self.discourse.narrative
        self.references = self.discourse.references
        self.parties = self.discourse.parties
        self.surnames = self.discourse.surnames
        self.describer = Describer(self.references, list(dict.fromkeys(self.parties.values())))

    def all(self) -> list[Resolved]:
        """Read speakers and pronouns in the order of the text."""
        speakers = {draft.speaker[0].start: draft.speaker for draft in self.drafts if draft.speaker}
        inside = {token.start for tokens in speakers.values() for token in tokens}
        pronouns = [
            (start, word)
            for start, word in self.narrative.pronouns()
            if start not in inside and word in lexicon.SINGULAR_PERSONS
        ]
        events: list[tuple[int, str, Sequence[Token]]] = [(start, "", tokens) for start, tokens in speakers.items()]
        events += [(start, word, ()) for start, word in pronouns]
        events += [(start, "", ()) for start in self.discourse.shared if start not in inside]
        found: dict[int, Resolved] = {}
        for start, word, tokens in sorted(events, key=lambda event: event[0]):
            if tokens:
                found[start] = self._speaker(tokens)
                self.discourse.add(start, Part.SPEAKER, found[start].party)
                continue
            choice = self._person(start, word) if word else None
            end = start + len(word) if word else self.discourse.shared[start].end
            party = choice.party if choice else None if word else self._namesake(self.discourse.shared[start])
            subject = self.narrative.is_subject(start, end)
            self.discourse.add(start, Part.SUBJECT if subject else Part.OTHER, party)
        return [found[draft.speaker[0].start] if draft.speaker else self._absent(draft) for draft in self.drafts]

    def _absent(self, draft: Draft) -> Resolved:
        """Find who says a quote that names no speaker.

        "… issued the following statement:" before it tells, "Those are the words of …" after it, and the only person in
        the title.
        """
        text = self.narrative.text
        lead = text[max(0, draft.spans[0][0] - 4) : draft.spans[0][0]].rstrip()
        if lead.endswith(":"):
            begin = draft.spans[0][0]
            sentence = self.narrative.sentence(max(0, begin - 4))
            acting = [one for one in self.references.before(begin) if one.sentence == sentence]
            acting = [one for one in acting if one.part is not Part.OTHER] or acting
            parties = list(dict.fromkeys(one.party for one in acting if one.party.name and one.party.label != "GPE"))
            parties = [party for party in parties if party.is_person] or parties
            if len(parties) == 1:
                return Resolved(parties[0], "before")
        end = draft.spans[-1][1]
        after = _POINTS_BACK.match(text, end, end + 20)
        if after:
            at = after.start(1)
            sentence = self.narrative.sentence(at)
            named = {one.party for one in self.references.after(at, sentence) if one.party.is_person}
            if len(named) == 1:
                return Resolved(named.pop(), "after")
        people = [party for party in self.discourse.in_title if party.is_person]
        return Resolved(people[0], "title") if len(people) == 1 else NOBODY

    def _speaker(self, speaker: Sequence[Token]) -> Resolved:
        first = speaker[0]
        if len(speaker) == 1 and first.word in lexicon.PRONOUNS | PRONOUNS.keys() | {"them"}:
            return self._pronoun(first)
        core = core_of(speaker)
        parties = self._named(speaker, core)
        if parties:
            return (
                Resolved(parties[0], "name") if len(parties) == 1 else Resolved(self.discourse.group(parties), "group")
            )
        place = (first.start, self.narrative.sentence(first.start))
        choice = self.describer.describe(core, place)
        if choice is not None:
            return _chosen(choice, "group" if choice.party.members else "description")
        party = self._relative(core, place) or self._unknown_name(core)
        if party is not None:
            return Resolved(party, "name")
        return Resolved(_unnamed(core), "unnamed")

    def _named(self, speaker: Sequence[Token], core: Sequence[Token]) -> list[Party]:
        """Find whom the mention names: several when they speak together."""
        people = people_in(core) or people_in(following(speaker))
        parties = list(dict.fromkeys(self.parties[one] for one in people if one in self.parties))
        if len(parties) == 1:
            own = (token.mention for token in speaker if token.mention and token.mention.entity_id == people[-1])
            return [self._namesake(next(own))]
        if parties:
            joint = any(token.word == "and" and token.mention is None for token in core)
            return parties if joint else parties[-1:]
        last = core[-1]
        if core[0].word == "the" and ONE_OF_A_PEOPLE.fullmatch(last.word):
            return []
        if (
            last.mention is not None
            and last.mention.label not in NO_SPEAKERS
            and last.mention.entity_id in self.parties
        ):
            heads = [
                token.mention
                for token, after in zip(core, [*core[1:], None], strict=True)
                if token.mention is not None
                and token.mention.entity_id in self.parties
                and (after is None or after.word in {"and", ","})
            ]
            named = [self._meant(mention, last) for mention in dict.fromkeys(heads)]
            joint = any(token.word == "and" and token.mention is None for token in core)
            return list(dict.fromkeys(named)) if joint else named[-1:]
        for token, after in pairwise(core):
            mention = token.mention
            if mention is None or mention.entity_id not in self.parties or mention.label in NO_SPEAKERS:
                continue
            speaks_for = after.word == "'s" and last.word in lexicon.STATEMENTS
            body = mention.label == "ORG" and after.word != "'s" and lexicon.is_organisation_noun(last.word)
            if speaks_for or body:
                return [self.parties[mention.entity_id]]
        return []

    def _namesake(self, mention: Mention) -> Party:
        """Choose among people of one surname as for a pronoun; a title or a pronoun in the sentence tells the gender."""
        party = self.parties[mention.entity_id]
        namesakes = self.discourse.namesakes(mention)
        if len(namesakes) < 2:
            return party
        begin = self.narrative.begin(mention.start)
        before = TOKEN.findall(self.narrative.text[max(begin, mention.start - NEAR) : mention.start].lower())
        said = {gender for word in before if (gender := PRONOUNS.get(word) or _title_gender(word))}
        gender = said.pop() if len(said) == 1 else None

        def fits(one: Party) -> float | None:
            return 0.0 if one in namesakes and (gender is None or one.gender in {gender, None}) else None

        place = (mention.start, self.narrative.sentence(mention.start))
        choice = self.references.choose(place, fits, gender)
        return choice.party if choice else party

    def _meant(self, mention: Mention, token: Token) -> Party:
        """See through a name that the record keeps apart from the speaker's: a surname that is a place, "the Church"."""
        party = self.parties[mention.entity_id]
        words = party.words
        if len(words) != 1:
            return party
        person = self.surnames.get(words[0]) or []
        if len(set(person)) != 1:
            misspelt = surname(words[0], self.surnames) if party.label in {"PERSON", "ORG"} else None
            person = [misspelt] if misspelt else []
        if person:
            return self.parties[person[0]]
        if lexicon.is_organisation_noun(words[0]) or words[0] in lexicon.NEWSPAPERS:
            place = (token.start, self.narrative.sentence(token.start))
            choice = self.describer.fuller(words[0], place)
            return choice.party if choice else party
        return party

    def _pronoun(self, token: Token) -> Resolved:
        if token.word in PRONOUNS:
            choice = self._person(token.start, token.word)
            return _chosen(choice, "pronoun") if choice else NOBODY
        place = (token.start, self.narrative.sentence(token.start))
        if token.word == "it":
            choice = self.references.choose(place, lambda party: None if _is_person(party) else 0.0)
            return _chosen(choice, "pronoun") if choice and choice.distance <= LATELY else NOBODY
        if token.word in {"they", "them"}:
            choice = self.references.choose(place, lambda party: None if party.is_person else 0.0, ahead=0)
            return (
                _chosen(choice, "pronoun") if choice and self.references.acted(choice.party, place, LATELY) else NOBODY
            )
        authors = self.article.authors
        if token.word == "i" and len(authors) == 1:
            known = [party for party in self.parties.values() if party.name == authors[0]]
            return Resolved(known[0] if known else Party(authors[0]), "author")
        return NOBODY

    def _person(self, offset: int, pronoun: str) -> Choice | None:
        gender = PRONOUNS[pronoun]
        choice = self.references.choose(
            (offset, self.narrative.sentence(offset)),
            lambda party: 0.0 if party.is_person and party.gender in {gender, None} else None,
            gender,
        )
        if choice is not None and choice.party.gender is None and choice.lead >= CLEAR:
            choice.party.gender = gender
        return choice

    def _relative(self, core: Sequence[Token], place: tuple[int, int]) -> Party | None:
        """Find "her father": the one other person of the same surname whose gender agrees."""
        possessive, kin = core[0], core[-1]
        if possessive.word not in lexicon.SINGULAR_POSSESSIVES or kin.word not in lexicon.KIN:
            return None
        anchor = self._person(place[0], possessive.word)
        if anchor is None or not anchor.party.words:
            return None
        gender = gender_of_noun(kin.word)
        family = [self.parties[one] for one in self.surnames.get(anchor.party.words[-1], ())]
        fitting = {one for one in family if one is not anchor.party and one.gender in {gender, None}}
        return fitting.pop() if len(fitting) == 1 else None

    def _unknown_name(self, core: Sequence[Token]) -> Party | None:
        """Take a name that the entities stage did not see: by its surname, else as it stands."""
        run = run_of_capitals(core)
        if not run:
            return None
        known = surname(run[-1].word, self.surnames)
        if known is not None:
            return self.parties[known]
        name = self.article.text[run[0].start : run[-1].end]
        body = lexicon.is_organisation_noun(run[-1].word)
        party = self.parties.setdefault(f"unseen {name.lower()}", Party(name, label="ORG" if body else "PERSON"))
        if len(run) > 1 and not body:
            self.surnames.setdefault(run[-1].word, []).append(f"unseen {name.lower()}")
        return party


def _title_gender(word: str) -> Gender | None:
    return gender_of_noun(word) if word in lexicon.GENDERED_TITLES else None


def _is_person(party: Party) -> bool:
    return party.label == "PERSON" or party.plural


def _chosen(choice: Choice, how: str) -> Resolved:
    if not choice.party.speakers:
        how = "unnamed"
    return Resolved(choice.party, how, choice.ranked)


def _unnamed(core: Sequence[Token]) -> Party:
    """Remember a speaker without a name, so that "she" after "a spokeswoman" is nobody else."""
    head = core[-1].word
    plural = head in lexicon.HUMAN_PLURALS or (head.endswith("s") and head not in lexicon.PERSONS)
    label = "ORG" if lexicon.is_organisation_noun(head) or head in lexicon.STATEMENTS else "PERSON"
    return Party(label=label, gender=gender_of_noun(head), plural=plural, roles=[Role(head, frozenset())])
