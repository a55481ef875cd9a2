import pytest

from workers.stages.entities.nationalities import country_of
from workers.stages.entities.places import Candidate, Places, plain


@pytest.fixture(scope="module")
def places() -> Places:
    return Places()


@pytest.mark.parametrize(
    ("name", "beside", "follows", "country", "region"),
    [
        ("Paris", [], [], "FR", None),
        ("Paris", ["Texas"], ["Texas"], "US", "US-TX"),
        ("London", ["Ontario"], ["Ontario"], "CA", None),
        ("Georgia", ["Tbilisi"], [], "GE", None),
        ("Georgia", ["Atlanta", "Savannah"], [], "US", "US-GA"),
        ("Washington", ["Brazil"], [], "US", "US-DC"),
        ("the U.S.", [], [], "US", None),
        ("UNITED KINGDOM", [], [], "GB", None),
        ("Kiev", [], [], "UA", None),
        ("Bavaria", [], [], "DE", "DE-BY"),
        ("São Paulo", [], [], "BR", None),
        ("Sao Paulo", [], [], "BR", None),
        ("St. Petersburg", ["Russia"], [], "RU", None),
        ("Gaza", [], [], "PS", None),
        ("Bosnia", [], [], "BA", None),
    ],
)
def test_what_a_name_stands_for(
    places: Places, name: str, beside: list[str], follows: list[str], country: str, region: str | None
) -> None:
    spoken = {code for other in beside for code in places.codes(other)}
    found = places.find(name, spoken.__contains__, follows)
    assert found
    assert (found.place.country, found.place.region) == (country, region)
    assert 0.8 <= found.confidence <= 0.99


@pytest.mark.parametrize("name", ["Springfield", "Victoria", "Valencia", "Nowhereville", "", "the"])
def test_a_name_of_many_or_no_places_stands_for_none(places: Places, name: str) -> None:
    assert places.find(name) is None


def test_a_city_has_coordinates_and_a_country_has_none(places: Places) -> None:
    oslo, norway = places.find("Oslo"), places.find("Norway")
    assert oslo
    assert norway
    assert (oslo.place.latitude, oslo.place.longitude) == pytest.approx((59.9, 10.7), abs=0.1)
    assert norway.place.latitude is None


def test_candidates_are_read_as_they_are_written() -> None:
    for candidate in (Candidate("FR", None, 1, 2.5, -3.25, 4), Candidate("US", "US-TX", weight=7), Candidate("PE")):
        assert Candidate.read(str(candidate)) == candidate


def test_names_are_looked_up_without_what_varies() -> None:
    assert plain("The  Hague") == plain("the hague") == "hague"
    assert plain("St. Pölten") == "saint polten"


@pytest.mark.parametrize(
    ("people", "country"),
    [
        ("Dutch", "NL"), ("Russians", "RU"), ("Englishmen", "GB"), ("South Koreans", "KR"), ("South-Korean", "KR"),
        ("Swiss", "CH"), ("Kurds", None), ("Republicans", None), ("Muslim", None), ("", None),
    ],
)  # fmt: skip
def test_nationalities_have_countries(people: str, country: str | None) -> None:
    assert country_of(people) == country
