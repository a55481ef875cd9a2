"""Who wrote an article, by what its page says: JSON-LD first, then meta tags, then the byline that readers see."""

import re
from collections.abc import Iterable, Sequence
from html import unescape

from lxml.html import HtmlElement
from pydantic import JsonValue

from workers.stages.clean.title import squeezed
from workers.stages.clean.unicode_repair import repair_line

AUTHOR_TAGS = ("author", "parsely-author", "dc.creator", "article:author", "byl", "sailthru.author")
MOST_AUTHORS = 20
LONGEST_AUTHOR = 80
"""Code points; longer ones are biographies."""
LONGEST_TOLD = 2_000
"""Code points of JSON-LD or a meta tag that are read for names."""
LONGEST_BYLINE = 200  # code points
MOST_BYLINES = 50
"""Elements that are looked at; a page with more of them is an index."""
BEFORE = re.compile(r"^(?:by|von|par|por|di|af|av|door)\s++(?=\S)", re.IGNORECASE)
"""'By' in the languages of pages seen so far; only at the beginning of a byline."""
AND = re.compile(r"\s(?:and|und|et|og|och|en|y|e|&)\s|[;|•·]|\s/\s")
"""Stands between two names, each of which has two words or more: "y" and "e" are parts of single names, too."""
COMMA = re.compile(r",\s")
AFTER = re.compile(
    r"(?:\([^()]{1,20}\)|\bin\s++[^\W\d_][\w-]{2,30}"
    r"|[/,–—-] ?(?:AFP|AP|dpa|EFE|ANSA|Reuters|Bloomberg|Agence France-Presse|(?:The )?Associated Press))$"
)
"""An agency, an abbreviation in brackets or a place behind a name."""
ROLE = re.compile(
    r"(?:editor|reporter|writer|correspondent|journalist|columnist|contributor|chief|staff|redakteur(?:in)?|redaktion|korrespondent(?:in)?|journaliste|redactora?)\b",
    re.IGNORECASE,
)
AGENCY = re.compile(r"(?:press|wire|news|agency|agence|agentur|agencia|services?)$", re.IGNORECASE)
ADDRESS = re.compile(r"://|@|\bwww\.|\.(?:com|org|net|de)\b", re.IGNORECASE)
SUFFIX = re.compile(r"(?:Jr|Sr|M\.?D|Ph\.?D|[IVX]+)\.?", re.IGNORECASE)
BYLINES = (
    "//*[@rel='author' or contains(@itemprop, 'author') or contains(@class, 'author') or contains(@class, 'Author')"
    " or contains(@class, 'byline') or contains(@class, 'Byline') or contains(@data-testid, 'byline')]"
)
ELSEWHERE = frozenset(["nav", "footer", "aside"])
OTHERS = ("comment", "related", "teaser", "recommend", "footer", "sidebar")
"""In a class around a byline: it belongs to another article, or to a reader."""


def page_authors(tree: HtmlElement, told: JsonValue, tags: Sequence[str], site: Iterable[str | None]) -> list[str]:
    """Return the authors: those of the article's JSON-LD, else of its meta tags, else of its byline.

    Persons go before an author who is the site itself, which is no author where any of the three names a person.
    """
    own = {squeezed(name) for name in site if name} - {""}
    tagged = [_told(told), _told(list(tags))]
    for names in tagged:
        if any(squeezed(name) not in own for name in names):
            return names[:MOST_AUTHORS]
    return (_in_bylines(tree) or next(filter(None, tagged), []))[:MOST_AUTHORS]


def names_in(written: str) -> list[str]:
    """Read the names out of a byline: "By PETRA LINDQVIST, Reuters and Ann Lee" names Petra Lindqvist and Ann Lee."""
    text = repair_line(unescape(written[:LONGEST_TOLD]))
    text = BEFORE.sub("", text, count=1)
    names: list[str] = []
    for part in _parts(text):
        name = AFTER.sub("", part.strip()).strip(" ,:–—-")
        if name.isupper() and " " in name:
            name = name.title()
        if (
            name
            and not name.startswith("(")
            and len(name) <= LONGEST_AUTHOR
            and not ADDRESS.search(name)
            and any(map(str.isalpha, name))
        ):
            names.append(name)
    return names


def _parts(text: str) -> list[str]:
    """Split at "and" and at commas, where both sides are whole names; roles and agencies behind a name are left out."""
    parts = AND.split(text)
    if not all(len(part.split()) >= 2 for part in parts):
        parts = [text]
    split: list[str] = []
    for part in parts:
        pieces = COMMA.split(part)
        others = [piece for piece in pieces[1:] if ROLE.search(piece) or AGENCY.search(piece)]
        names = [piece for piece in pieces if len(piece.split()) >= 2 and piece not in others]
        several = len(names) > 1 and not any(SUFFIX.fullmatch(piece) for piece in pieces)
        split += names if names and (several or others) else [part]
    return split


def _told(value: JsonValue) -> list[str]:
    """Read names from a name, an object with a name, or a list of these."""
    names: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        named = item.get("name") if isinstance(item, dict) else item
        for name in named if isinstance(named, list) else [named]:
            names += names_in(name) if isinstance(name, str) else []
    return _once(names)


def _in_bylines(tree: HtmlElement) -> list[str]:
    """Read the first byline, and those beside it in the same element."""
    names: list[str] = []
    beside: HtmlElement | None = None
    for element in tree.xpath(BYLINES)[:MOST_BYLINES]:
        parent = element.getparent()
        if (beside is not None and parent is not beside) or _is_elsewhere(element):
            continue
        texts = [repair_line(text) for text in element.itertext()]
        whole = repair_line(element.text_content())
        if len(whole) > LONGEST_BYLINE:
            continue
        found = [name for text in texts for name in names_in(text) if _is_person(name)]
        found = found or [name for name in names_in(whole) if _is_person(name)]
        if found:
            beside, names = parent, [*names, *found]
    return _once(names)


def _is_elsewhere(element: HtmlElement) -> bool:
    """Return whether an element belongs to the page rather than to its article."""
    for around in (element, *element.iterancestors()):
        if around.tag in ELSEWHERE:
            return True
        written = (around.get("class") or "").lower()
        if around.tag not in ("body", "html") and any(other in written for other in OTHERS):
            return True
    return False


def _is_person(name: str) -> bool:
    words = name.split()
    return (
        2 <= len(words) <= 5
        and words[0][:1].isupper()
        and words[-1][:1].isupper()
        and not ROLE.search(name)
        and not any(mark in name for mark in "()[]:?!")
    )


def _once(names: Sequence[str]) -> list[str]:
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(name.casefold(), name)
    return list(seen.values())
