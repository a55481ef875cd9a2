"""An article with its quotes as people look at it: in colour on a terminal, and as a page for a browser.

Each speaker has a colour. What an article holds must not command the terminal or the browser: control characters are
shown, not sent, and all text is escaped.
"""

import html
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from rich.console import Console
from rich.text import Text

from schemas.enriched_article import EnrichedArticle, Quote
from workers.commands.console import visible

TERMINAL = ("green", "cyan", "magenta", "yellow", "blue", "red")
PAGE = ("#b7e4c7", "#a9def9", "#e4c1f9", "#fcf6bd", "#ffd6a5", "#ffb3c1")
NOBODY = "unknown"


class _Stretch(NamedTuple):
    """A part of the text to be coloured."""

    start: int
    end: int
    kind: str
    """`content`, `speaker` or `cue`."""
    numbers: tuple[int, ...]
    """Of the quotes that it belongs to, from 1."""
    speaker: str


def show(article: EnrichedArticle, console: Console) -> None:
    """Print an article: title, text with what was said and by whom in colour, and a list of the quotes."""
    colours = _colours(article.quotes, TERMINAL)
    text = Text(visible(article.text), end="\n\n")
    marks = []
    for stretch in _stretches(article.quotes):
        colour = colours[stretch.speaker]
        style = {"content": colour, "speaker": f"bold reverse {colour}", "cue": f"italic {colour}"}[stretch.kind]
        text.stylize(style, stretch.start, stretch.end)
        if stretch.kind == "content":
            marks.append((stretch.end, f"[{stretch.numbers[0]}]", colour))
    parts, begin = [], 0
    for end, mark, colour in marks:
        parts += [text[begin:end], Text(mark, f"dim {colour}")]
        begin = end
    console.print(Text(visible(article.title or article.article_id), "bold"), end="\n\n")
    console.print(Text.assemble(*parts, text[begin:]), end="\n\n")
    for number, quote in enumerate(article.quotes, 1):
        name = speaker_of(quote)
        console.print(
            Text.assemble(
                (f"{number:>3} ", "dim"), (visible(name), f"bold {colours[name]}"), (f"  {_particulars(quote)}", "dim")
            )
        )
    console.print()


def page(articles: Iterable[EnrichedArticle]) -> bytes:
    """Make one HTML page of articles with displaCy; it needs no network."""
    from spacy import displacy

    made: str = displacy.render(list(map(_document, articles)), style="ent", manual=True, page=True, jupyter=False)
    # Without a character set in the page, browsers guess; ASCII leaves nothing to guess.
    return made.replace("<title>displaCy</title>", "<title>Quotewire</title>").encode("ascii", "xmlcharrefreplace")


def speaker_of(quote: Quote) -> str:
    """Return the speaker of a quote: by name, or else by the mention."""
    named = " and ".join(speaker.name for speaker in quote.speakers)
    return named or (quote.speaker.text if quote.speaker else NOBODY)


def _document(article: EnrichedArticle) -> dict[str, Any]:
    colours = _colours(article.quotes, PAGE)
    ents = []
    for stretch in _stretches(article.quotes):
        if stretch.kind != "cue":
            numbers = ", ".join(map(str, stretch.numbers))
            label = f"{numbers} · {stretch.speaker}" if stretch.kind == "content" else f"speaker of {numbers}"
            ents.append(
                {
                    "start": stretch.start,
                    "end": stretch.end,
                    "label": html.escape(visible(label)),
                    "params": {"bg": colours[stretch.speaker]},
                }
            )
    title = html.escape(visible(article.title or article.article_id))
    return {"text": visible(article.text), "ents": ents, "title": title}


def _colours(quotes: Sequence[Quote], palette: Sequence[str]) -> dict[str, str]:
    speakers = dict.fromkeys(speaker_of(quote) for quote in quotes)
    return {speaker: palette[number % len(palette)] for number, speaker in enumerate(speakers)}


def _particulars(quote: Quote) -> str:
    sure = "" if quote.confidence is None else f"{quote.confidence:.2f}"
    said = "" if quote.modality == "said" else quote.modality.replace("_", " ")
    return "  ".join(part for part in (quote.type, said, sure, quote.found_by or "") if part)


def _stretches(quotes: Sequence[Quote]) -> list[_Stretch]:
    """Return what to colour, in order and without overlaps: contents go before speakers and cues."""
    found: dict[tuple[int, int], _Stretch] = {}
    for number, quote in enumerate(quotes, 1):
        spans = [(span, "content") for span in quote.content]
        spans += [(span, kind) for span, kind in ((quote.speaker, "speaker"), (quote.cue, "cue")) if span]
        for span, kind in spans:
            place = (span.start, span.end)
            before = found[place].numbers if place in found else ()
            found[place] = _Stretch(*place, kind, (*before, number), speaker_of(quote))
    kept: list[_Stretch] = []
    for stretch in sorted(found.values(), key=lambda one: (one.kind != "content", one.start)):
        if all(stretch.end <= other.start or other.end <= stretch.start for other in kept):
            kept.append(stretch)
    return sorted(kept)
