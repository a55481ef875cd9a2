"""Pages made of templates: the page of articles that stands alone, and the environment for those of `quotewire web`."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from schemas.enriched_article import EnrichedArticle
from workers.commands.console import visible
from workers.views.reading import reading

STYLE = files("workers.views").joinpath("static", "article.css")
"""What an article looks like, alone or on the web."""


@cache
def templates() -> Environment:
    """Return the environment of all templates: everything that is put into one is escaped, and control characters are shown."""
    made = Environment(
        loader=PackageLoader("workers.views"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["link"] = link
    return made


def page(articles: Iterable[EnrichedArticle]) -> bytes:
    """Make one HTML page of articles; it needs no network, and holds no script."""
    style = Markup(STYLE.read_text("utf-8"))  # noqa: S704 - a file of ours
    made = templates().get_template("alone.html").render(readings=map(reading, articles), style=style)
    return made.encode()


def link(url: str | None) -> str | None:
    """Return an address if it leads to a web page, and None for what would command the browser, such as `javascript:`."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _shown(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
