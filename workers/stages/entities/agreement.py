"""A name that the model found in one place of an article is found in the others too."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from schemas.article_with_entities import MentionField
from workers.stages.entities.headlines import Headlines
from workers.stages.entities.mentions import Named, is_free
from workers.stages.entities.names import ACRONYM, TITLES, acronyms_of, display_name, is_acronym
from workers.stages.entities.nationalities import country_of

NAMES = frozenset(("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT"))
"""Labels whose mentions are looked for again."""

SHORTEST = 4
"""Letters that a name of one word needs, if it is no acronym: shorter ones are too often something else."""

ACRONYMOUS = frozenset(("ORG", "GPE"))
BRACKETED = re.compile(rf" ?\(({ACRONYM.pattern})\)")

LONG = 3
"""Words of what no name but a person's goes on with, in a headline."""

WORD = re.compile(r"\w+")
SPACE = re.compile(r"\s+")
CAPITALISED = re.compile(r"(?<!\w)[^\W\da-z]\w*")
"""A word that a name may begin with; most words begin with a small letter and are passed over at once."""

CONTINUED = re.compile(r"[-–&'’]?\w|[ \t]+(?:(?:of|and|&)[ \t]+)?[A-Z]")
"""What follows a name that is only the first part of another: "Lavrov" in "Lavrov Street"."""


def completed(texts: Mapping[MentionField, str], mentions: Sequence[Named], headlines: Headlines) -> list[Named]:
    """Return the mentions of an article, and the places of the same names that the model missed, in order.

    So is the surname of a person who is named in full. A name of one word is looked for only if the article never
    writes it in small letters.
    """
    mentions = _grown(texts, _cut_in_headlines(headlines, _cut_in_capitals(texts, mentions)))
    mentions = _with_acronyms(texts, mentions)
    names = _names_by_first_word(texts, mentions)
    found = list(mentions)
    for field, text in texts.items():
        taken = [(named.start, named.end) for named in mentions if named.field == field]
        found += _missed(field, text, taken, names, headlines)
    return sorted(found, key=lambda named: named.place)


def _cut_in_capitals(texts: Mapping[MentionField, str], mentions: Sequence[Named]) -> Sequence[Named]:
    """Cut a person's name in capitals behind the name that the article gives elsewhere: "ANNA BERG QUITS" to "ANNA BERG".

    A surname alone counts only where the article has small letters too: "BERG QUITS". Other names are left: the "NEW YORK TIMES" begins
    like New York.
    """
    capitals = {field for field, text in texts.items() if text.isupper()}
    if not capitals:
        return mentions
    names = {
        named.surface.casefold()
        for named in mentions
        if named.label == "PERSON" and (" " in named.surface or named.field not in capitals)
    }
    return [_cut(named, names) if named.label == "PERSON" and named.field in capitals else named for named in mentions]


def _cut(named: Named, names: Collection[str]) -> Named:
    return next((short for short in _beginnings(named) if short.surface.casefold() in names), named)


def _beginnings(named: Named) -> list[Named]:
    """Return what a name would be without its last words, the shortest first."""
    gaps = [gap.start() for gap in SPACE.finditer(named.surface)]
    return [replace(named, end=named.start + gap, surface=named.surface[:gap]) for gap in gaps]


def _cut_in_headlines(headlines: Headlines, mentions: Sequence[Named]) -> Sequence[Named]:
    """Cut what the model takes for a long name in a headline of title case behind the name that stands elsewhere in the article.

    "Ann Lee Cancels" is Ann Lee, "Tessaro Energy Buys Half Of Windmark" Tessaro Energy; the "New York Times", which begins like New York,
    stays.
    """
    names = {named.surface for named in mentions if not headlines.holds(named)}
    return [
        _cut_to_known(named, names) if named.surface not in names and headlines.holds(named) else named
        for named in mentions
    ]


def _cut_to_known(named: Named, names: Collection[str]) -> Named:
    shorter = _beginnings(named)
    shorter = shorter if named.label == "PERSON" else shorter[: 1 - LONG]
    return next((short for short in reversed(shorter) if short.surface in names), named)


def _grown(texts: Mapping[MentionField, str], mentions: Sequence[Named]) -> Sequence[Named]:
    """Give what the model cuts the whole length of an organisation that is named elsewhere: "Fennimore" in "Fennimore & Stroud"."""
    wholes: defaultdict[str, dict[str, Named]] = defaultdict(dict)
    for named in mentions:
        if named.label == "ORG" and " " in named.surface:
            wholes[named.surface.split()[0]].setdefault(named.surface, named)
    lengths = {first: _by_length(names, 0, folded=False) for first, names in wholes.items()}
    found: list[Named] = []
    for named in mentions:
        inside = found and found[-1].field == named.field and named.start < found[-1].end
        if not inside:  # "Stroud" is, where "Fennimore" has grown
            found.append(_whole(texts[named.field], named, lengths.get(named.surface.split()[0], ())))
    return found


def _whole(text: str, named: Named, names_by_length: Sequence[tuple[int, Mapping[str, Named]]]) -> Named:
    for length, of_length in names_by_length:
        end = named.start + length
        known = of_length.get(text[named.start : end])
        if known and length > len(named.surface) and _ends_a_word(text, end):
            return replace(known, field=named.field, start=named.start, end=end)
    return named


def _with_acronyms(texts: Mapping[MentionField, str], mentions: Sequence[Named]) -> Sequence[Named]:
    """Add the acronyms that stand in brackets behind what they stand for: "the Council for Product Safety (CPS)"."""
    starts = {(named.field, named.start) for named in mentions}
    found = []
    for named in mentions:
        bracketed = BRACKETED.match(texts[named.field], named.end)
        if bracketed and named.label in ACRONYMOUS and bracketed[1].casefold() in acronyms_of(named.surface):
            start, end = bracketed.span(1)
            if (named.field, start) not in starts:
                found.append(replace(named, start=start, end=end, surface=bracketed[1]))
    return sorted((*mentions, *found), key=lambda named: named.place) if found else mentions


def _names_by_first_word(
    texts: Mapping[MentionField, str], mentions: Sequence[Named]
) -> Mapping[str, Mapping[str, Named]]:
    common_words = {word for text in texts.values() for word in WORD.findall(text) if word.islower()}
    names: defaultdict[str, dict[str, Named]] = defaultdict(dict)
    for named in mentions:
        if named.label in NAMES:
            name = display_name(named.surface, named.label, named.titles)
            for form in {name, name.split()[-1]} if named.label == "PERSON" else {name}:
                first = WORD.match(form)
                tells = len(form) >= SHORTEST and (" " in form or form.casefold() not in common_words)
                tells |= named.label != "PERSON" and is_acronym(form)
                if first and form[0].isupper() and tells:
                    names[first[0].casefold()].setdefault(form, named)
    return names


def _missed(
    field: MentionField,
    text: str,
    taken: Sequence[tuple[int, int]],
    names: Mapping[str, Mapping[str, Named]],
    headlines: Headlines,
) -> Iterator[Named]:
    capitals = text.isupper()
    # What is written in capitals all through hides acronyms: "CONTACT US".
    shortest = SHORTEST if capitals else 0
    names_by_length = cache(lambda first: _by_length(names.get(first, {}), shortest, folded=capitals))
    free = 0
    for word in CAPITALISED.finditer(text):
        start = word.start()
        if start < free:
            continue
        for length, of_length in names_by_length(word[0].casefold()):
            end = start + length
            surface = text[start:end]
            known = of_length.get(surface.casefold() if capitals else surface)
            if (
                known
                and is_free(start, end, taken)
                and (
                    _ends_a_word(text, end)
                    if capitals or headlines.hold(field, start)
                    else _stands_alone(text, start, end)
                )
            ):
                yield replace(known, field=field, start=start, end=end, surface=surface)
                free = end
                break


def _by_length(names: Mapping[str, Named], shortest: int, *, folded: bool) -> list[tuple[int, Mapping[str, Named]]]:
    """Group names by their length, the longest first: what stands in a place is looked up once for each length, not name."""
    found: defaultdict[int, dict[str, Named]] = defaultdict(dict)
    for name, named in names.items():
        if len(name) < shortest:
            continue
        found[len(name)].setdefault(name.casefold() if folded else name, named)
    return sorted(found.items(), reverse=True, key=lambda item: item[0])


def _ends_a_word(text: str, end: int) -> bool:
    return not text[end : end + 1].isalnum()


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Return whether a name is not a part of a longer one."""
    after = text[end : end + 40]
    if not after.startswith(("'s", "’s")) and CONTINUED.match(after):
        return False
    before = text[max(0, start - 60) : start]
    if before and not before[-1].isspace():
        return before[-1] not in "-–&'’@#/."
    words = before.rpartition("\n")[2].split()
    if not words or not words[-1][0].isupper() or words[-1].casefold().strip(".") in TITLES or country_of(words[-1]):
        return True  # also in "the Russian Defence Ministry"
    # A capital at the start of a sentence says nothing: "But Lavrov".
    return len(words) == 1 or words[-1][-1] in ",;:.!?" or words[-2][-1] in '.!?:"”'
