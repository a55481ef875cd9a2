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
from workers.views.page import link, page
from workers.views.reading import reading
from workers.views.stretches import speaker_of
from workers.views.terminal import show

STORY = (
    "{Eva Weber} met {Karl Voss} on Monday.\n\n“We wait,” she said. “Not for long,” said {Voss=Karl Voss}.\n\n"
    "“We will see,” officials said. {Eva Weber} and {Karl Voss} said that they would meet again."
)
HOSTILE = "{Eva <b>Weber</b>} said: “\x1b]0;evil\x07<script>alert(1)</script>\u202e & more.”"
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def shown(article: EnrichedArticle, width: int = 100) -> str:
    console = Console(file=io.StringIO(), force_terminal=True, color_system="standard", width=width, highlight=False)
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
    assert [line.partition(":")[0] for line in plain.splitlines() if re.match(r"\d ", line)] == [
        "1 Eva Weber",
        "2 Karl Voss",
        "3 officials",
        "4 Eva Weber and Karl Voss",
    ]


def test_a_terminal_needs_no_colour_to_say_who_said_what() -> None:
    plain = ANSI.sub("", shown(enriched(STORY)))
    assert "2 Karl Voss: “Not for long,”  direct, " in plain


@pytest.mark.parametrize("width", [40, 72, 400])
def test_a_terminal_gets_no_line_that_is_longer_than_it_or_than_eyes_like(width: int) -> None:
    story = STORY + "\n\n“" + "We wait for the tide. " * 20 + "” {Eva Weber} said."
    lines = ANSI.sub("", shown(enriched(story), width)).splitlines()
    assert max(map(len, lines)) <= min(width, 96)
    assert not [line for line in lines if line.startswith(("aits", "ide"))]  # no word is cut


def test_a_speaker_has_one_colour_and_another_speaker_another_one() -> None:
    colours = coloured(enriched(STORY))

    assert colours["“We wait,”"] == colours["she"]
    assert colours["“Not for long,”"] == colours["Voss"]
    assert len({colours[text] for text in ("“We wait,”", "“Not for long,”", "“We will see,”")}) == 3


def test_an_article_commands_neither_terminal_nor_browser() -> None:
    article = enriched(HOSTILE, title="Title \x1b[2J<i>")

    on_terminal = ANSI.sub("", shown(article))
    in_browser = page([article]).decode()

    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", on_terminal)
    assert "␛]0;evil␇<script>alert(1)</script>� & more." in on_terminal
    assert "<script" not in in_browser
    assert "<b>" not in in_browser
    assert "<i>" not in in_browser
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in in_browser
    assert 'aria-label="quote 1, by Eva &lt;b&gt;Weber&lt;/b&gt;"' in in_browser


@pytest.mark.parametrize("text", ["plain\ntext", "a\tb", "\x00\x7f\x9b\u2028\u202e\ud800"])
def test_text_keeps_its_length(text: str) -> None:
    assert len(visible(text)) == len(text)


def test_a_page_holds_every_article_and_needs_no_network() -> None:
    made = page([enriched(STORY, title="One"), enriched("“We wait,” said {Eva Weber}.", title="Two")]).decode()

    assert made.count("<article") == 2
    assert set(re.findall(r'(?:src|href)="(.)', made)) == {"#"}
    assert "http" not in made
    assert "url(" not in made
    anchors = re.findall(r'id="([^"]+)"', made)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', made)) <= set(anchors)


def test_a_page_lists_speakers_with_what_they_said_and_how_sure_that_is() -> None:
    read = reading(enriched(STORY))

    assert [(voice.name, [said.number for said in voice.quotes]) for voice in read.voices] == [
        ("Eva Weber", [1]),
        ("Karl Voss", [2]),
        ("officials", [3]),
        ("Eva Weber and Karl Voss", [4]),
    ]
    assert re.fullmatch(r"direct, \d\d% sure", ", ".join(read.voices[0].quotes[0].particulars))
    assert len({voice.colour for voice in read.voices}) == 4


def test_a_reading_holds_the_whole_text_with_every_kind_of_mark() -> None:
    article = enriched(STORY)
    read = reading(article)
    paragraphs = ["".join(word.text for piece in pieces for word in piece.words) for pieces in read.paragraphs]

    assert "\n\n".join(paragraphs) == article.text
    assert {piece.kind for pieces in read.paragraphs for piece in pieces} == {"plain", "content", "speaker", "cue"}
    named = [word for pieces in read.paragraphs for piece in pieces for word in piece.words if word.label]
    assert {(word.text, word.label) for word in named} >= {("Eva Weber", "person"), ("Voss", "person")}


def test_a_quote_over_paragraphs_is_marked_in_each_and_numbered_once() -> None:
    text = "“We wait for the tide.\n\n“Then we go,” said Ann Lee."
    span = {"start": 0, "end": text.index("”") + 1}
    whole = {**span, "text": text[: span["end"]]}
    quote = {"quote_id": "1", "type": "direct", "text": "x", "content": [span], "paragraph": whole}
    article = EnrichedArticle.model_validate({"article_id": "a", "text": text, "quotes": [quote]})

    contents = [piece for pieces in reading(article).paragraphs for piece in pieces if piece.kind == "content"]
    assert [(piece.first, piece.last) for piece in contents] == [(True, False), (False, True)]


def test_many_quotes_take_time_in_proportion_to_their_number() -> None:
    """20,000 quotes and as many names, each of which would be compared with all others: hours."""
    text = "“Yes,” Ann said. " * 20_000
    places = range(0, len(text), 17)
    name = {"label": "PERSON", "entity_id": "e1"}
    quotes = [
        {
            "quote_id": str(start),
            "type": "direct",
            "text": "“Yes,”",
            "content": [{"start": start, "end": start + 6}],
            "speaker": {"start": start + 7, "end": start + 10, "text": "Ann"},
            "paragraph": {"start": 0, "end": 10, "text": "“Yes,” Ann"},
        }
        for start in places
    ]
    mentions = [{"start": start + 7, "end": start + 10, **name} for start in places]
    article = EnrichedArticle.model_validate({"article_id": "a", "text": text, "quotes": quotes, "mentions": mentions})

    (pieces,) = reading(article).paragraphs
    assert sum(piece.kind == "speaker" for piece in pieces) == 20_000


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " JaVaScRiPt:x", "data:text/html,x", "//evil.example", "file:///etc", None]
)
def test_only_addresses_of_the_web_are_links(url: str | None) -> None:
    assert link(url) is None
    assert link("HTTPS://news.example/") == "HTTPS://news.example/"


def test_an_article_without_quotes_is_shown_too() -> None:
    article = enriched("{Eva Weber} left.")

    assert "Eva Weber left." in ANSI.sub("", shown(article))
    assert b'<span class="entity" title="person">Eva Weber</span> left.' in page([article])


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
    assert html.read_bytes().count(b"<article") == 2
