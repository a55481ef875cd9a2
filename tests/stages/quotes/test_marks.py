import pytest

from tests.stages.quotes.support import texts
from workers.stages.quotes.passages import Passage, find_paragraphs


def passages(text: str) -> list[Passage]:
    return [passage for paragraph in find_paragraphs(text) for passage in paragraph.passages]


def inner(text: str) -> list[str]:
    return [text[passage.inner_start : passage.inner_end] for passage in passages(text)]


@pytest.mark.parametrize(
    "text",
    [
        '"We sail at dawn," she said.',
        "“We sail at dawn,” she said.",
        "‘We sail at dawn,’ she said.",
        "'We sail at dawn,' she said.",
        "`We sail at dawn,' she said.",
        "``We sail at dawn,'' she said.",
        "„We sail at dawn,“ she said.",
        "„We sail at dawn,” she said.",
        "”We sail at dawn,” she said.",
        "«We sail at dawn,» she said.",
        "»We sail at dawn,« she said.",
        "‹We sail at dawn,› she said.",
        '"We sail at dawn,“ she said.',
    ],
)
def test_marks_of_every_kind(text: str) -> None:
    assert inner(text) == ["We sail at dawn,"]


@pytest.mark.parametrize(
    "text",
    [
        "The residents' money isn't the council's.",
        "The residents’ money isn’t the council’s.",
        "Rock 'n' roll of the '90s, don't you think?",
        "He’s 6'2\" and she’s 5'11\" tall.",
        "The 12\" pipe met the 10' wall.",
        "O’Dell and the O'Dells’ boats",
    ],
)
def test_apostrophes_and_inches_are_no_marks(text: str) -> None:
    assert inner(text) == []


def test_apostrophes_within_single_marks() -> None:
    assert inner("‘It’s the residents’ money, and they’ll want it,’ said Nair.") == [
        "It’s the residents’ money, and they’ll want it,"
    ]
    assert inner("'It's the residents' money, and they'll want it,' said Nair.") == [
        "It's the residents' money, and they'll want it,"
    ]


def test_the_outer_marks_of_nested_ones_count() -> None:
    assert inner("“He said, ‘Go home,’ and left,” she said.") == ["He said, ‘Go home,’ and left,"]
    assert inner("‘He said, “Go home,” and left,’ she said.") == ["He said, “Go home,” and left,"]
    assert inner("“He said “go” to me,” she said.") == ["He said “go” to me,"]
    assert inner('"He said "go" to me," she said.') == ['He said "go" to me,']


def test_a_mark_without_a_partner_reaches_to_the_end_of_its_paragraph() -> None:
    text = "Weber said: “We sail at dawn.\n\nThe crew of the “Alma” laughed."

    assert inner(text) == ["We sail at dawn.", "Alma"]
    assert [passage.closed for passage in passages(text)] == [False, True]


def test_a_closing_mark_that_was_forgotten_swallows_no_other_quote() -> None:
    assert inner('"We sail at dawn, she said. "Or never."') == ["Or never."]


def test_a_blank_on_the_wrong_side() -> None:
    assert inner('Weber said," We sail at dawn". The crew laughed.') == [" We sail at dawn"]


def test_marks_opened_again_in_each_paragraph() -> None:
    text = "“One.\n\n“Two.\n\n“Three.”\n\n“Four.”"

    assert [passage.continues for passage in passages(text)] == [False, True, True, False]


def test_a_quote_over_paragraphs_is_one() -> None:
    story = "{Eva Weber} told the crew:\n\n“We sail at dawn.\n\n“All of us sail.”\n\nThe crew laughed."
    straight = story.replace("“", '"').replace("”", '"')
    single = story.replace("“", "‘").replace("”", "’")

    assert texts(story) == ["“We sail at dawn. “All of us sail.”"]
    assert texts(straight) == ['"We sail at dawn. "All of us sail."']
    assert texts(single) == ["‘We sail at dawn. ‘All of us sail.’"]


@pytest.mark.parametrize("text", ["", "\n\n", '""', "“”", "“ ”", "“!?”", '"""', "***\n\n—\n\n“"])
def test_nothing_in_marks(text: str) -> None:
    assert passages(text) == []


@pytest.mark.parametrize("piece", ['"', '" ', "“", "”", "'", "’ ", "“‘", '"a', '"a ', "''", "«»", '"\n\n'])
def test_a_million_marks(piece: str) -> None:
    assert texts(piece * (1_000_000 // len(piece))) == []
