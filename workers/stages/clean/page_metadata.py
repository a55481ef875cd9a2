"""What a page says about itself: JSON-LD first, then meta tags, then the usual elements.

trafilatura can tell the same, but fills what a date lacks from today's, and spends half of its time on that.
"""

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from lxml.html import HtmlElement
from pydantic import JsonValue

from workers.stages.clean.dates import iso_date
from workers.stages.clean.page_authors import AUTHOR_TAGS, page_authors
from workers.stages.clean.prose import line_key
from workers.stages.clean.title import squeezed, without_named_site, without_site
from workers.stages.clean.unicode_repair import repair_line

TITLES = ("og:title", "twitter:title", "parsely-title", "dc.title")
DATES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "parsely-pub-date",
    "publish-date",
    "pubdate",
    "sailthru.date",
)
CHANGES = ("article:modified_time", "og:updated_time", "datemodified", "dc.date.modified", "lastmod", "last-modified")
DESCRIPTIONS = ("og:description", "description", "twitter:description")
SITES = ("og:site_name", "application-name", "publisher")
WEB_ADDRESS = re.compile(r"https?://[^\s/]+\.\S{1,2000}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What was found; None or empty where the page does not say."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published_at: str | None = None
    """ISO 8601."""
    site: str | None = None
    language: str | None = None
    """A language tag as the page has it."""
    modified_at: str | None = None
    """ISO 8601."""
    url: str | None = None
    """The address that the page gives as its own."""
    description: str = ""
    """What the article is about."""
    body: str = ""
    """The article's text in its JSON-LD: what a page tells search engines, though its reader may have to pay for it."""


def page_metadata(tree: HtmlElement) -> PageMetadata:
    """Read a page's metadata from its tree, which must still have its scripts."""
    article = _article_in_json(tree)
    meta = _meta_tags(tree)
    site = _publisher(article) or _first(meta, SITES)
    dates = [article.get("datePublished"), *(meta.get(name) for name in DATES), *tree.xpath("//time/@datetime[1]")[:1]]
    body = article.get("articleBody")
    return PageMetadata(
        title=_title(tree, article, meta, {squeezed(name) for name in (site, meta.get("og:site_name")) if name}),
        authors=tuple(page_authors(tree, article.get("author"), _author_tags(tree), [site, meta.get("og:site_name")])),
        published_at=_date(dates),
        site=site,
        language=tree.get("lang") or tree.get("xml:lang"),
        modified_at=_date([article.get("dateModified"), *(meta.get(name) for name in CHANGES)]),
        url=_address([*tree.xpath("//link[@rel='canonical']/@href")[:1], meta.get("og:url"), article.get("url")]),
        description=_first(meta, DESCRIPTIONS) or "",
        body=body if isinstance(body, str) else "",
    )


def _date(dates: Iterable[JsonValue]) -> str | None:
    return next((read for date in dates if isinstance(date, str) and (read := iso_date(date))), None)


def _address(addresses: Iterable[JsonValue]) -> str | None:
    """Take the first whole address: one without a host names nothing outside its site."""
    stripped = (address.strip() for address in addresses if isinstance(address, str))
    return next((address for address in stripped if WEB_ADDRESS.fullmatch(address)), None)


def _title(tree: HtmlElement, article: dict[str, JsonValue], meta: dict[str, str], sites: set[str]) -> str | None:
    headings = [repair_line(heading.text_content()) for heading in tree.iter("h1")]
    known = {line_key(heading) for heading in headings}
    told = article.get("headline")
    titles = [told if isinstance(told, str) else "", *(meta.get(name, "") for name in TITLES)]
    titles += [headings[0]] if len(headings) == 1 else []
    clean = [without_named_site(repair_line(unescape(title)), sites, is_of_page=False) for title in titles]
    of_page = [repair_line(unescape(title.text_content())) for title in tree.iter("title")][:1]
    clean += [without_named_site(without_site(title, known), sites, is_of_page=True) for title in of_page]
    return next((without_site(title, known) for title in clean if title), None)


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((found for name in names if (found := repair_line(unescape(meta.get(name, ""))))), None)


def _meta_tags(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
        content = (tag.get("content") or "").strip()
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _author_tags(tree: HtmlElement) -> list[str]:
    """Return the authors that meta tags name: all tags of the first kind that the page has."""
    found: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        if name in AUTHOR_TAGS and (content := (tag.get("content") or "").strip()):
            found.setdefault(name, []).append(content)
    return next((found[name] for name in AUTHOR_TAGS if name in found), [])


def _publisher(article: dict[str, JsonValue]) -> str | None:
    """Return the name of the article's publisher: a name, an object with one, or the first of several."""
    told = article.get("publisher")
    first = told[0] if isinstance(told, list) and told else told
    name = first.get("name") if isinstance(first, dict) else first
    return (repair_line(unescape(name)) or None) if isinstance(name, str) else None


def _article_in_json(tree: HtmlElement) -> dict[str, JsonValue]:
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            content = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue  # pages often hold broken JSON; the meta tags say the same
        for found in _objects(content):
            kinds = found.get("@type")
            if any(
                str(kind).endswith(("Article", "BlogPosting", "Report"))
                for kind in (kinds if isinstance(kinds, list) else [kinds])
            ):
                return found
    return {}


def _objects(content: JsonValue) -> Iterator[dict[str, JsonValue]]:
    """Walk through all objects, outer ones first, without recursion: JSON may be nested deeply."""
    waiting = deque([content])
    while waiting:
        value = waiting.popleft()
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
