"""Which words are a quote, and of which type."""

import pytest

from tests.stages.quotes.support import quotes, texts


def typed(markup: str) -> list[tuple[str, str]]:
    return [(quote.type, quote.text) for quote in quotes(markup)]


def test_a_quote_that_the_cue_cuts_has_two_spans() -> None:
    (quote,) = quotes('"If you ask me," {Eva Weber} said on Friday, "we should wait."')

    assert [span.end - span.start for span in quote.content] == [16, 17]
    assert quote.text == '"If you ask me," "we should wait."'
    assert quote.cue is not None
    assert quote.cue.text == "said"


def test_a_quote_goes_on_after_the_sentence_of_its_cue() -> None:
    assert texts("“We wait,” said {Eva Weber}. “Nobody sails.”") == ["“We wait,” “Nobody sails.”"]
    assert texts("“We wait,” {Eva Weber} said. “Nobody sails,” {Karl Voss} said.") == ["“We wait,”", "“Nobody sails,”"]


def test_comma_after_the_mark() -> None:
    assert texts('"We wait for the tide", said {Eva Weber}.') == ['"We wait for the tide"']


def test_full_stop_before_the_cue() -> None:
    (quote,) = quotes("“We wait for the tide.” {Eva Weber} said.")

    assert quote.speaker_name == "Eva Weber"
    assert quote.cue is not None


def test_words_in_marks_within_reported_speech() -> None:
    assert typed("{Eva Weber} said the owners “knew and did nothing”.") == [
        ("mixed", "the owners “knew and did nothing”")
    ]
    assert typed("{Eva Weber} told reporters on Tuesday that the fine was “a joke” and would be appealed.") == [
        ("mixed", "the fine was “a joke” and would be appealed")
    ]
    assert typed("The fine was “a joke”, {Eva Weber} said.") == [("mixed", "The fine was “a joke”")]
    assert typed("The fine was “a joke” that nobody got, according to {Eva Weber}.") == [
        ("mixed", "The fine was “a joke” that nobody got")
    ]


def test_words_in_marks_within_another_clause() -> None:
    assert typed("{Eva Weber} called on “all owners to pay what they owe to the crew”.") == [
        ("direct", "“all owners to pay what they owe to the crew”")
    ]
    assert typed("{Eva Weber} called the fine “a joke”.") == [("direct", "“a joke”")]
    assert typed("{Eva Weber} accused the owners of “knowing and doing nothing”.") == [
        ("direct", "“knowing and doing nothing”")
    ]


def test_reported_speech_without_marks() -> None:
    assert typed("{Eva Weber} said the ferry would not sail before Thursday.") == [
        ("indirect", "the ferry would not sail before Thursday")
    ]
    assert typed("The village, according to {Eva Weber}, was never told the result.") == [
        ("indirect", "The village was never told the result")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A “smart” bin costs 900 euros.",
        "The so-called “pigeon tax” was dropped.",
        "The film “Letters from a Pier” was shot next to one.",
        "They sang “The Long Way Home” and left.",
        "{Karl “the Boat” Voss} won again.",
        "The café, which says “Open” on one side and “Closed” on the other, was neither.",
        "She painted a print called “Cowboys and Ships” in 1987.",
        "The town's 'peace bench' will stay.",
        "The claim “of old” is a report of the “new” state.",
    ],
)
def test_terms_titles_and_nicknames_are_no_quotes(text: str) -> None:
    assert texts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "He is said to like sailing more than anything else.",
        "{Eva Weber} declined to comment on the matter.",
        "The claims were made by a report of the ministry.",
        "{Eva Weber} said goodbye.",
    ],
)
def test_what_is_no_statement(text: str) -> None:
    assert texts(text) == []


def test_a_quote_alone_in_its_paragraph() -> None:
    found = quotes("{Eva Weber} said the ferry would wait.\n\n“Nobody should be out there tonight.”")

    assert [quote.type for quote in found] == ["indirect", "direct"]
    assert found[1].speaker_name == "Eva Weber"
    assert found[1].cue is None


def test_a_colon_before_and_after() -> None:
    assert texts("Asked whether she would go, {Weber=Eva Weber} replied: “No.”") == ["“No.”"]
    assert texts("{Weber=Eva Weber}: “We sail at dawn”") == ["“We sail at dawn”"]
    assert texts("‘We were lied to’: ferry captain {Eva Weber} speaks out") == ["‘We were lied to’"]


def test_the_paragraph_of_a_quote() -> None:
    (quote,) = quotes("Rain fell.\n\n“We wait,” said {Eva Weber}. Nobody sailed.\n\nThe sun came out.")

    assert quote.paragraph.text == "“We wait,” said Eva Weber. Nobody sailed."


def test_the_paragraph_of_an_article_on_one_line_is_cut() -> None:
    filler = "The boats lay in the harbour and the rain fell on them. " * 200
    (quote,) = quotes(f"{filler}“We wait,” said {{Eva Weber}}. {filler}")

    assert "“We wait,” said Eva Weber." in quote.paragraph.text
    assert len(quote.paragraph.text) < 2_000
