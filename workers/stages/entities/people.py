"""People, companies and places that the model takes for one another: what the article says beside a name tells, and holds for all of it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from schemas.article_with_entities import EntityLabel, MentionField
from workers.stages.entities.mentions import Named
from workers.stages.entities.names import COURTESY_TITLES, RELATIVES, ROLES

OTHERS = frozenset(("GPE", "LOC", "FAC", "ORG", "NORP"))
"""Labels that a surname which is not Western gets by mistake."""
PLACES = frozenset(("GPE", "LOC", "FAC"))
SPEAKS = re.compile(r" (?:said|says|told|asked|added|replied|admitted|testified|argued|insisted|explained|recalled)\b")
"""What people do, and institutions too."""
ARTICLE = re.compile(r"\b[Tt]he $")
BESIDE = 40
"""Code points before and after a name in which a sign stands."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Words right before or behind a name that only one kind of name has."""

    label: EntityLabel
    before: str = ""
    behind: str = ""
    """Regular expressions, of the end of what stands before and the beginning of what stands behind."""

    def __call__(self, before: str, behind: str) -> bool:
        """Return whether it stands there."""
        return bool(
            re.search(rf"(?:{self.before})\Z", before) if self.before else re.match(rf"(?:{self.behind})", behind)
        )


def _any(words: frozenset[str]) -> str:
    return "|".join(sorted(words))


SIGNS = {
    "Mr Lahore": Sign("PERSON", before=rf"(?i:\b(?:{_any(COURTESY_TITLES)})\.? )"),
    "her advocate, Mpondo": Sign("PERSON", before=rf"\b(?:{_any(ROLES)}),? |\bAdvocate |\bJudge "),
    "Umeh, 42, wrote": Sign("PERSON", behind=r", (?:aged )?\d\d?,"),
    "Jallow said he": Sign("PERSON", behind=r" (?:said|says|added|told \w+) (?:that )?s?he\b"),
    "Lahore's sons": Sign("PERSON", behind=rf"['’]s (?:{_any(RELATIVES)}|lawyers?|attorney|sons|daughters|parents|children)\b"),
    "shares in Hartwell": Sign("ORG", before=r"\b(?:[Ss]hares|[Ss]hareholders|stake) (?:in|of) "),
    "Hartwell shares": Sign("ORG", behind=r" (?:shares|stock|shareholders|plc|Inc\b|Ltd|Group\b|Holdings\b)"),
    "Hartwell, which makes": Sign("ORG", behind=r", which (?:makes|sells|employs|owns|runs|operates|produces|has)\b"),
    "in Jordan": Sign("GPE", before=r"\b(?:[Ii]n|into|near|across|throughout|outside|inside|[Nn]orthern|[Ss]outhern|[Ee]astern|[Ww]estern) "),
    "king of Jordan": Sign("GPE", before=r"\b(?:king|queen|president|people|capital|mayor|city|town|village|republic) of "),
}  # fmt: skip
"""By example."""


def with_people(texts: Mapping[MentionField, str], mentions: Sequence[Named]) -> list[Named]:
    """Give names the label that the signs beside them tell, in all places of the article where no sign says otherwise."""
    told = [_told(texts[named.field], named) for named in mentions]
    votes: defaultdict[str, Counter[EntityLabel]] = defaultdict(Counter)
    in_full = {word for named in mentions if named.label == "PERSON" for word in named.surface.split()[1:]}
    for named, label in zip(mentions, told, strict=True):
        if label and " " not in named.surface:
            votes[named.surface][label] += 1
    people = _people_of_two_words(texts, mentions)
    return [
        replace(named, label=_label(named, label, votes[named.surface], named.surface in in_full, named.surface in people))
        for named, label in zip(mentions, told, strict=True)
    ]


def _told(text: str, named: Named) -> EntityLabel | None:
    before, behind = text[max(0, named.start - BESIDE) : named.start], text[named.end : named.end + BESIDE]
    return next((sign.label for sign in SIGNS.values() if sign(before, behind)), None)


def _label(named: Named, told: EntityLabel | None, votes: Counter[EntityLabel], in_full: bool, person: bool) -> EntityLabel:  # noqa: FBT001 - two facts
    """Choose the label of a mention: what stands beside it, then what stands beside the others of its name."""
    if person and named.label in OTHERS:
        return "PERSON"
    if not votes:
        return named.label
    if told == "PERSON" and named.label in OTHERS:
        return "PERSON"
    if told in {"GPE", "ORG"}:
        return named.label if told == "GPE" or named.label not in {"PERSON", "GPE", "LOC"} or in_full else "ORG"
    best = votes.most_common(1)[0][0]
    if best == "PERSON" and named.label in OTHERS and not votes["GPE"]:
        return "PERSON"
    return "ORG" if best == "ORG" and named.label == "PERSON" and not in_full else named.label


def _people_of_two_words(texts: Mapping[MentionField, str], mentions: Sequence[Named]) -> set[str]:
    """Find names of two words whose last word speaks alone, where the model does not know what the two are; and those last words.

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
    return {word for surface in labels for word in _person(surface, labels, speakers)}


def _person(surface: str, labels: Mapping[str, set[str]], speakers: set[str]) -> Iterator[str]:
    words = surface.split()
    if len(words) == 2 and words[1] in speakers:
        both = labels[surface] | labels[words[1]]
        if len(both) > 1 and both <= OTHERS:
            yield from (surface, words[1])
