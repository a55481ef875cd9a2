"""People, companies, teams and places that the model takes for one another: what stands beside a name tells, for the whole article."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from schemas.article_with_entities import EntityLabel, MentionField
from workers.stages.entities.mentions import Named, trimmed
from workers.stages.entities.missed import Stretches, with_missed
from workers.stages.entities.names import COURTESY_TITLES, HOLIDAYS, RELATIVES, ROLES, TITLES, any_of
from workers.stages.entities.nationalities import country_of
from workers.stages.entities.places import Places

PLACES = frozenset(("GPE", "LOC", "FAC"))
OTHERS = frozenset(("GPE", "LOC", "FAC", "ORG", "NORP"))
"""Labels that a surname which is not Western gets by mistake."""
SPEAKS = re.compile(r" (?:said|says|told|asked|added|replied|admitted|testified|argued|insisted|explained|recalled)\b")
"""What people do, and institutions too."""
ARTICLE = re.compile(r"\b[Tt]he $")
CALLED = re.compile(r"\b(?:Mrs?|Ms|Mx|Dr)\.? ((?:(?:de|van|von|der|den|la|bin|al)[ -])*[A-Z][\w’'-]*\w)")
"""Somebody by title and surname: "Mrs Kessary". ("Miss World" and "Sir Galahad" are other things.)"""
LISTED = re.compile(r"\b[Ss]hares (?:in|of) ((?:[A-Z][\w&’'-]*\w ?){1,4})")
"""A company by its shares: "shares of Pebble"; of "shares in Italian banks" and "in London" others know more."""
HOLIDAY = re.compile(rf"\b(?=[A-Z])((?i:{any_of(HOLIDAYS)}))\b(?!['’]|[- ][A-Z])")
"""A day: "until Christmas", but "Christmas Island"."""
WHO = re.compile(r", who\b")
NAMING: Mapping[EntityLabel, re.Pattern[str]] = {"PERSON": CALLED, "ORG": LISTED, "DATE": HOLIDAY}
BESIDE = 60
"""Code points before and after a name in which a sign stands."""


TEAM: Literal["TEAM"] = "TEAM"
"""What plays: an organisation, where the model sees a place. People play too: "beat Ann Berg"."""

Kind = EntityLabel | Literal["TEAM"]


@dataclass(frozen=True, slots=True)
class Sign:
    """Words right before or behind a name that only one kind of name has: regular expressions."""

    label: Kind
    before: str = ""
    behind: str = ""


_PLAYED = r"(?:beats?|edge[sd]?|rout(?:s|ed)|thrash(?:es|ed)|hammer(?:s|ed)|blank(?:s|ed)|outplay(?:s|ed)|defeated|stunned|downed)"
_PASSED = r"(?:cruise[sd]?|eas(?:es?|ed)|rac(?:es?|ed)|rall(?:y|ies|ied)|scraped?|squeezed?|storm(?:s|ed)?|sweeps?|swept) past"
_SCORE = r"\d{1,3}[-–]\d{1,3}"
_FIRMS = (
    "airline|bank|brewer|broadcaster|builder|carmaker|chain|company|developer|firm|grocer|insurer|lender|maker|manufacturer|operator|"
    "producer|provider|publisher|retailer|seller|start-?up|supplier"
)
_TOWNS = "capital|city|island|port|province|region|suburb|town|village"
_DRAW = rf"(?:{_SCORE}|goalless|scoreless) draw\b"
_SIDE = r"[A-Z][\w .'’-]{2,30}"
_PLAYERS = "striker|midfielder|defender|goalkeeper|winger|quarterback|pitcher|coach|skipper|fans"
_PLACED = "top|bottom|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\\d+th"

SIGNS = {
    "Mr Lahore": Sign("PERSON", before=rf"\b(?i:{any_of(COURTESY_TITLES)})\.? "),
    "advocate, Mpondo": Sign("PERSON", before=rf"\b(?:{any_of(ROLES)}|Advocate|Judge),? "),
    "Umeh, 42, wrote": Sign("PERSON", behind=r", (?:aged )?\d\d?,"),
    "Mpondo, a retired teacher": Sign("PERSON", behind=rf", an? (?:[a-z-]+ ){{0,2}}(?:{any_of(ROLES - {'owner', 'producer'})})\b"),
    "Jallow said he": Sign("PERSON", behind=r" (?:said|says|added|told \w+) (?:that )?s?he\b"),
    "Lahore's sons": Sign("PERSON", behind=rf"['’]s (?:{any_of(RELATIVES)}|lawyers?|attorney|sons|daughters|parents|children)\b"),
    "shares in Hartwell": Sign("ORG", before=r"\b(?:[Ss]hares|[Ss]hareholders|[Ss]take) (?:in|of) "),
    "Hartwell shares": Sign("ORG", behind=r" (?:shares|stock|shareholders|plc|Inc\b|Ltd|Group\b|Holdings\b)"),
    "Hartwell chief executive": Sign("ORG", behind=r"(?:['’]s?)? (?:chief executive|finance chief|CEO|CFO|co-founder)\b"),
    "Hartwell, a builder of turbines": Sign("ORG", behind=rf", (?:an?|the) (?:[\w-]+ ){{0,3}}(?:{_FIRMS})\b"),
    "Hartwell, which makes": Sign("ORG", behind=r", which (?:makes|sells|employs|owns|runs|operates)\b"),
    "Leeds beat": Sign(TEAM, behind=rf" (?:{_PLAYED}|(?:drew|won|lost) {_SCORE}|(?:have|has) signed)\b"),
    "beat Leeds": Sign(TEAM, before=rf"\b(?:{_PLAYED}|(?:drew|lost|won|defeat|win) {_SCORE} (?:with|to|at|over|against)) "),
    "Leeds hold Norwich to a goalless draw": Sign(TEAM, behind=rf" h[eo]lds? {_SIDE} to an? {_DRAW}"),
    "held Norwich to a goalless draw": Sign(TEAM, before=r"\bh[eo]lds? ", behind=rf" to an? {_DRAW}"),
    "Leeds rallied past Norwich": Sign(TEAM, behind=rf" {_PASSED} [A-Z]"),
    "rallied past Leeds": Sign(TEAM, before=rf"\b{_PASSED} "),
    "Leeds have won seven games": Sign(TEAM, behind=r" (?:have|has|had) (?:won|lost|drawn) (?:[\w-]+ ){1,3}(?:games|matches|straight)\b"),
    "Leeds’s striker": Sign(TEAM, behind=rf"(?:['’]s?)? (?:{_PLAYERS})\b"),
    "a win over Leeds": Sign(TEAM, before=r"\b(?:win|victory|defeat|loss|draw|game|match|replay|clash) (?:over|by|to|with|against) "),
    "at home to Leeds": Sign(TEAM, before=r"\b(?:at home|away) to "),
    "gave Leeds the lead": Sign(
        TEAM,
        before=r"\b(?:gives?|gave|giving|put|puts|putting) ",
        behind=r" (?:ahead|in front|level|(?:an?|the) (?:[\w-]+ )?(?:lead|win|victory))\b",
    ),
    "Leeds are second": Sign(TEAM, behind=rf" (?:are|lie|remain|stay) (?:{_PLACED})\b"),
    "Leeds will play Norwich": Sign(TEAM, behind=r" (?:will |to )?plays? (?!an? |the |in |on |with |host|down|up)"),
    "play Leeds": Sign(TEAM, before=r"\bplays? (?:either )?"),
    "play Norwich or Leeds": Sign(TEAM, before=rf"\bplays? (?:either )?{_SIDE} or "),
    "on loan from Leeds": Sign(TEAM, before=r"\bon loan (?:from|to|at) "),
    "signed Ann Berg from Leeds": Sign(TEAM, before=r"\b(?:sign|signed) (?:[\w’'-]+ ){1,6}from "),
    "Leeds 2 Norwich 1": Sign(TEAM, behind=rf" \d{{1,3}},? {_SIDE} \d{{1,3}}(?!\S)"),
    "Norwich 2 Leeds 1": Sign(TEAM, before=rf"{_SIDE} \d{{1,3}},? ", behind=r" \d{1,3}(?!\S)"),
    "Ljubljana, the capital of Slovenia": Sign("GPE", behind=rf", (?:an?|the) (?:[\w-]+ ){{0,2}}(?:{_TOWNS})\b"),
    "in Jordan": Sign("GPE", before=r"\b(?:[Ii]n|into|near|across|throughout|outside|inside|(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est)ern) "),
    "been to Jordan": Sign("GPE", before=r"\b(?:been|flew|flown|fled|moved|returned|travell?ed|trips?|tour|visits?) (?:to|of) "),
    "king of Jordan": Sign("GPE", before=r"\b(?:king|queen|president|people|capital|mayor|city|town|village|republic) of "),
}  # fmt: skip
"""By example; of two that stand beside a name, the first counts."""

_READ = [
    (sign.label, re.compile(rf"(?:{sign.before})\Z") if sign.before else None, re.compile(sign.behind))
    for sign in SIGNS.values()
]


def told(before: str, behind: str) -> Kind | None:
    """Return the kind of name that the signs before and behind a name tell."""
    for label, wanted, following in _READ:
        if (wanted is None or wanted.search(before)) and following.match(behind):
            return label
    return None


def with_called(texts: Mapping[MentionField, str], mentions: Sequence[Named], places: Places) -> list[Named]:
    """Add people whom the model misses though title and surname call them, companies whose shares are spoken of, and holidays."""

    def find(_: MentionField, text: str, __: Stretches) -> Iterator[tuple[int, int, EntityLabel]]:
        for label, pattern in NAMING.items():
            for naming in pattern.finditer(text):
                start, end = trimmed(text, *naming.span(1))
                name = text[start:end]
                known = (
                    name.casefold() in TITLES if label == "PERSON" else country_of(name.split()[0]) or places.has(name)
                )
                if not known:
                    yield start, end, label

    return with_missed(texts, mentions, find)


def with_people(texts: Mapping[MentionField, str], mentions: Sequence[Named], places: Places) -> list[Named]:
    """Give names the label that the signs beside them tell, in all places of the article where no sign says otherwise.

    Countries that play stay places, "Kenya beat Zimbabwe", and people people, unless a team is called by that word too: "Kelby" and "Kelby
    Rovers". Only what there is on a map becomes a place.
    """
    signs = [sign_beside(texts[named.field], named) for named in mentions]
    votes: defaultdict[str, Counter[Kind]] = defaultdict(Counter)
    for named, label in zip(mentions, signs, strict=True):
        if label:
            votes[named.surface][label] += 1
    in_full = {word for named in mentions if named.label == "PERSON" for word in named.surface.split()[1:]}
    teams = {named.surface.split()[0] for named in mentions if named.label == "ORG" and " " in named.surface}
    people = _people_of_two_words(texts, mentions) | {
        named.surface
        for named in mentions
        if named.surface in in_full and not votes[named.surface] and acts(texts[named.field], named)
    }
    found = []
    for named, own in zip(mentions, signs, strict=True):
        surface, label = named.surface, own
        if label is None and votes[surface] and not (votes[surface]["GPE"] and votes[surface]["PERSON"]):
            label = votes[surface].most_common(1)[0][0]
        person = surface in people or (label == "PERSON" and " " not in surface)
        plays = label == TEAM and (named.label in PLACES or (named.label == "PERSON" and surface in teams))
        firm = plays or (label == "ORG" and named.label in {"PERSON", *PLACES})
        two = own == "PERSON" and surface.count(" ") == 1 and named.label != "ORG"
        if (person or two) and named.label in OTHERS:
            found.append(replace(named, label="PERSON", told=own == "PERSON"))
        elif firm and surface not in in_full and not places.is_country(surface):
            found.append(replace(named, label="ORG"))
        elif (
            label == "GPE"
            and named.label in {"PERSON", "ORG"}
            and (own or surface not in in_full)
            and places.has(surface)
        ):
            found.append(replace(named, label="GPE"))
        else:
            found.append(named)
    return _called_by_surname(found, votes)


def _called_by_surname(mentions: Sequence[Named], told_of: Mapping[str, Counter[Kind]]) -> list[Named]:
    """Make people of names of two words of which nothing else is told, where the last word alone is always a person: "Imran Lahore"."""
    labels: defaultdict[str, set[str]] = defaultdict(set)
    for named in mentions:
        labels[named.surface].add(named.label)
    return [
        replace(named, label="PERSON")
        if named.label in OTHERS
        and named.surface.count(" ") == 1
        and labels[named.surface.split()[1]] == {"PERSON"}
        and told_of[named.surface].keys() <= {"PERSON"}
        else named
        for named in mentions
    ]


def acts(text: str, named: Named) -> bool:
    """Return whether a name stands before what people do: "London, who began in Bristol"."""
    return bool(WHO.match(text, named.end) or SPEAKS.match(text, named.end))


def sign_beside(text: str, named: Named) -> Kind | None:
    """Return the kind of name that the signs beside a name tell."""
    return told(text[max(0, named.start - BESIDE) : named.start], text[named.end : named.end + BESIDE])


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
