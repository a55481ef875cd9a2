"""Which country, region or city a place's name stands for.

A name that several places share goes to the one with most of the weight: about its inhabitants, times ten for each sign
in the article that speaks for it (its country or its region is named), and times a million if its region or country
follows the name ("Paris, Texas"). How sure that is, is the winner's share of the weight.
"""

import gzip
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).parents[2] / "models" / "places" / "places.tsv.gz"
"""Made by `training/places.py` of the lists of GeoNames and ISO 3166."""

SURE_ENOUGH = 0.8
"""Share of the weight from which a place counts as unambiguous."""

CERTAIN = 0.99
"""The most that is said: lists and articles err."""

NAMED = 10.0
FOLLOWS = 1_000_000.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may stand for: a country, a region or, if it has a number, a city."""

    country: str
    """ISO 3166-1 alpha-2."""
    region: str | None = None
    """ISO 3166-2; of cities, only in the United States."""
    geonames: int | None = None
    """The city's number at GeoNames."""
    latitude: float | None = None
    longitude: float | None = None
    weight: float = 0.0
    """About its inhabitants."""

    @property
    def codes(self) -> set[str]:
        """The countries and regions that it is or lies in."""
        return {self.country, self.region or self.country}

    def __str__(self) -> str:
        numbers = (self.geonames, self.latitude, self.longitude, round(self.weight))
        return ",".join("" if value is None else str(value) for value in (self.country, self.region, *numbers))

    @classmethod
    def read(cls, text: str) -> "Candidate":
        """Undo `str`."""
        country, region, number, latitude, longitude, weight = text.split(",")
        if not number:
            return cls(country, region or None, weight=float(weight))
        return cls(country, region or None, int(number), float(latitude), float(longitude), float(weight))


@dataclass(frozen=True, slots=True)
class Found:
    """The place that a name stands for, and how sure that is (0 to 1)."""

    place: Candidate
    confidence: float


class Places:
    """Looks places up by name."""

    def __init__(self, table: Path = TABLE) -> None:
        lines = gzip.decompress(table.read_bytes()).decode().splitlines()
        self._lines = dict(line.split("\t") for line in lines)

    def candidates(self, name: str) -> list[Candidate]:
        """List what a name may stand for."""
        line = self._lines.get(plain(name))
        return [Candidate.read(text) for text in line.split("|")] if line else []

    def has(self, name: str) -> bool:
        """Return whether anything has that name."""
        return bool(self.candidates(name))

    def is_country(self, name: str) -> bool:
        """Return whether a country has that name."""
        return any(one.region is None and one.geonames is None for one in self.candidates(name))

    def find(
        self, name: str, beside: Callable[[str], bool] = lambda _: False, follows: Collection[str] = ()
    ) -> Found | None:
        """Choose what a name stands for.

        `beside` tells whether another place of the article speaks for a code; `follows` are the places named right after it.
        """
        candidates = self.candidates(name)
        behind = {code for other in follows for code in self.codes(other)}
        weights = {candidate: candidate.weight * NAMED ** sum(map(beside, candidate.codes)) for candidate in candidates}
        for candidate in candidates:
            if candidate.geonames and candidate.codes & behind:
                weights[candidate] *= FOLLOWS
        if not weights:
            return None
        best = max(weights, key=lambda place: weights[place])
        share = weights[best] / max(sum(weights.values()), 1.0)
        return Found(best, round(min(share, CERTAIN), 2)) if share >= SURE_ENOUGH else None

    def codes(self, name: str) -> set[str]:
        """Return the codes that a name speaks for: of the countries and regions it names, or that its large city lies in."""
        candidates = self.candidates(name)
        total = sum(candidate.weight for candidate in candidates)
        return {
            code
            for candidate in candidates
            if not candidate.geonames or candidate.weight > SURE_ENOUGH * total
            for code in candidate.codes
        }


def plain(name: str) -> str:
    """Bring a name to the form that is looked up: no accents, full stops, case or article."""
    letters = unicodedata.normalize("NFKD", name.replace(".", "").replace("’", "'"))
    words = "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold().split()
    words = ["saint" if word == "st" else word for word in words]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)
