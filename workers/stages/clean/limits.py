"""How long the fields of an article may be, apart from its text.

They stand in each of its records: a page of 529 kB that was mostly title, with 500 quotes, came out as 650 MB.
"""

from dataclasses import replace

from schemas.raw_article import RawArticle
from workers.stages.clean.page_metadata import PageMetadata

LONGEST_TITLE = 1_000
LONGEST_NAME = 200
"""Of a source, an author, a site."""
LONGEST_URL = 2_048
"""A longer one is left out: cut, it would lead elsewhere."""
LONGEST_TAG = 100
"""Of a language, a media type, a date."""
MOST_AUTHORS = 100


def bounded_record(record: RawArticle) -> RawArticle:
    """Return a raw article with fields of bounded length; the same one if nothing is too long. Lengths are in code points."""
    update: dict[str, object] = {
        "title": cut(record.title, LONGEST_TITLE),
        "source": cut(record.source, LONGEST_NAME),
        "url": _url(record.url),
        "authors": None if record.authors is None else _authors(record.authors),
        "language": cut(record.language, LONGEST_TAG),
        "content_type": cut(record.content_type, LONGEST_TAG),
        "published_at": cut(record.published_at, LONGEST_TAG),
        "fetched_at": cut(record.fetched_at, LONGEST_TAG),
    }
    changed = {name: value for name, value in update.items() if value != getattr(record, name)}
    return record.model_copy(update=changed) if changed else record


def bounded_page(page: PageMetadata) -> PageMetadata:
    """Return what a page says about itself with fields of bounded length."""
    return replace(
        page,
        title=cut(page.title, LONGEST_TITLE),
        authors=tuple(_authors(page.authors)),
        site=cut(page.site, LONGEST_NAME),
        language=cut(page.language, LONGEST_TAG),
        url=_url(page.url),
    )


def cut(text: str | None, longest: int) -> str | None:
    """Return at most so many code points of a text; one that is cut ends in an ellipsis."""
    return text if text is None or len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _authors(authors: list[str] | tuple[str, ...]) -> list[str]:
    return [cut(author, LONGEST_NAME) or "" for author in authors[:MOST_AUTHORS]]


def _url(url: str | None) -> str | None:
    return url if url is None or len(url) <= LONGEST_URL else None
