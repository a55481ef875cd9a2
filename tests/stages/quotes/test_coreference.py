"""Pronouns, descriptions and names that stand for somebody the article names; each test has one reason to resolve."""

import pytest

from tests.stages.quotes.support import attributed, quotes
from workers.stages.forenames import Gender, gender_of_forename
from workers.stages.quotes.coreference.aliases import one_apart
from workers.stages.quotes.coreference.narrative import Narrative
from workers.stages.quotes.coreference.people import Role, roles_in
from workers.stages.quotes.sentence import read_sentences


def names(markup: str, title: str = "") -> list[str | None]:
    return [name for _, name in attributed(markup, title)]


@pytest.mark.parametrize(
    ("story", "name"),
    [
        ("{Wren Aubel} sacked {Sky Larsen}. “We wait,” he said.", "Wren Aubel"),
        ("The case was brought by {Wren Aubel}. {Sky Larsen} lost it. “We wait,” he said.", "Sky Larsen"),
        ("“No,” said {Wren Aubel}. It was built by {Sky Larsen}. “We wait,” he added.", "Wren Aubel"),
        ("{Wren Aubel} resigned. He had met {Sky Larsen} in May. “We wait,” he said.", "Wren Aubel"),
        ("{Wren Aubel}'s boat sank. {Sky Larsen} swam. “We wait,” he said.", "Sky Larsen"),
        ("{Wren Aubel}, who sails with her son, met {Sky Larsen}. “We wait,” he said.", "Sky Larsen"),
        ("“We wait,” he said, at the pier. {Wren Aubel} is 61.", "Wren Aubel"),
        ("“We wait,” he said, at the pier. {Wren Aubel} and {Sky Larsen} are 61.", None),
        ("{Eva Weber} left. A spokeswoman said: “We wait.” “No more,” she added.", None),
    ],
)
def test_he_and_she(story: str, name: str | None) -> None:
    assert names(story)[-1] == name


@pytest.mark.parametrize(
    ("story", "name"),
    [
        (
            "Finance Minister {Karl Voss} met Foreign Minister {Eva Weber}. “We wait,” the finance minister said.",
            "Karl Voss",
        ),
        ("Finance Minister {Karl Voss} left. “We wait,” the foreign minister said.", None),
        ("{ORG:Hexavia}'s chief executive, {Karl Voss}, left. “We wait,” the chief executive said.", "Karl Voss"),
        ("{Karl Voss}, the CEO, left. “We wait,” the chief executive said.", "Karl Voss"),
        ("{Karl Voss}, a lawyer for {Eva Weber}, left. “We wait,” the lawyer said.", "Karl Voss"),
        ("The mayor, {Karl Voss}, left. “We wait,” the mayor said.", "Karl Voss"),
        ("{Eva Weber} left. “We wait,” the mayor said. Mayor {Karl Voss} stayed.", "Karl Voss"),
        ("{Karl Voss}, 45, and {Eva Weber}, 54, left. “We wait,” the 54-year-old said.", "Eva Weber"),
        ("Mayor {Karl Voss} left. “We wait,” a mayor said.", None),
        ("Mayor {Karl Voss} left. “We wait,” the mayor's lawyer said.", None),
        ("Mayor {Karl Voss} left. “We wait,” his lawyer said.", None),
        ("Mayor {Karl Voss} left. “We wait,” the mayor and his wife said.", None),
        ("{Karl Voss} sang. “We wait,” the singer said.", "Karl Voss"),
        ("{Karl Voss} sang. One. Two. Three. Four. “We wait,” the singer said.", None),
        ("{Karl Voss} sang. “We wait,” the judge said.", None),
        ("{Karl Voss} left. A farmer said: “We wait.” “No more,” the farmer said.", None),
        ("A 45-year-old judge saw {Karl Voss}. “We wait,” the 45-year-old said.", None),
        ("The 45-year-old singer {Karl Voss} left. “We wait,” the 45-year-old said.", "Karl Voss"),
    ],
)
def test_posts(story: str, name: str | None) -> None:
    assert names(story)[-1] == name


@pytest.mark.parametrize(
    ("story", "name"),
    [
        ("{ORG:Quillo} will close. “We wait,” the company said.", "Quillo"),
        ("{ORG:Quillo} was sued by {ORG:Hexavia}. “We wait,” the company said.", "Quillo"),
        ("{ORG:Tarnvik Savings Bank} was sued by {ORG:Hexavia}. “We wait,” the bank said.", "Tarnvik Savings Bank"),
        (
            "{ORG:Ministry of Health} staff met {ORG:Hexavia}. “We wait,” the ministry's statement said.",
            "Ministry of Health",
        ),
        ("{GPE:Tarnvik} is cold. {GPE:Pelsund} said: “We wait.” “No more,” it added.", "Pelsund"),
        ("The Norwegian {ORG:Foreign Ministry} said: “We wait.”", "Foreign Ministry"),
        ("The Unseen Foreign Ministry said: “We wait.”", "Unseen Foreign Ministry"),
        ("{ORG:San Oslo Chronicle} was first. “We wait,” {ORG:the Chronicle=Chronicle} said.", "San Oslo Chronicle"),
        ("{ORG:Church of Light} was sued. “We wait,” the {ORG:Church} said. “No,” they added.", "Church of Light"),
        ("{ORG:Pelsund Police} came. “We wait,” {GPE:Tarnvik} police said.", None),
        ("{ORG:Quillo} is new. One. Two. Three. Four. Five. “We wait,” it said.", None),
    ],
)
def test_organisations(story: str, name: str | None) -> None:
    assert names(story)[-1] == name


@pytest.mark.parametrize(
    "story",
    [
        "{Eva Weber} and {Karl Voss} left. “We wait,” they said.",
        "{Eva Weber} and {Karl Voss} left. “We wait,” the pair said.",
        "“We wait,” {Eva Weber} and {Karl Voss} said.",
    ],
)
def test_several_speakers_have_names_of_their_own_and_no_name_together(story: str) -> None:
    (quote,) = quotes(story)

    assert [(speaker.name, speaker.entity_id) for speaker in quote.speakers] == [
        ("Eva Weber", "e1"),
        ("Karl Voss", "e2"),
    ]
    assert (quote.speaker_name, quote.entity_id) == (None, None)


@pytest.mark.parametrize(
    ("story", "name"),
    [
        ("{Karl Voss} met his wife, {Eva Voss}. “We wait,” {Voss=Eva Voss} said.", "Karl Voss"),
        ("{Karl Voss} left. “No,” said {Eva Voss}. “We wait,” {Voss=Karl Voss} added.", "Eva Voss"),
        ("{Karl Voss} left. “No,” said {Eva Voss}. In his last letter, {Voss=Eva Voss} said: “We wait.”", "Karl Voss"),
        ("{Karl Voss} left. {Eva Voss} sat. “We wait,” Mr {Voss=Eva Voss} said.", "Karl Voss"),
        ("{Karl Voss} left. {Eva Voss} sat. “We wait,” {Karl Voss} said.", "Karl Voss"),
    ],
)
def test_a_surname_that_two_people_share(story: str, name: str) -> None:
    assert names(story)[-1] == name


def test_the_former_and_the_latter() -> None:
    story = "{Eva Weber} and {Karl Voss} left. “We wait,” the former said. “I do not,” the latter said."

    assert names(story) == ["Eva Weber", "Karl Voss"]


@pytest.mark.parametrize(
    ("story", "name"),
    [
        ("{Valeska Alder} left {GPE:Alder}. “We wait,” {GPE:Alder} said.", "Valeska Alder"),
        ("{Kristin Wilkins} left. “We wait,” {Kristen Wilkins} said.", "Kristin Wilkins"),
        ("{Kathryn Waters} left. “We wait,” Water said.", "Kathryn Waters"),
        ("{Maria Perez} left. “We wait,” {Mario Perez} said.", "Mario Perez"),
        ("{GPE:Virginia Alder} left. “We wait,” {GPE:Alder} said. “No,” she said.", "Virginia Alder"),
    ],
)
def test_names_that_the_record_keeps_apart(story: str, name: str) -> None:
    assert names(story)[-1] == name


def test_who_is_named_around_a_quote_that_stands_alone() -> None:
    before = "The head of {ORG:Quillo}, {Eva Weber}, issued a short statement:\n\n“We wait for the tide to turn.”"
    after = "“We wait for the tide to turn.”\n\nThose are the words of {Eva Weber}, 61."

    assert names(before) == names(after) == ["Eva Weber"]


def test_forenames_tell_a_gender_or_nothing() -> None:
    assert gender_of_forename("Sergei Lavrov") is Gender.MALE
    assert gender_of_forename("Helena Brandvold") is Gender.FEMALE
    assert gender_of_forename("Andrea Rossi") is None  # a woman in Munich, a man in Milan
    assert gender_of_forename("Zyx Lavrov") is None
    assert gender_of_forename("Sergei") is None  # may be a surname


def test_sentences_and_their_subjects() -> None:
    text = "Dr. Weber of the U.S. Navy met Voss. He left. “x. Y” In May, Weber, 45, sat."
    sentences = [sentence.tokens for sentence in read_sentences(text, [])]
    narrative = Narrative(text, [(text.index("“"), text.index("”") + 1)], sentences)

    assert [text[start:].split(" ", maxsplit=1)[0] for start in narrative.starts] == ["Dr.", "He", "“x."]
    subjects = [word for word in ("Weber", "Voss", "He", "Weber, 45") if narrative.is_subject(
        text.index(word), text.index(word) + len(word.split(",")[0]))]  # fmt: skip
    assert subjects == ["Weber", "He", "Weber, 45"]


def test_posts_have_their_fields() -> None:
    assert list(roles_in(["prime", "minister", "and", "deputy", "party", "leader"])) == [
        Role("minister", frozenset({"prime"})),
        Role("leader", frozenset({"deputy", "party"})),
    ]


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("waters", "water", True),
        ("kristin", "kristen", True),
        ("water", "water", False),
        ("weber", "wever", True),
        ("weber", "wexler", False),
        ("", "a", True),
    ],
)
def test_one_letter_apart(one: str, other: str, apart: bool) -> None:  # noqa: FBT001
    assert one_apart(one, other) is apart
    assert one_apart(other, one) is apart
