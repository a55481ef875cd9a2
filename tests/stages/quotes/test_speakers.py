"""Who is meant: the mention beside the cue, and the entity behind it."""

import pytest

from tests.stages.quotes.support import attributed, quotes


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        ("“We wait,” {Eva Weber} said.", "Eva Weber", "Eva Weber"),
        (
            "“We wait,” said {Eva Weber}, a pilot who has sailed since 1998.",
            "Eva Weber, a pilot who has sailed since 1998",
            "Eva Weber",
        ),
        ("“We wait,” said councillor {Eva Weber}.", "councillor Eva Weber", "Eva Weber"),
        ("“We wait,” said Dr. {Anneke van der Meulen}.", "Dr. Anneke van der Meulen", "Anneke van der Meulen"),
        ("{Eva Weber}, the harbour master, 52, said: “We wait.”", "Eva Weber, the harbour master, 52", "Eva Weber"),
        ("{Eva Weber} (Greens) said: “We wait.”", "Eva Weber (Greens)", "Eva Weber"),
        (
            "“We wait,” said Rep. {Eva Weber} (D-Ore.), head of the panel.",
            "Rep. Eva Weber (D-Ore.), head of the panel",
            "Eva Weber",
        ),
        ("“We wait,” said {Eva Weber}, adding nothing.", "Eva Weber", "Eva Weber"),
        ("“We wait,” said {Eva Weber}, 61, of {GPE:Oslo}, on Monday.", "Eva Weber, 61, of Oslo", "Eva Weber"),
        ("“We wait.” – Councillor {Eva Weber}", "Councillor Eva Weber", "Eva Weber"),
        ("And from {Eva Weber}:\n\n“We wait for the tide.”", "Eva Weber", "Eva Weber"),
        ("{Eva Weber}'s claim that the road was shut was wrong.", "Eva Weber", "Eva Weber"),
        (
            "Many are unsure, according to a study by {ORG:the Tide Institute} published on Monday.",
            "a study by the Tide Institute published on Monday",
            "the Tide Institute",
        ),
        ("On Friday {Eva Weber} said: “We wait.”", "Eva Weber", "Eva Weber"),
        ("In a television interview {Eva Weber} said: “We wait.”", "Eva Weber", "Eva Weber"),
        ("“We wait,” said Del. {Eva Weber}.", "Del. Eva Weber", "Eva Weber"),
        ("In {GPE:London} {Eva Weber} said: “We wait.”", "Eva Weber", "Eva Weber"),
        ("His deputy, {Eva Weber}, said: “We wait.”", "His deputy, Eva Weber", "Eva Weber"),
        ("“We wait,” {Eva Weber}'s lawyer said.", "Eva Weber's lawyer", None),
        ("“We wait,” a spokeswoman for {Eva Weber} said.", "a spokeswoman for Eva Weber", None),
        ("{Eva Weber}'s statement added: “We wait.”", "Eva Weber's statement", "Eva Weber"),
        ("“We wait,” {Eva Weber} and {Karl Voss} said.", "Eva Weber and Karl Voss", None),
        ("“We wait,” a second neighbour said.", "a second neighbour", None),
        ("{Eva Weber} was quoted by Interpress as saying: “We wait.”", "Eva Weber", "Eva Weber"),
        ("“We wait,” the agency quoted {Eva Weber} as saying.", "Eva Weber", "Eva Weber"),
        ("“We wait,” according to {ORG:the Health Board}.", "the Health Board", "the Health Board"),
        ("“We wait,” said Unseen Smithers.", "Unseen Smithers", "Unseen Smithers"),
        ("“We wait,” Unseen Smithers, a dairy farmer, said.", "Unseen Smithers, a dairy farmer", "Unseen Smithers"),
        ("“We wait,” the notice at the gate reads.", "the notice at the gate", None),
        ("“We wait,” {Eva Weber} harrumphed.", "Eva Weber", "Eva Weber"),
    ],
)
def test_mention_and_name(text: str, mention: str, name: str | None) -> None:
    (quote,) = quotes(text)

    assert quote.speaker is not None
    assert (quote.speaker.text, quote.speaker_name) == (mention, name)


def test_pronouns_by_gender_and_nearness() -> None:
    story = (
        "Minister {Elena Duarte} met {Karl Voss} on Monday.\n\n“We are close,” she said. “Not close enough,” he said."
    )

    assert attributed(story) == [("“We are close,”", "Elena Duarte"), ("“Not close enough,”", "Karl Voss")]


def test_an_unknown_gender_is_learnt_from_the_first_pronoun() -> None:
    story = "{Wren Aubel} met {Sky Larsen} on Monday.\n\n“We are close,” she said. “Not enough,” he said. “Oh yes,” she said."

    assert [name for _, name in attributed(story)] == ["Wren Aubel", "Sky Larsen", "Wren Aubel"]


def test_a_pronoun_goes_to_the_last_speaker() -> None:
    story = "“We wait,” said {Eva Weber}. “The tide is late,” she added."

    assert [name for _, name in attributed(story)] == ["Eva Weber", "Eva Weber"]


def test_names_in_quotes_are_no_antecedents() -> None:
    story = "{Eva Weber} was angry. “I told {Anna Lind} to wait.” “Nobody listens,” she said."

    assert attributed(story)[-1][1] == "Eva Weber"


def test_organisations_by_head_word_and_pronoun() -> None:
    story = (
        "{ORG:Ministry of Fisheries} officials met {ORG:Health Board} staff.\n\n"
        "“There is no alternative,” the ministry said. “None at all,” it added."
    )

    assert [name for _, name in attributed(story)] == ["Ministry of Fisheries", "Ministry of Fisheries"]


def test_people_by_their_post() -> None:
    story = "Prime Minister {Eva Weber} met Governor {Karl Voss}.\n\n“We wait,” the governor said. “No,” said the prime minister."

    assert [name for _, name in attributed(story)] == ["Karl Voss", "Eva Weber"]


def test_relatives_by_surname_and_gender() -> None:
    story = (
        "{Peter Lindqvist} and his daughter {Klara Lindqvist} print.\n\n"
        "“We print,” {Klara Lindqvist} said. “We do,” her father said."
    )

    assert [name for _, name in attributed(story)] == ["Klara Lindqvist", "Peter Lindqvist"]


def test_a_speaker_named_in_the_title_alone() -> None:
    (quote,) = quotes("“We sail at dawn, whatever they say.”", title="{Eva Weber} to sail")

    assert quote.speaker is None
    assert (quote.speaker_name, quote.entity_id) == ("Eva Weber", "e1")


def test_a_pronoun_for_somebody_named_in_the_title_alone() -> None:
    (quote,) = quotes("“We sail at dawn,” she said.", title="{Eva Weber} to sail")

    assert quote.speaker is not None
    assert (quote.speaker.text, quote.speaker_name) == ("she", "Eva Weber")


def test_nobody_is_guessed() -> None:
    assert attributed("“We wait,” he said.") == [("“We wait,”", None)]
    assert attributed("{Eva Weber} left. “We wait,” he said.") == [("“We wait,”", None)]


def test_a_cue_of_several_words_may_follow_an_infinitive() -> None:
    text = "{Ann Lane} urged them to wait until May and pointed out that the road was closed."

    assert attributed(text) == [("to wait until May", "Ann Lane"), ("the road was closed", "Ann Lane")]


def test_an_answer_is_not_by_whom_the_question_is_about() -> None:
    interview = "“Yes,” says {Anton Blake}.\n\nIs {Karl Sturm} any good?\n\n“Well, I want him to win.”"

    assert attributed(interview)[-1] == ("“Well, I want him to win.”", "Anton Blake")


@pytest.mark.parametrize(
    "text",
    [
        "Fast-moving storms are threatening villages along the coast.",
        "The bank posted profits that beat expectations.",
        "{Ann Lane} responded with insults and a long silence.",
    ],
)
def test_what_things_do_is_no_quote(text: str) -> None:
    assert attributed(text) == []
