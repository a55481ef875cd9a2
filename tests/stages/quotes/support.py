"""Articles for the tests of quotes, written with their names marked, and the hand-made cases with their inline tags."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from schemas.article_with_entities import ArticleWithEntities, Entity, EntityLabel, Mention, MentionField
from schemas.enriched_article import EnrichedArticle, Quote
from tests.written_cases import WrittenCase, written_cases
from workers.stages.quotes.model import load_model
from workers.stages.quotes.stage import find_quotes
from workers.stages.received import Received

NAME = re.compile(r"\{(?:(?P<label>[A-Z]+):)?(?P<surface>[^}=]+)(?:=(?P<name>[^}]+))?\}")
SYNTAX = load_model()
JOINT = " + "
"""Between the names of those who speak together."""


def article(markup: str, title: str = "", language: str | None = "en") -> ArticleWithEntities:
    """Build an article: `{Lavrov=Sergei Lavrov}` is a mention of a person, `{ORG:Health Board}` one of an organisation."""
    entities: dict[str, tuple[str, EntityLabel, int]] = {}
    mentions: list[Mention] = []
    texts: dict[MentionField, str] = {}
    parts: tuple[tuple[MentionField, str], ...] = (("title", title), ("text", markup))
    for where, source in parts:
        text, begin = "", 0
        for found in NAME.finditer(source):
            text += source[begin : found.start()]
            begin = found.end()
            label = _label(found["label"])
            name = found["name"] or found["surface"]
            identity, _, count = entities.get(name, (f"e{len(entities) + 1}", label, 0))
            entities[name] = (identity, label, count + 1)
            end = len(text) + len(found["surface"])
            mentions.append(Mention(start=len(text), end=end, label=label, entity_id=identity, field=where))
            text += found["surface"]
        texts[where] = text + source[begin:]
    return ArticleWithEntities(
        article_id="a1",
        title=texts["title"] or None,
        text=texts["text"],
        language=language,
        mentions=mentions,
        entities=[Entity(id=i, name=name, label=label, count=count) for name, (i, label, count) in entities.items()],
    )


def _label(written: str | None) -> EntityLabel:
    known: dict[str, EntityLabel] = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "GPE", "DATE": "DATE"}
    return known[written or "PERSON"]


def enriched(markup: str, title: str = "", language: str | None = "en") -> EnrichedArticle:
    (found,) = find_quotes([Received(article(markup, title, language), worker="9.9")], SYNTAX)
    return found


def quotes(markup: str, title: str = "") -> list[Quote]:
    return enriched(markup, title).quotes


def texts(markup: str, title: str = "") -> list[str]:
    return [quote.text for quote in quotes(markup, title)]


def name_of(quote: Quote) -> str | None:
    """Return who speaks, by name; several are joined."""
    return JOINT.join(speaker.name for speaker in quote.speakers) or None


def attributed(markup: str, title: str = "") -> list[tuple[str, str | None]]:
    return [(quote.text, quote.speaker_name) for quote in quotes(markup, title)]


@dataclass
class Gold:
    """A quote of the hand-made cases, as its tags say."""

    spans: list[tuple[int, int]] = field(default_factory=list)
    name: str | None = None
    """The speaker's name; several are joined."""
    optional: bool = False
    modality: str = "said"


@dataclass
class Case:
    """One hand-made article."""

    name: str
    title: str | None
    text: str
    quotes: list[Gold]

    def article(self) -> ArticleWithEntities:
        """Build the record with a mention wherever a speaker's name or last name stands."""
        names = list(dict.fromkeys(quote.name for quote in self.quotes if quote.name))
        found = sorted(set(self._mentions(names)), key=lambda one: (one[0], -one[1]))
        kept: list[tuple[int, int, str]] = []
        for start, end, name in found:
            if not kept or start >= kept[-1][1]:
                kept.append((start, end, name))
        labels = {name: _label("ORG" if _is_organisation(name) else "PERSON") for name in names}
        ids = {name: f"e{number}" for number, name in enumerate(names, 1)}
        return ArticleWithEntities(
            article_id=self.name,
            text=self.text,
            language="en",
            mentions=[Mention(start=s, end=e, label=labels[name], entity_id=ids[name]) for s, e, name in kept],
            entities=[
                Entity(id=ids[name], name=name, label=labels[name], count=max(1, sum(name == n for _, _, n in kept)))
                for name in names
            ],
        )

    def _mentions(self, names: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        for name in names:
            words = name.split()
            forms = {name, "".join(word[0] for word in words)} if _is_organisation(name) else {name, words[-1]}
            if "van der" in name:
                forms.add("Van der Meulen")
            for form in sorted(forms):
                for found in re.finditer(rf"\b{re.escape(form)}\b", self.text):
                    yield found.start(), found.end(), name


ORGANISATIONS = frozenset(
    [
        "Ministry",
        "Board",
        "Society",
        "Office",
        "Chemicals",
        "Optical",
        "Steel",
        "Foods",
        "Shipping",
        "Electric",
        "Union",
        "Air",
        "Institute",
        "Insurance",
        "Bank",
        "Petroleum",
    ]
)


def _is_organisation(name: str) -> bool:
    return any(word in ORGANISATIONS for word in name.split())


WORD = re.compile(r"\w+(?:[.'’-]\w+)*")


def word_starts(text: str, spans: Sequence[tuple[int, int]]) -> set[int]:
    """Return where the words begin that stand in some spans, in whole or in part."""
    return {
        found.start() for found in WORD.finditer(text) if any(s < found.end() and found.start() < e for s, e in spans)
    }


def alike(text: str, spans: Sequence[tuple[int, int]], quote: Quote) -> bool:
    """Compare contents as the scorer of the development data does."""
    one = word_starts(text, spans)
    other = word_starts(text, [(span.start, span.end) for span in quote.content])
    return len(one & other) >= 0.8 * len(one | other)


TAG = re.compile(r'<(?P<close>/?)(?P<kind>[qsc])(?P<number>\d*)(?P<attributes>(?: \w+="[^"]*")*)>')


def handmade(file: str) -> list[tuple[WrittenCase, Case]]:
    """Read the hand-made cases of a file beside this one."""
    return [(written, _case(written)) for written in written_cases(Path(__file__).with_name(file))]


def _case(written: WrittenCase) -> Case:
    body = written.body
    text, begin, opened = "", 0, 0
    gold: dict[str, Gold] = {}
    like: dict[str, str] = {}
    for tag in TAG.finditer(body):
        text += body[begin : tag.start()]
        begin = tag.end()
        one = gold.setdefault(tag["number"], Gold())
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag["attributes"]))
        if tag["kind"] == "q" and not tag["close"]:
            opened = len(text)
            one.optional |= "optional" in attributes
            one.modality = attributes.get("modality", one.modality)
            if "like" in attributes:
                like[tag["number"]] = attributes["like"]
        elif tag["kind"] == "q":
            one.spans.append((opened, len(text)))
        elif tag["kind"] == "s" and not tag["close"]:
            one.name = attributes.get("name")
    text += body[begin:]
    for number, model in like.items():
        gold[number].name = gold[model].name
    return Case(written.name, written.get("title"), text, [one for one in gold.values() if one.spans])
