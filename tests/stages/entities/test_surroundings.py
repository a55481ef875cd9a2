"""Titles before people, and owners of institutions, as they stand around names."""

import pytest

from schemas.article_with_entities import EntityLabel
from tests.stages.entities.test_people import named
from workers.stages.entities.places import Places
from workers.stages.entities.surroundings import with_surroundings

PLACES = Places()


def told(text: str, *names: tuple[str, EntityLabel]) -> tuple[str, str | None]:
    """Return title and owner of the last of the names."""
    last = with_surroundings({"title": "", "text": text}, named(text, *names), PLACES)[-1]
    return last.title, last.owner


@pytest.mark.parametrize(
    ("text", "names", "owner"),
    [
        ("Russia's Defence Ministry", (("Russia", "GPE"), ("Defence Ministry", "ORG")), "RU"),
        ("Belarus’s own Interior Ministry", (("Belarus", "GPE"), ("Interior Ministry", "ORG")), "BY"),
        ("the Chilean Foreign Ministry", (("Chilean", "NORP"), ("Foreign Ministry", "ORG")), "CL"),
        ("the Peruvian Foreign Ministry", (("Peruvian Foreign Ministry", "ORG"),), "PE"),
        ("Leeds' City Council", (("Leeds", "GPE"), ("City Council", "ORG")), "leeds"),
        ("in Russia the Defence Ministry", (("Russia", "GPE"), ("Defence Ministry", "ORG")), None),
        ("Ford's Acme Holdings", (("Ford", "GPE"), ("Acme Holdings", "ORG")), None),
        ("British Airways", (("British Airways", "ORG"),), None),
    ],
)
def test_whose_an_institution_is(text: str, names: tuple[tuple[str, EntityLabel], ...], owner: str | None) -> None:
    assert told(text, *names) == ("", owner)


def test_titles() -> None:
    assert told("Mrs. Halloran", ("Halloran", "PERSON")) == ("mrs", None)
    assert told("Then Dr Smithers", ("Smithers", "PERSON")) == ("dr", None)
    assert told("Smithers", ("Smithers", "PERSON")) == ("", None)


def test_a_relative_before_a_name_is_as_good_as_a_title() -> None:
    assert told("his daughter, Lieke Haverkort", ("Lieke Haverkort", "PERSON")) == ("daughter", None)
    assert told("Her brother Ivo", ("Ivo", "PERSON")) == ("brother", None)
