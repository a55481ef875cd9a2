"""Where a text names something, as the model sees it."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from spacy.language import Language

from schemas.article_with_entities import EntityLabel, MentionField
from workers.stages.entities.names import (
    ALL_TITLES,
    COURTESY_TITLES,
    HOLIDAYS,
    HONOURS,
    INSTITUTIONS,
    NOBODY,
    ROLES,
    TITLES,
    any_of,
)
from workers.stages.entities.pieces import pieces, pieces_of_any_script
from workers.stages.entities.tagger import CONFIDENCES

LEADING = " \t\r\n\"'“”‘’«»„‚,;:!?…*•·|/\\-–—)]}>.([{<"
TRAILING = " \t\r\n\"'“”‘’«»„‚,;:!?…*•·|/\\-–—([{<"
POSSESSIVES = ("'s", "’s")
PAIRS = (("(", ")"), ("[", "]"))
ARTICLE = re.compile(r"\b[AE]l-$", re.IGNORECASE)
"""The Arabic article, which tokenizers cut off a name: "al-Busaidi"."""

COURTESY = re.compile(rf"\b({any_of(COURTESY_TITLES)})\.?\s$", re.IGNORECASE)
PICTURES = frozenset(("So", "Sk", "Cf", "Cs", "Co", "Mn"))
"""Unicode's categories of emoji, of flags, and of what joins and colours them."""

CUT_NICKNAME = re.compile(r"\w+ (?:“\w[^”\n]{0,20}” |\"\w[^\"\n]{0,20}\" )")
"""The first part of a name with a nickname in marks, if the model ends it there."""

SENTENCE_ENDS = re.compile(r"(?<=[a-z]{4})[.!?] +(?=[A-Z])")
"""The end of a sentence: "Pebble. Shares". Abbreviations are shorter ("Corp. Chief")."""

_EMPLOYED: Mapping[EntityLabel, int] = {"GPE": 2, "LOC": 2, "ORG": 3}
"""How many words a role and a name are that the model takes for something else: "Referee London", "Executive Beatrix Langerak"."""

WORD = re.compile(r"(\S++)\s++(?=\S)")
"""A word that is not the last one."""

MOST_READ = 100_000
"""Characters of a text that the model reads: 17,000 words, more than the longest features, about 1.5 seconds.

What goes on is no article and must not hold up those behind it; names of the first part are found in the rest by
agreement.
"""

BATCH = 32
"""Pieces that the model takes at once; more is slower, since the arrays no longer fit the processor's cache."""


@dataclass(frozen=True, slots=True)
class Named:
    """One place where something is named."""

    field: MentionField
    start: int
    end: int
    label: EntityLabel
    surface: str
    """The words of the place: `text[start:end]`."""
    probability: float = 1.0
    """How probable the model finds it that exactly this is a name with this label."""
    title: str = ""
    """The courtesy title right before it, in lower case: "mrs"."""
    told: bool = False
    """Whether what stands beside it tells that it is a person, which the model did not see."""
    owner: str | None = None
    """Of an institution: whose it is, as the code of a country or the name of a place in lower case."""
    titles: frozenset[str] = TITLES
    """Words that are no part of a person's name where they stand before it, in the language of the text."""

    @property
    def place(self) -> tuple[bool, int]:
        """Sort key: the title comes before the text."""
        return self.field == "text", self.start


def named_in(
    texts: Sequence[str], field: MentionField, language: Language, titles: frozenset[str] | None = None
) -> list[list[Named]]:
    """Mark the names in each of the texts, in order; names never overlap and never cross a paragraph.

    Texts are English, unless the titles of another language are given: then names are as the model marks them, without these.
    """
    found: list[list[Named]] = [[] for _ in texts]
    for index, start, end, label, probability in _spans(texts, language, english=titles is None):
        text = texts[index]
        ends = SENTENCE_ENDS.search(text, start, end)
        first, last = trimmed(text, start, ends.start() if ends else end)
        first = max(_with_article(text, first), found[index][-1].end if found[index] else 0)
        if any(character.isalnum() for character in text[first:last]):
            if titles is not None:
                first = without_titles(text, first, last, titles) if label == "PERSON" else first
                found[index].append(Named(field, first, last, label, text[first:last], probability, titles=titles))
                continue
            words = text[first:last].casefold().split()
            if " ".join(words) in NOBODY:
                continue
            if COURTESY.search(text, max(0, first - len(" Prof. ")), first) or _is_titled(words):
                label = "PERSON"  # noqa: PLW2901 - the title knows better than the model
            elif label in _EMPLOYED and len(words) == _EMPLOYED[label] and words[0] in ROLES:
                label, first = "PERSON", first + len(words[0]) + 1  # noqa: PLW2901
            elif len(words) > 1 and words[-1] in INSTITUTIONS and label in {"PERSON", "GPE", "LOC"}:
                label = "ORG"  # noqa: PLW2901
            elif text[first:last].replace("’", "'").casefold() in HOLIDAYS:
                label = "DATE"  # noqa: PLW2901
            if label == "PERSON":
                first = without_titles(text, first, last)
                last = _without_honours(text, first, last)
            _put(found[index], Named(field, first, last, label, text[first:last], probability), text)
    return found


def _put(found: list[Named], named: Named, text: str) -> None:
    """Append a name, or what is missing of the last one, which ends in a nickname: 'Maria “Mimi' and "Delgado"."""
    last = found[-1] if found else None
    if last and last.label == named.label == "PERSON" and CUT_NICKNAME.fullmatch(text, last.start, named.start):
        found[-1] = replace(last, end=named.end, surface=text[last.start : named.end])
    else:
        found.append(named)


def without_titles(text: str, start: int, end: int, titles: frozenset[str] | None = None) -> int:
    """Move the start of a person's name over titles ("Mr.", "former President"), as annotated news has it.

    They are those of English and what people are, unless the titles of another language are given.
    """
    while word := WORD.match(text, start, end):
        title = word[1].casefold().strip(".")
        if not (title in titles if titles is not None else _is_title(title, text[word.end() : end])):
            break
        start = word.end()
    return start


def _is_titled(words: Sequence[str]) -> bool:
    """Return whether a courtesy title begins a name: "Supt Colin Marchbank"."""
    return len(words) > 1 and words[0].strip(".") in COURTESY_TITLES


def _is_title(title: str, name: str) -> bool:
    if title in TITLES or all(part in ALL_TITLES for part in title.split("-")):
        return True  # Ex-President, Major-Gen
    return title in ROLES and " " in name  # Midfielder Daniel Okoro, but Singer Sargent


def _without_honours(text: str, start: int, end: int) -> int:
    """Move the end of a person's name before "KC" and "OBE"."""
    name, _, last = text[start:end].rpartition(" ")
    return start + len(name.rstrip(", ")) if " " in name and last.casefold() in HONOURS else end


def _with_article(text: str, start: int) -> int:
    return start - 3 if ARTICLE.search(text, max(0, start - 4), start) else start


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Move the ends of a span inwards, over white space, marks and a possessive `'s`."""
    while start < end and _is_edge(text[start], LEADING):
        start += 1
    before = None
    while before != end:
        before = end
        while start < end and _is_edge(text[end - 1], TRAILING):
            end -= 1
        if text.endswith(POSSESSIVES, start, end):
            end -= 2
        for opening, closing in PAIRS:
            if text.endswith(closing, start, end) and opening not in text[start:end]:
                end -= 1
    return start, end


def _is_edge(character: str, marks: str) -> bool:
    """Return whether no name begins or ends with a character: white space, marks, emoji."""
    return (
        character in marks
        or character.isspace()
        or (character > "\xff" and unicodedata.category(character) in PICTURES)
    )


def _spans(
    texts: Sequence[str], language: Language, *, english: bool
) -> Iterator[tuple[int, int, int, EntityLabel, float]]:
    cut = pieces if english else pieces_of_any_script
    parts = ((part, (index, offset)) for index, text in enumerate(texts) for offset, part in cut(text[:MOST_READ]))
    for doc, (index, offset) in language.pipe(parts, as_tuples=True, batch_size=BATCH):
        for span, probability in zip(doc.ents, doc.user_data[CONFIDENCES], strict=True):
            # The model's labels are those of the schema: the recipe trains no others, and `labels.py` brings others to them.
            label = cast("EntityLabel", span.label_)
            yield index, offset + span.start_char, offset + span.end_char, label, probability


def is_free(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    """Return whether a stretch overlaps none of those taken, which come in order."""
    after = bisect_right(taken, (start, end))
    overlaps_before = after > 0 and taken[after - 1][1] > start
    return not overlaps_before and (after == len(taken) or taken[after][0] >= end)
