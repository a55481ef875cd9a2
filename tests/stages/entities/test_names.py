import pytest

from schemas.article_with_entities import EntityLabel
from workers.stages.entities.names import acronyms_of, display_name, is_acronym, same_person, words_of


@pytest.mark.parametrize(
    ("surface", "label", "words"),
    [
        ("President Emmanuel Macron", "PERSON", ["emmanuel", "macron"]),
        ("Mr. Macron’s", "PERSON", ["macron"]),
        ("former Prime Minister Ana Brnabić", "PERSON", ["ana", "brnabić"]),
        ("Martin Luther King, Jr.", "PERSON", ["martin", "luther", "king"]),
        ("President", "PERSON", ["president"]),
        ("the Bank of England", "ORG", ["bank", "of", "england"]),
        ("THE BANK OF ENGLAND", "ORG", ["bank", "of", "england"]),
        ("U.S.", "GPE", ["us"]),
        ("The Hague", "GPE", ["hague"]),
    ],
)
def test_names_are_compared_without_what_is_around_them(surface: str, label: EntityLabel, words: list[str]) -> None:
    assert list(words_of(surface, label)) == words


@pytest.mark.parametrize(
    ("short", "full", "same"),
    [
        ("lavrov", "sergei lavrov", True),
        ("sergei", "sergei lavrov", True),
        ("s lavrov", "sergei lavrov", True),
        ("sergei lavrov", "sergei viktorovich lavrov", True),
        ("sergei v lavrov", "sergei viktorovich lavrov", True),
        ("von der leyen", "ursula von der leyen", True),
        ("ivan lavrov", "sergei lavrov", False),
        ("i lavrov", "sergei lavrov", False),
        ("sergei a lavrov", "sergei viktorovich lavrov", False),
        ("ferrero", "lucía ferrero ibáñez", True),
        ("viktor", "sergei viktorovich lavrov", False),
        ("sergei lavrov", "s lavrov", False),
        ("sergei lavrov", "lavrov", False),
    ],
)
def test_who_a_shorter_name_can_stand_for(short: str, full: str, *, same: bool) -> None:
    assert same_person(tuple(short.split()), tuple(full.split())) is same


def test_acronyms_take_or_pass_over_small_words() -> None:
    assert acronyms_of("Bank of Ghana") == {"bog", "bg"}
    assert acronyms_of("European Rail-Safety Office") == {"erso"}
    assert acronyms_of("Oslo") == frozenset()


def test_what_looks_like_an_acronym() -> None:
    assert [is_acronym(text) for text in ("ERSO", "U.S.", "UN", "Nato", "A", "ROTTERDAM", "R2D2")] == [True] * 3 + [
        False
    ] * 4


def test_a_name_to_show_has_no_title_article_or_line_break() -> None:
    assert display_name("Dr. Ana\nSilva", "PERSON") == "Ana Silva"
    assert display_name("the United Nations", "ORG") == "United Nations"
    assert display_name("the 1990s", "DATE") == "the 1990s"
