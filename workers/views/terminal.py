"""An article with its quotes on a terminal.

Each speaker has a colour, and each quote a number, by which the list below the text names its speaker: who sees no colour
misses nothing. What an article holds must not command the terminal: control characters are shown, not sent.
"""

from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from schemas.enriched_article import EnrichedArticle, Quote
from workers.commands.console import one_line, visible
from workers.views.stretches import particulars, speaker_of, stretches

_COLOURS = ("green", "cyan", "magenta", "yellow", "blue", "red")
_MEASURE = 96
"""Columns of a line that is still easy to read, however wide the terminal."""


def show(article: EnrichedArticle, console: Console) -> None:
    """Print an article: title, text with what was said and by whom standing out, and a list of the quotes."""
    width = min(console.width, _MEASURE)
    console.print(Text(visible(article.title or article.article_id), "bold"), end="\n\n", width=width)
    console.print(_text(article), end="\n\n", width=width)
    if article.quotes:
        console.print(_list(article.quotes), end="\n\n", width=width)


def _text(article: EnrichedArticle) -> Text:
    colours = _colours(article.quotes)
    text = Text(visible(article.text), end="\n\n")
    marks = []
    for stretch in stretches(article.quotes):
        colour = colours[stretch.speaker]
        style = {"content": colour, "speaker": f"bold reverse {colour}", "cue": f"italic {colour}"}[stretch.kind]
        text.stylize(style, stretch.start, stretch.end)
        if stretch.kind == "content":
            marks.append((stretch.end, f"[{stretch.numbers[0]}]", colour))
    parts, begin = [], 0
    for end, mark, colour in marks:
        parts += [text[begin:end], Text(mark, f"dim {colour}")]
        begin = end
    return Text.assemble(*parts, text[begin:])


def _list(quotes: Sequence[Quote]) -> RenderableType:
    """Return the quotes by number: who, what, and how sure that is; lines that go on are indented."""
    colours = _colours(quotes)
    rows = Table.grid(padding=(0, 1))
    rows.add_column(justify="right", no_wrap=True)
    rows.add_column()
    for number, quote in enumerate(quotes, 1):
        name = speaker_of(quote)
        said = Text.assemble(
            (one_line(name), f"bold {colours[name]}"), ": ", one_line(quote.text), (f"  {_particulars(quote)}", "dim")
        )
        rows.add_row(Text(str(number), "dim"), said)
    return rows


def _particulars(quote: Quote) -> str:
    return ", ".join([*particulars(quote), *([quote.found_by] if quote.found_by else [])])


def _colours(quotes: Sequence[Quote]) -> dict[str, str]:
    speakers = dict.fromkeys(speaker_of(quote) for quote in quotes)
    return {speaker: _COLOURS[number % len(_COLOURS)] for number, speaker in enumerate(speakers)}
