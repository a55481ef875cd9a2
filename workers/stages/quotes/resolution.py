"""From the mention of a speaker to the entity of the article that is meant.

Pronouns and descriptions go to the nearest entity before them that agrees in gender and kind; to nobody when
nothing tells.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from schemas.article_with_entities import ArticleWithEntities, Mention
from workers.stages.quotes import lexicon
from workers.stages.quotes.genders import Gender
from workers.stages.quotes.people import Known, by_head_word, by_last_word, learn
from workers.stages.quotes.tokens import TITLES, Token

COLLECTIVE = frozenset({"ORG", "GPE", "NORP", "FAC"})
GENDERS = {"he": Gender.MALE, "him": Gender.MALE, "his": Gender.MALE, "she": Gender.FEMALE, "her": Gender.FEMALE}
LOOKBACK = 60
"""Mentions that are tried for a pronoun or a description."""


class Resolved(NamedTuple):
    """A speaker's entity and name; the name alone when the record has no entity for it."""

    entity_id: str | None
    name: str | None


NOBODY = Resolved(None, None)


class Resolver:
    """Resolves the speakers of one article in the order of its quotes, and learns from each of them.

    `marked` are the parts within quote marks, in order: names in them are no antecedents.
    """

    def __init__(self, article: ArticleWithEntities, marked: Sequence[tuple[int, int]]) -> None:
        self.text = article.text
        self.known = learn(article)
        self.heads = by_head_word(article.entities)
        self.surnames = by_last_word(article.entities)
        in_title = [m for m in article.mentions if m.field == "title" and m.entity_id in self.known]
        self.title = list(dict.fromkeys(mention.entity_id for mention in in_title))
        in_text = sorted(
            (m for m in article.mentions if m.field == "text" and m.entity_id in self.known), key=lambda m: m.start
        )
        self.mentions = list(_outside(in_text, marked))
        self.starts = [mention.start for mention in self.mentions]
        self.last: tuple[int, str] | None = None
        """Offset and entity of the last speaker that was resolved."""

    def resolve(self, speaker: Sequence[Token]) -> Resolved:
        """Find the entity behind the tokens of a mention; without any, the only person in the title."""
        if not speaker:
            people = [one for one in self.title if self.known[one].entity.label == "PERSON"]
            return self._resolved(people[0]) if len(people) == 1 else NOBODY
        found = self._find(speaker)
        if isinstance(found, Resolved):
            return found
        if found is None:
            return NOBODY
        self.last = (speaker[0].start, found)
        return self._resolved(found)

    def _resolved(self, entity_id: str) -> Resolved:
        return Resolved(entity_id, self.known[entity_id].entity.name)

    def _find(self, speaker: Sequence[Token]) -> str | Resolved | None:
        first = speaker[0]
        if len(speaker) == 1 and first.word in lexicon.PRONOUNS | GENDERS.keys():
            return self._pronoun(first)
        core = _core(speaker)
        named = self._named(speaker, core)
        if named is not None:
            return named or None
        return self._description(core) or self._unknown_name(core)

    def _named(self, speaker: Sequence[Token], core: Sequence[Token]) -> str | None:
        """Find the entity that the mention names; empty when it names two."""
        people = _people(core) or _people(_after_comma(speaker))
        people = [one for one in people if one in self.known]
        if people:
            joint = len(set(people)) > 1 and any(token.word == "and" for token in core)
            return "" if joint else people[-1]
        last = core[-1]
        if last.mention is not None and last.mention.label in COLLECTIVE and last.mention.entity_id in self.known:
            joint = any(token.word == "and" and token.mention is None for token in core)
            return "" if joint else last.mention.entity_id
        for token, following in pairwise(core):
            mention = token.mention
            if mention is None or mention.entity_id not in self.known:
                continue
            speaks_for = following.word == "'s" and last.word in lexicon.STATEMENTS
            if speaks_for or (
                mention.label == "ORG" and following.word != "'s" and lexicon.is_organisation_noun(last.word)
            ):
                return mention.entity_id
        return None

    def _pronoun(self, token: Token) -> str | None:
        if token.word in GENDERS:
            gender = GENDERS[token.word]
            found = self._nearest_person(token.start, gender)
            if found is not None and self.known[found].gender is None:
                self.known[found].gender = gender
            return found
        if token.word in {"it", "they"}:
            if self.last is not None and self.known[self.last[1]].entity.label in COLLECTIVE:
                return self.last[1]
            return self._nearest(token.start, lambda known: known.entity.label == "ORG") if token.word == "it" else None
        return None

    def _nearest_person(self, offset: int, gender: Gender) -> str | None:
        """Prefer the last speaker, then the first person of the nearest sentence; a known gender to an unknown one."""

        def fits(known: Known) -> bool:
            return known.entity.label == "PERSON" and known.gender in {gender, None}

        nearest = next(self._before(offset, fits), None)
        if (
            self.last is not None
            and fits(self.known[self.last[1]])
            and (nearest is None or self.last[0] >= nearest.start)
        ):
            return self.last[1]
        if nearest is None:
            return next((one for one in self.title if fits(self.known[one])), None)
        sentence = max(self.text.rfind(". ", 0, nearest.start), self.text.rfind("\n", 0, nearest.start))
        same = [mention for mention in self._before(offset, fits) if mention.start > sentence]
        sure = [mention for mention in same if self.known[mention.entity_id].gender is gender]
        return (sure or same)[-1].entity_id

    def _before(self, offset: int, fits: Callable[[Known], bool]) -> Iterator[Mention]:
        """Give the mentions before an offset that fit, the nearest first."""
        end = bisect_left(self.starts, offset)
        for mention in reversed(self.mentions[max(0, end - LOOKBACK) : end]):
            if fits(self.known[mention.entity_id]):
                yield mention

    def _nearest(self, offset: int, fits: Callable[[Known], bool]) -> str | None:
        """Find the nearest fitting entity before an offset, else in the title, else after it."""
        before = next(self._before(offset, fits), None)
        if before is not None:
            return before.entity_id
        titled = next((one for one in self.title if fits(self.known[one])), None)
        begin = bisect_left(self.starts, offset)
        after = (mention.entity_id for mention in self.mentions[begin : begin + LOOKBACK])
        return titled or next((one for one in after if fits(self.known[one])), None)

    def _description(self, core: Sequence[Token]) -> str | None:
        """Find who "the ministry", "the governor", "her father" is."""
        head, first = core[-1], core[0]
        if first.word in lexicon.POSSESSIVES:
            return self._relative(first, head) if head.word in lexicon.KIN else None
        if first.word in {"a", "an", "one", "another"}:
            return None
        entities = self.heads.get(head.word, ())
        if entities:
            return self._nearest(head.start, lambda known: known.entity.id in entities)
        if lexicon.is_person_noun(head.word):
            return self._nearest(head.start, lambda known: head.word in known.roles)
        return None

    def _relative(self, possessive: Token, kin: Token) -> str | None:
        """Find "her father": the one other person of the same surname whose gender agrees."""
        gender = GENDERS.get(possessive.word)
        anchor = self._nearest_person(possessive.start, gender) if gender else None
        if anchor is None:
            return None
        wanted = Gender.MALE if kin.word in lexicon.MALE else Gender.FEMALE
        surname = self.known[anchor].entity.name.lower().split()[-1:]
        others = self.surnames.get(surname[0], []) if surname else []
        fitting = [one for one in others if one != anchor and self.known[one].gender in {wanted, None}]
        return fitting[0] if len(fitting) == 1 else None

    def _unknown_name(self, core: Sequence[Token]) -> str | Resolved | None:
        """Take a name that the entities stage did not see: by its surname, else as it stands."""
        run: list[Token] = []
        for token in reversed(core):
            if not (token.capital or token.text in {".", "&"}) or token.word in TITLES or lexicon.can_speak(token.word):
                break
            run.insert(0, token)
        if not run or not run[0].capital or run[0].word in lexicon.DETERMINERS | lexicon.PRONOUNS:
            return None
        known = self.surnames.get(run[-1].word, [])
        if len(known) == 1:
            return known[0]
        return Resolved(None, self.text[run[0].start : run[-1].end])


def _outside(mentions: Sequence[Mention], marked: Sequence[tuple[int, int]]) -> Iterator[Mention]:
    ends = [end for _, end in marked]
    for mention in mentions:
        at = bisect_left(ends, mention.end)
        if at == len(marked) or not marked[at][0] <= mention.start:
            yield mention


def _core(speaker: Sequence[Token]) -> Sequence[Token]:
    """Cut a phrase before its first comma, relative clause or preposition that is not part of a name."""
    for at, token in enumerate(speaker):
        inside = at > 0 and token.mention is not None and token.mention is speaker[at - 1].mention
        named_before = at > 0 and speaker[at - 1].mention is not None
        if (
            at
            and not inside
            and (token.word in lexicon.PREPOSITIONS or token.text in {",", "("} or token.word == "who")
        ):
            later = [t for t in speaker[at:] if t.mention is not None and t.mention.label == "PERSON"]
            titled = token.word in {"of", "for"} and not named_before and later and later[-1] is speaker[-1]
            if titled and speaker[-1].mention is not speaker[at + 1].mention:  # Governor of Washington Chris Gregoire
                return speaker
            return speaker[:at]
    return speaker


def _after_comma(speaker: Sequence[Token]) -> Sequence[Token]:
    """Give the name in "His deputy, Sofia Berg"."""
    comma = next((at for at, token in enumerate(speaker) if token.text == ","), len(speaker))
    return speaker[comma + 1 :]


def _people(tokens: Sequence[Token]) -> list[str]:
    """Give the people named, without those whose something else speaks: "Reyes's lawyer"."""
    found: list[str] = []
    for at, token in enumerate(tokens):
        mention = token.mention
        if mention is None or mention.label != "PERSON":
            continue
        last = at + 1 == len(tokens) or tokens[at + 1].mention is not mention
        following = tokens[at + 1].word if at + 1 < len(tokens) else ""
        speaks_otherwise = (
            following == "'s" or lexicon.is_person_noun(following) or lexicon.is_organisation_noun(following)
        )
        if last and not speaks_otherwise:
            found.append(mention.entity_id)
    return found
