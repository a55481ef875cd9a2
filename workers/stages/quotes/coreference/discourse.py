"""What an article tells before anybody in it speaks: who is spoken of where, with what post, and of which gender."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from schemas.article_with_entities import ArticleWithEntities, Mention
from workers.stages.quotes import lexicon
from workers.stages.quotes.coreference.aliases import by_last_word, same_people
from workers.stages.quotes.coreference.genders import PRONOUNS, gender_of_noun
from workers.stages.quotes.coreference.narrative import Narrative
from workers.stages.quotes.coreference.people import Party, is_like_person, learn, party_of
from workers.stages.quotes.coreference.references import Part, Reference, References
from workers.stages.quotes.draft import Draft
from workers.stages.quotes.tokens import Token

NO_SPEAKERS = frozenset({"DATE", "TIME", "EVENT"})
NEAR = 120
"""Code points between a name and a pronoun in which another person may be spoken of."""


class Discourse:
    """The parties of an article and the places where it speaks of them.

    `parties` has those of the entities by id; `surnames` the ids of people by the last word of their names; `in_title` those whom the
    title names; `shared` the mentions of nothing but a surname that several people have, which say nothing by themselves.
    """

    def __init__(
        self, article: ArticleWithEntities, drafts: Sequence[Draft], sentences: Iterable[Sequence[Token]]
    ) -> None:
        self.article = article
        marked = sorted(span for draft in drafts for span in draft.marked)
        self.narrative = Narrative(article.text, marked, sentences)
        self.references = References()
        self._groups: dict[tuple[Party, ...], Party] = {}
        self.parties: dict[str, Party] = {entity.id: party_of(entity) for entity in article.entities}
        for identity, other in same_people(article.entities).items():
            self.parties[identity] = self.parties[other]
        people = [one for one in article.entities if one.label == "PERSON" or is_like_person(one)]
        self.surnames = by_last_word((one.name, one.id) for one in people)
        mentions = [m for m in article.mentions if m.entity_id in self.parties and m.label not in NO_SPEAKERS]
        self.shared: dict[int, Mention] = {}
        self._learn(mentions)
        self.in_title = list(dict.fromkeys(self.parties[m.entity_id] for m in mentions if m.field == "title"))
        for party in self.in_title:
            party.titled = True
            self.references.add(Reference(-1, -1, Part.OTHER, party))
        self._read(mentions, marked, sorted(span for draft in drafts for span in draft.spans))

    def add(self, offset: int, part: Part, party: Party | None) -> None:
        """Note that somebody is spoken of."""
        if party is not None:
            self.references.add(Reference(offset, self.narrative.sentence(offset), part, party))

    def group(self, members: Sequence[Party]) -> Party:
        """Return the party that several are together."""
        return self._groups.setdefault(tuple(members), Party(members=tuple(members), plural=True))

    def namesakes(self, mention: Mention) -> set[Party]:
        """Return all people whose surname a mention is, if it is nothing but a surname."""
        word = self.article.text[mention.start : mention.end].lower()
        return {self.parties[identity] for identity in self.surnames.get(word, ())}

    def _learn(self, mentions: Sequence[Mention]) -> None:
        texts = {"text": self.article.text, "title": self.article.title or ""}
        for mention in mentions:
            party = self.parties[mention.entity_id]
            if party.label == "PERSON":
                learn(party, texts[mention.field], mention.start, mention.end)

    def _read(
        self, mentions: Sequence[Mention], marked: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]
    ) -> None:
        """Take the mentions outside of quote marks as references."""
        in_text = sorted((m for m in mentions if m.field == "text"), key=lambda m: m.start)
        narrated = list(_outside(in_text, marked))
        embedded = {m.start for m in narrated} - {m.start for m in _outside(narrated, spans)}
        for mention in narrated:
            if len(self.namesakes(mention)) > 1:
                self.shared[mention.start] = mention
                continue
            subject = mention.start not in embedded and self.narrative.is_subject(mention.start, mention.end)
            self.add(mention.start, Part.SUBJECT if subject else Part.OTHER, self.parties[mention.entity_id])
        self._read_nationalities(in_text)
        self._read_groups(narrated)
        self._read_genders(narrated)

    def _read_nationalities(self, mentions: Sequence[Mention]) -> None:
        """Complete a name such as "Foreign Ministry" by the one nationality that stands before it."""
        found: dict[str, set[str]] = {}
        for one, other in pairwise(mentions):
            text = self.article.text[one.start : other.start]
            if one.label == "NORP" and other.label == "ORG" and text[one.end - one.start :] == " ":
                found.setdefault(other.entity_id, set()).add(text.rstrip())
        for identity, nationalities in found.items():
            party = self.parties[identity]
            if len(nationalities) == 1 and party.words and lexicon.is_organisation_noun(party.words[-1]):
                party.name = f"{nationalities.pop()} {party.name}"

    def _read_groups(self, mentions: Sequence[Mention]) -> None:
        """Take "Lena Marsh and Olaf Brink" as one reference more."""
        for one, other in pairwise(mentions):
            joined = self.article.text[one.end : other.start] == " and "
            if joined and one.label == other.label:
                members = (self.parties[one.entity_id], self.parties[other.entity_id])
                part = Part.SUBJECT if self.narrative.is_subject(one.start, one.end) else Part.OTHER
                self.add(one.start, part, self.group(members))

    def _read_genders(self, mentions: Sequence[Mention]) -> None:
        """Learn the gender of a person whose forename does not tell it from the pronouns after the name.

        In a sentence that names nobody else before the pronoun, "Oriel Tamsett, who runs the house with her husband".
        """
        votes: dict[Party, set[str]] = {}
        people = [m for m in mentions if m.label == "PERSON"]
        at = 0
        for start, word in self.narrative.pronouns():
            while at < len(people) and people[at].end <= start:
                at += 1
            if word not in PRONOUNS or not at:
                continue
            begin = self.narrative.begin(start)
            named = {self.parties[m.entity_id] for m in people[max(0, at - 4) : at] if m.start >= begin}
            between = self.narrative.text[max(people[at - 1].end, start - NEAR) : start].lower().split()
            if len(named) == 1 and not any(gender_of_noun(one.strip(",.")) for one in between):
                votes.setdefault(named.pop(), set()).add(PRONOUNS[word].value)
        for party, said in votes.items():
            if party.gender is None and len(said) == 1:
                party.gender = PRONOUNS[said.pop()]


def _outside(mentions: Sequence[Mention], spans: Sequence[tuple[int, int]]) -> Iterable[Mention]:
    """Return the mentions that begin outside of all spans; both come in order."""
    remaining = iter(spans)
    span = next(remaining, None)
    for mention in mentions:
        while span is not None and span[1] <= mention.start:
            span = next(remaining, None)
        if span is None or mention.start < span[0]:
            yield mention
