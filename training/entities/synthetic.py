"""Lines that news has and the sources lack: datelines, bylines, results and tables, with names from the pools."""

import random

from training.entities.augmentation import NamePools
from training.entities.sentences import Labelled, Sentence

AGENCIES = (
    "AP",
    "Reuters",
    "AFP",
    "Xinhua",
    "dpa",
    "UPI",
    "TASS",
    "Bloomberg",
    "PTI",
    "Kyodo",
    "ANSA",
    "EFE",
    "CNN",
    "BBC",
)
MONTHS = (
    "Jan.",
    "Feb.",
    "March",
    "April",
    "May",
    "June",
    "July",
    "Aug.",
    "Sept.",
    "Oct.",
    "Nov.",
    "Dec.",
    "January",
    "August",
)


class Line:
    """A line as it is put together, with its names."""

    def __init__(self) -> None:
        self.text = ""
        self.names: list[Labelled] = []

    def add(self, text: str, label: str = "") -> "Line":
        """Append words; a name if they have a label."""
        if label:
            self.names.append((len(self.text), len(self.text) + len(text), label))
        self.text += text
        return self


def with_dateline(sentence: Sentence, pools: NamePools, chance: random.Random) -> Sentence:
    """Put a dateline before a sentence: place, perhaps a country and a date, an agency."""
    place = chance.choice(pools["GPE"])
    line = Line().add(place.upper() if chance.random() < 0.8 else place, "GPE")
    if chance.random() < 0.4:
        line.add(", ").add(chance.choice(pools["countries"]), "GPE")
    if chance.random() < 0.4:
        line.add(", ").add(f"{chance.choice(MONTHS)} {chance.randint(1, 31)}", "DATE")
    if chance.random() < 0.6:
        line.add(" (").add(chance.choice(AGENCIES), "ORG").add(")")
    line.add(chance.choice((" - ", " — ", " – ", " -- ", ": ")))
    shift = len(line.text)
    moved = [(start + shift, end + shift, label) for start, end, label in sentence.entities]
    skip = tuple((start + shift, end + shift) for start, end in sentence.skip)
    return Sentence(line.text + sentence.text, (*line.names, *moved), skip)


def line(pools: NamePools, chance: random.Random) -> Sentence:
    """Make up a line of its own."""
    made = chance.choice((_byline, _result, _ranking, _transfer))(pools, chance)
    return Sentence(made.text, tuple(made.names))


def _person(pools: NamePools, chance: random.Random) -> str:
    first, last = chance.choice(pools["first"]), chance.choice(pools["last"])
    return f"{first[0]}. {last}" if chance.random() < 0.15 else f"{first} {last}"


def _byline(pools: NamePools, chance: random.Random) -> Line:
    name = _person(pools, chance)
    made = (
        Line().add(chance.choice(("By ", "BY ", "by "))).add(name.upper() if chance.random() < 0.3 else name, "PERSON")
    )
    if chance.random() < 0.5:
        made.add(chance.choice((", ", " | ", " - "))).add(chance.choice(AGENCIES), "ORG")
    return made


def _result(pools: NamePools, chance: random.Random) -> Line:
    kind, label = chance.choice((("clubs", "ORG"), ("clubs", "ORG"), ("countries", "GPE")))
    one, two = chance.choice(pools[kind]), chance.choice(pools[kind])
    if chance.random() < 0.2:
        one, two = one.upper(), two.upper()
    a, b = chance.randint(0, 120) // chance.choice((1, 20, 30)), chance.randint(0, 6)
    if chance.random() < 0.5:
        made = Line().add(one, label).add(f" {a} ").add(two, label).add(f" {b}")
    else:
        made = (
            Line().add(one, label).add(chance.choice((" vs. ", " v ", f" {a}-{b} ", " beat ", " at "))).add(two, label)
        )
    return made


def _ranking(pools: NamePools, chance: random.Random) -> Line:
    made = Line().add(f"{chance.randint(1, 20)}. ").add(_person(pools, chance), "PERSON")
    country = chance.choice(pools["countries"])
    made.add(" (").add(country, "GPE").add(")") if chance.random() < 0.5 else made.add(", ").add(country, "GPE").add(
        ","
    )
    return made.add(f" {chance.randint(1, 59)}:{chance.randint(10, 59)}.{chance.randint(10, 99)}")


def _transfer(pools: NamePools, chance: random.Random) -> Line:
    made = Line().add(_person(pools, chance), "PERSON")
    made.add(chance.choice((" (", ", ", " of "))).add(chance.choice(pools["ORG"]), "ORG")
    return made.add(")") if "(" in made.text else made
