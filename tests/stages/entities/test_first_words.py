"""Words that begin sentences and headlines, and are no names."""

import pytest

from schemas.article_with_entities import EntityLabel, MentionField
from tests.stages.entities.test_people import named
from workers.stages.entities.dictionary import Dictionary
from workers.stages.entities.first_words import ARTICLE, without_first_words
from workers.stages.entities.headlines import Headlines

DICTIONARY = Dictionary()
REST = " The rest of it is long enough for an article that would say who is who." * (ARTICLE // 15 + 1)


def kept(text: str, *names: tuple[str, EntityLabel], title: str = "") -> list[str]:
    texts: dict[MentionField, str] = {"title": title, "text": text}
    return [one.surface for one in without_first_words(texts, named(text, *names), Headlines(texts), DICTIONARY)]


def test_a_first_word_that_the_article_writes_small_is_nobody() -> None:
    assert kept("Drones hit the port. It shot down 33 drones.", ("Drones", "PERSON")) == []
    assert kept("Storms came late. The storm was slight.", ("Storms", "PERSON")) == []


def test_a_first_word_for_what_people_are_is_nobody() -> None:
    assert kept("Singer ends tour", ("Singer", "PERSON")) == []


def test_a_name_that_stands_elsewhere_too_is_somebody() -> None:
    assert kept("Rose rose early. Then Rose left.", ("Rose", "PERSON"), ("Rose", "PERSON")) == ["Rose", "Rose"]
    assert kept("Rose rose early. May Rose left.", ("Rose", "PERSON"), ("May Rose", "PERSON")) == ["Rose", "May Rose"]
    assert kept("Lavrov left.", ("Lavrov", "PERSON")) == ["Lavrov"]


def test_a_word_in_small_letters_is_nobody_where_names_have_capitals() -> None:
    assert kept("Mayor resigns. Anna wept.", ("resigns", "PERSON")) == []
    assert kept("lol anna wept", ("anna", "PERSON")) == ["anna"]


def test_other_names_stay() -> None:
    assert kept("Apple was late. An apple fell.", ("Apple", "ORG")) == ["Apple"]
    assert kept("Islam spread.", ("Islam", "NORP")) == ["Islam"]


@pytest.mark.parametrize("label", ["PERSON", "ORG", "GPE"])
def test_a_word_of_the_dictionary_is_no_name_where_a_sentence_begins(label: EntityLabel) -> None:
    assert kept("Turbines stand still.", ("Turbines", label)) == []
    assert kept("He left. “Turbines stand still.”", ("Turbines", label)) == []
    assert kept("They call it Turbines.", ("Turbines", label)) == ["Turbines"]


def test_what_stands_beside_it_speaks_for_it() -> None:
    assert kept("Keys told the court so.", ("Keys", "PERSON")) == ["Keys"]
    assert kept("Keys, 42, sings.", ("Keys", "PERSON")) == ["Keys"]
    assert kept("Pebble, which makes bricks, grew.", ("Pebble", "ORG")) == ["Pebble"]


def test_of_words_that_are_names_too_an_article_tells_who_they_are() -> None:
    assert kept("Grant money pays for it." + REST, ("Grant", "PERSON")) == []
    assert kept("Grant money pays for it.", ("Grant", "PERSON")) == ["Grant"]
    assert kept("Grant pays. Grant smiles." + REST, ("Grant", "PERSON"), ("Grant", "PERSON")) == ["Grant", "Grant"]
    assert kept("Lavrov left." + REST, ("Lavrov", "PERSON")) == ["Lavrov"]


def test_in_a_headline_of_title_case_every_word_is_a_first_one() -> None:
    assert kept("Storm Leaves Hundreds Without Electricity\n\nIt rained.", ("Electricity", "ORG")) == []
    assert kept("The storm left Electricity.\n\nIt rained.", ("Electricity", "ORG")) == ["Electricity"]


def test_several_words_with_one_capital_that_begins_a_sentence_name_nothing() -> None:
    assert kept("Mountain observatory staff counted.", ("Mountain observatory", "ORG")) == []
    assert kept("At Mountain observatory they counted.", ("Mountain observatory", "ORG")) == ["Mountain observatory"]
    assert kept("World Bank staff counted.", ("World Bank", "ORG")) == ["World Bank"]
