"""The text of a page taken line by line, without building a tree of it: works on any markup, in one pass."""

import re
from collections.abc import Iterator
from html import unescape

TOKEN = re.compile(r"<!--|-->|<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*+)(?P<rest>[^<>]*+)>|<![^<>]*+>|<\?[^<>]*+>")
SCRIPT = re.compile(r"<(?P<close>/?)(?P<name>script)\b[^<>]*+>", re.IGNORECASE)
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
"""Elements that begin and end a line."""
UNSEEN = frozenset(
    [
        "button",
        "head",
        "iframe",
        "noscript",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
    ]
)
"""Elements whose content a reader does not see, or not as text."""


def stretches(html: str, tags: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """Yield a page piece by piece, each with whether it is an element of those whose tags match; one left open ends with the page.

    The pattern has the groups `close`, for the slash of a closing tag, and `name`.
    """
    end, opened = 0, ""
    for tag in tags.finditer(html):
        name = tag["name"].lower()
        if not opened and not tag["close"]:
            yield html[end : tag.start()], False
            opened, end = name, tag.start()
        elif opened == name and tag["close"]:
            yield html[end : tag.end()], True
            opened, end = "", tag.end()
    yield html[end:], bool(opened)


def without_scripts(html: str) -> str:
    """Return a page without its scripts."""
    return "".join(piece for piece, is_script in stretches(html, SCRIPT) if not is_script)


def lines_of_markup(html: str) -> Iterator[str]:
    """Yield the lines of a page as a reader sees them; white space is not yet cleaned up."""
    pieces: list[str] = []
    hidden_by: str | None = None  # what must be closed for text to be seen again
    end = 0
    for token in TOKEN.finditer(html):
        if hidden_by is None:
            pieces.append(html[end : token.start()])
        end = token.end()
        name = (token["name"] or token[0]).lower()
        if hidden_by is not None:
            closes = token["close"] or name == "-->"
            hidden_by = None if closes and name == hidden_by else hidden_by
        elif name == "<!--":
            hidden_by = "-->"
        elif name in UNSEEN and not token["close"] and not (token["rest"] or "").endswith("/"):
            hidden_by = name
        elif name in BLOCKS:
            yield unescape("".join(pieces))
            pieces = []
    if hidden_by is None:
        pieces.append(html[end:])
    yield unescape("".join(pieces))
