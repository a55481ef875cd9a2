"""What people see of an article with its quotes, on a terminal and in a browser."""

import io
import re
from pathlib import Path

import orjson
import pytest
from rich.console import Console

from schemas.enriched_article import EnrichedArticle
from tests.stages.quotes.support import enriched
from workers.commands.console import visible
from workers.commands.outputs import Outputs
from workers.commands.view import page, show, speaker_of

STORY = (
    "{Eva Weber} met {Karl Voss} on Monday.\n\n“We wait,” she said. “Not for long,” said {Voss=Karl Voss}.\n\n"
    "“We will see,” officials said. {Eva Weber} and {Karl Voss} said that they would meet again."
)
HOSTILE = "{Eva <b>Weber</b>} said: “\x1b]0;evil\x07<script>alert(1)</script>\u202e & more.”"
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def shown(article: EnrichedArticle) -> str:
    console = Console(file=io.StringIO(), force_terminal=True, color_system="standard", width=100, highlight=False)
    show(article, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def coloured(article: EnrichedArticle) -> dict[str, str]:
    """Return the colour in which each stretch of the text stands."""
    found = re.findall(r"\x1b\[(?:[0-9;]*;)?(3[0-9])m([^\x1b]+)", shown(article))
    return {text: colour for colour, text in found}


def test_a_terminal_shows_the_whole_text_with_the_number_of_each_quote() -> None:
    plain = ANSI.sub("", shown(enriched(STORY, title="{Eva Weber} and {Karl Voss} talk")))

    assert plain.startswith("Eva Weber and Karl Voss talk\n\nEva Weber met Karl Voss on Monday.\n\n")
    assert "“We wait,”[1] she said. “Not for long,”[2] said Voss." in plain
    assert [line.split("  ")[1].strip() for line in plain.splitlines() if re.match(r" +\d ", line)] == [
        "1 Eva Weber",
        "2 Karl Voss",
        "3 officials",
        "4 Eva Weber and Karl Voss",
    ]


def test_a_speaker_has_one_colour_and_another_speaker_another_one() -> None:
    colours = coloured(enriched(STORY))

    assert colours["“We wait,”"] == colours["she"]
    assert colours["“Not for long,”"] == colours["Voss"]
    assert len({colours[text] for text in ("“We wait,”", "“Not for long,”", "“We will see,”")}) == 3


def test_an_article_commands_neither_terminal_nor_browser() -> None:
    article = enriched(HOSTILE, title="Title \x1b[2J<i>")

    on_terminal = ANSI.sub("", shown(article))
    in_browser = page([article]).decode("ascii")

    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", on_terminal)
    assert "␛]0;evil␇<script>alert(1)</script>� & more." in on_terminal
    assert "<script" not in in_browser
    assert "<b>" not in in_browser
    assert "<i>" not in in_browser
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in in_browser
    assert "1 &#183; Eva &lt;b&gt;Weber&lt;/b&gt;" in in_browser


@pytest.mark.parametrize("text", ["plain\ntext", "a\tb", "\x00\x7f\x9b\u2028\u202e\ud800"])
def test_text_keeps_its_length(text: str) -> None:
    assert len(visible(text)) == len(text)


def test_a_page_holds_every_article_and_needs_no_network() -> None:
    made = page([enriched(STORY, title="One"), enriched("“We wait,” said {Eva Weber}.", title="Two")]).decode("ascii")

    assert made.count("<figure") == 2
    assert "1 &#183; Eva Weber" in made
    assert "speaker of 2" in made
    assert not re.search(r"(?:src|href)=", made)
    assert "http" not in made


def test_an_article_without_quotes_is_shown_too() -> None:
    article = enriched("{Eva Weber} left.")

    assert "Eva Weber left." in ANSI.sub("", shown(article))
    assert b"Eva Weber left." in page([article])


def test_speakers_without_a_name_are_shown_by_their_mention() -> None:
    assert [speaker_of(quote) for quote in enriched("“We wait for the tide,” they said.").quotes] == ["they"]
    assert [speaker_of(quote) for quote in enriched("“We wait for the tide to turn.”").quotes] == ["unknown"]


def test_json_lines_and_a_page_are_written_together(tmp_path: Path) -> None:
    record = orjson.dumps(enriched(STORY).model_dump(mode="json"))
    lines, html = tmp_path / "out.jsonl", tmp_path / "page.html"
    with Outputs(lines, html=html) as out:
        out.write(record)
        out.write(record)

    assert lines.read_bytes() == (record + b"\n") * 2
    assert html.read_bytes().count(b"<figure") == 2
