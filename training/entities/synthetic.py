"""Lines that news has and the sources lack: datelines, and what `lines.txt` holds, with names from the pools."""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from training.entities.augmentation import NamePools
from training.entities.sentences import Labelled, Sentence, join
from workers.stages.entities.names import ROLES

TEMPLATES = Path(__file__).with_name("lines.txt")
SLOT = re.compile(r"\{([a-zA-Z]+)(\d?)\}|(#)")
SPEAKING = frozenset(("sport", "people", "companies", "places", "institutions"))
"""Sections of sentences, of which several make a text; of the others each line stands alone."""

AGENCIES = ("AP", "Reuters", "AFP", "Xinhua", "dpa", "UPI", "TASS", "Bloomberg", "PTI", "Kyodo", "ANSA", "EFE", "CNN", "BBC")  # fmt: skip
MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.", "January", "August")  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NICKNAMES = (
    "Athletic", "Badgers", "Bears", "Blues", "Bulls", "City", "Eagles", "Falcons", "Giants", "Harbour", "Hawks", "Hornets", "Kings", "Lions",
    "Magpies", "Panthers", "Pirates", "Rangers", "Reds", "Rovers", "Royals", "Saints", "Sharks", "Stags", "Tigers", "Town", "United",
    "Wanderers", "Warriors", "Wolves",
)  # fmt: skip
OFFICES = (
    ("National", "Federal", "Central", "European", "State", "Royal", "Regional", "African", "Independent"),
    ("Food", "Rail", "Bridge", "Water", "Land", "Health", "Weather", "Press", "Farm", "Fisheries", "Housing", "Election", "Energy"),
    ("Safety", "Standards", "Workers", "Research", "Planning", "Finance"),
    ("Agency", "Office", "Board", "Authority", "Council", "Commission", "Institute", "Union", "Association", "Society"),
)  # fmt: skip
VENUES = ("Park", "Stadium", "Arena", "Road Ground", "Oval", "Dome")


def with_dateline(sentence: Sentence, pools: NamePools, chance: random.Random) -> Sentence:
    """Put a dateline before a sentence: place, perhaps a country and a date, an agency."""
    place = chance.choice(pools["GPE"])
    line = _Line().add(place.upper() if chance.random() < 0.8 else place, "GPE")
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


def lines(pools: NamePools, chance: random.Random) -> Sentence:
    """Fill one line of `lines.txt`, or up to three sentences of a section about the same names."""
    sections = templates()
    section = chance.choices(list(sections), [len(of_section) for of_section in sections.values()])[0]
    chosen = chance.sample(sections[section], chance.choice((1, 2, 3)) if section in SPEAKING else 1)
    cast = _Cast(pools, chance)
    return join([_filled(template, cast, chance) for template in chosen])


@cache
def templates() -> Mapping[str, list[str]]:
    """Read `lines.txt`: the lines of each section."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    section = ""
    for line in TEMPLATES.read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"\[([\w ]+)\]", line):
            section = heading[1]
        elif line and section:
            found[section].append(line)
    return found


class _Line:
    """A line as it is put together, with its names."""

    def __init__(self) -> None:
        self.text = ""
        self.names: list[Labelled] = []

    def add(self, text: str, label: str = "") -> "_Line":
        """Append words; a name if they have a label."""
        if label:
            self.names.append((len(self.text), len(self.text) + len(text), label))
        self.text += text
        return self


class _Cast:
    """Who and what the slots of a text stand for; `LABELS` are those of the slots, none for what is no name."""

    LABELS: Mapping[str, str] = {
        "team": "ORG", "club": "ORG", "nickname": "ORG", "company": "ORG", "family": "ORG", "institution": "ORG", "acronym": "ORG", "agency": "ORG",
        "person": "PERSON", "double": "PERSON", "surname": "PERSON", "forename": "PERSON", "country": "GPE", "place": "GPE", "nationality": "NORP", "venue": "FAC",
        "day": "DATE", "year": "DATE", "role": "", "lowrole": "",
    }  # fmt: skip

    def __init__(self, pools: NamePools, chance: random.Random) -> None:
        self._pools = pools
        self._chance = chance
        self._names: dict[tuple[str, str], str] = {}

    def name(self, kind: str, number: str) -> str:
        """Return what a slot stands for, the same each time."""
        key = kind, number
        if key not in self._names:
            if kind in {"institution", "acronym"}:
                words = [self._chance.choice(part) for part in OFFICES if part is not OFFICES[2] or self._chance.random() < 0.5]
                self._names["institution", number] = " ".join(words)
                self._names["acronym", number] = "".join(word[0] for word in words)
            else:
                self._names[key] = self._make[kind](self)
        return self._names[key]

    def _of(self, pool: str) -> str:
        return self._chance.choice(self._pools[pool])

    def _person(self) -> str:
        forename = self._of("first")
        return f"{forename[0]}. {self._of('last')}" if self._chance.random() < 0.1 else f"{forename} {self._of('last')}"

    def _team(self) -> str:
        draw = self._chance.random()
        town = self._of("large" if self._chance.random() < 0.6 else "GPE")
        if draw < 0.7:
            return town
        return self._of("clubs") if draw < 0.85 else f"{town} {self._chance.choice(NICKNAMES)}"

    def _role(self) -> str:
        return self._chance.choice(sorted(ROLES))

    _make: Mapping[str, Callable[["_Cast"], str]] = {
        "team": _team,
        "club": lambda cast: cast._of("clubs"),
        "nickname": lambda cast: cast._chance.choice(NICKNAMES),
        "company": lambda cast: cast._of("ORG"),
        "family": lambda cast: cast._of("last"),
        "agency": lambda cast: cast._chance.choice(AGENCIES),
        "person": _person,
        "surname": lambda cast: cast._of("last"),
        "forename": lambda cast: cast._of("first"),
        "double": lambda cast: f"{cast._of('first')} {cast._of('last')}-{cast._of('last')}",
        "country": lambda cast: cast._of("nations"),
        "place": lambda cast: cast._of("large" if cast._chance.random() < 0.6 else "GPE"),
        "nationality": lambda cast: cast._of("nationalities"),
        "venue": lambda cast: f"{cast._of('GPE' if cast._chance.random() < 0.5 else 'last')} {cast._chance.choice(VENUES)}",
        "day": lambda cast: cast._chance.choice(DAYS),
        "year": lambda cast: str(cast._chance.randint(1900, 2026)),
        "role": lambda cast: cast._role().capitalize(),
        "lowrole": _role,
    }


def _filled(template: str, cast: _Cast, chance: random.Random) -> Sentence:
    line = _Line()
    position = 0
    capitals = SLOT.sub("", template).isupper()
    for slot in SLOT.finditer(template):
        line.add(template[position : slot.start()])
        position = slot.end()
        if slot[3]:
            line.add(str(chance.randint(1 if line.text[-1:] in {"", " ", "(", "-"} else 0, 9)))
            continue
        kind = slot[1].lower()
        name = cast.name(kind, slot[2])
        line.add(name.upper() if slot[1].isupper() or capitals else name, cast.LABELS[kind])
    line.add(template[position:])
    return Sentence(line.text, tuple(line.names))
