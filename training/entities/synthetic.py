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
MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.", "January")  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NICKNAMES = (
    "Athletic", "Badgers", "Bears", "Blues", "Bulls", "City", "Eagles", "Falcons", "Giants", "Harbour", "Hawks",
    "Hornets", "Kings", "Lions", "Magpies", "Panthers", "Pirates", "Rangers", "Reds", "Rovers", "Royals", "Saints",
    "Sharks", "Stags", "Tigers", "Town", "United", "Wanderers", "Warriors", "Wolves",
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
    """Who and what the slots of a text stand for."""

    def __init__(self, pools: NamePools, chance: random.Random) -> None:
        self.pools = pools
        self.chance = chance
        self._names: dict[tuple[str, str], str] = {}
        self._office: tuple[str, str] | None = None

    def of(self, pool: str) -> str:
        """Draw a name from a pool."""
        return self.chance.choice(self.pools[pool])

    def office(self) -> tuple[str, str]:
        """Return the institution of the text, and its acronym."""
        if self._office is None:
            words = [
                self.chance.choice(part) for part in OFFICES if part is not OFFICES[2] or self.chance.random() < 0.5
            ]
            self._office = " ".join(words), "".join(word[0] for word in words)
        return self._office

    def name(self, kind: str, number: str) -> str:
        """Return what a slot stands for, the same each time."""
        if (kind, number) not in self._names:
            self._names[kind, number] = SLOTS[kind][1](self)
        return self._names[kind, number]


def _person(cast: _Cast) -> str:
    forename = cast.of("first")
    return f"{forename[0]}. {cast.of('last')}" if cast.chance.random() < 0.1 else f"{forename} {cast.of('last')}"


def _place(cast: _Cast) -> str:
    return cast.of("large" if cast.chance.random() < 0.6 else "GPE")


def _team(cast: _Cast) -> str:
    draw = cast.chance.random()
    if draw < 0.7:
        return _place(cast)
    return cast.of("clubs") if draw < 0.85 else f"{_place(cast)} {cast.chance.choice(NICKNAMES)}"


def _role(cast: _Cast) -> str:
    return cast.chance.choice(sorted(ROLES))


def _venue(cast: _Cast) -> str:
    return f"{cast.of('GPE' if cast.chance.random() < 0.5 else 'last')} {cast.chance.choice(VENUES)}"


SLOTS: Mapping[str, tuple[str, Callable[[_Cast], str]]] = {
    "team": ("ORG", _team),
    "club": ("ORG", lambda cast: cast.of("clubs")),
    "nickname": ("ORG", lambda cast: cast.chance.choice(NICKNAMES)),
    "company": ("ORG", lambda cast: cast.of("ORG")),
    "family": ("ORG", lambda cast: cast.of("last")),
    "agency": ("ORG", lambda cast: cast.chance.choice(AGENCIES)),
    "institution": ("ORG", lambda cast: cast.office()[0]),
    "acronym": ("ORG", lambda cast: cast.office()[1]),
    "person": ("PERSON", _person),
    "surname": ("PERSON", lambda cast: cast.of("last")),
    "forename": ("PERSON", lambda cast: cast.of("first")),
    "double": ("PERSON", lambda cast: f"{cast.of('first')} {cast.of('last')}-{cast.of('last')}"),
    "country": ("GPE", lambda cast: cast.of("nations")),
    "place": ("GPE", _place),
    "nationality": ("NORP", lambda cast: cast.of("nationalities")),
    "venue": ("FAC", _venue),
    "day": ("DATE", lambda cast: cast.chance.choice(DAYS)),
    "year": ("DATE", lambda cast: str(cast.chance.randint(1900, 2026))),
    "role": ("", lambda cast: _role(cast).capitalize()),
    "lowrole": ("", _role),
}
"""What a slot is, with its label, none for what is no name; and what fills it."""


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
        line.add(name.upper() if slot[1].isupper() or capitals else name, SLOTS[kind][0])
    line.add(template[position:])
    return Sentence(line.text, tuple(line.names))
