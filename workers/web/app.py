"""The pages of `quotewire web`, and the events that keep an open one up to date."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import orjson
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from workers.views.reading import reading
from workers.web.feed import Feed
from workers.web.headers import SafeHeaders
from workers.web.queries import ARTICLES, MODALITIES, PAGE, TYPES, Changes, Filters, Queries
from workers.web.rendering import address, before, moment_of, page

_SURE = (50, 70, 80, 90)
"""Percentages to choose from."""
_ALIVE_SECONDS = 15
"""How often an open page hears something, so that nobody between takes the connection for dead."""
_LULL_SECONDS = 0.2
"""Between two events for a page: however much comes, it changes five times a second at the most."""


class Pages:
    """Answers requests; those that ask the store do so in threads."""

    def __init__(self, queries: Queries, feed: Feed) -> None:
        self._queries = queries
        self._feed = feed

    def stream(self, request: Request) -> Response:
        """Show the newest quotes, or those before a moment."""
        filters, earlier = Filters.of(request.query_params), moment_of(request.query_params.get("before"))
        change, quotes = self._queries.quotes(filters, earlier)
        more = len(quotes) == PAGE
        return _answer(
            "stream.html",
            filters=filters,
            choices={"sources": self._queries.sources(), "types": TYPES, "modalities": MODALITIES, "sure": _SURE},
            quotes=quotes,
            change=change,
            live=earlier is None,
            newest=address("/", **filters.given()),
            older=address("/", **filters.given(), before=before((quotes[-1].came, quotes[-1].id or 0)))
            if more
            else None,
        )

    def article(self, request: Request) -> Response:
        """Show an article with its quotes."""
        article = self._queries.article(request.query_params.get("id", ""))
        if article is None:
            return _missing("This article is not here: retracted, without quotes, or older than what is kept.")
        return _answer("article.html", reading=reading(article))

    def speaker(self, request: Request) -> Response:
        """Show what one person or organisation said, by article."""
        name = request.query_params.get("name", "")
        articles = self._queries.said_by(name, moment_of(request.query_params.get("before")))
        if not articles:
            return _missing("Nothing that this speaker said is here: retracted, or older than what is kept.")
        more = len(articles) == ARTICLES
        return _answer(
            "speaker.html",
            name=name,
            articles=[rows for _, rows in articles],
            older=address("/speaker", name=name, before=before(articles[-1][0])) if more else None,
        )

    async def events(self, request: Request) -> Response:
        """Send what changes, for as long as the page is open."""
        shown = request.headers.get("last-event-id") or request.query_params.get("since", "")
        change = int(shown) if shown.isascii() and shown.isdecimal() and len(shown) < 19 else self._feed.change
        stream = self._changes(change, Filters.of(request.query_params))
        return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    async def _changes(self, change: int, filters: Filters) -> AsyncIterator[bytes]:
        yield b"retry: 2000\n\n"
        while not self._feed.closed:
            if await self._feed.wait(change, _ALIVE_SECONDS):
                changes = await run_in_threadpool(self._queries.since, change, filters)
                change = changes.change
                yield _event(changes)
                await asyncio.sleep(_LULL_SECONDS)
            else:
                yield b": nothing new\n\n"


def application(queries: Queries, feed: Feed, hosts: Sequence[str]) -> Starlette:
    """Return the application; `hosts` are the names by which browsers may ask for it."""
    pages = Pages(queries, feed)
    only = Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    return Starlette(
        routes=[
            Route("/", pages.stream),
            Route("/article", pages.article),
            Route("/speaker", pages.speaker),
            Route("/events", pages.events),
            Route("/livez", _live),
            Mount("/static", StaticFiles(packages=[("workers.views", "static")])),
        ],
        middleware=[Middleware(SafeHeaders), only],
        exception_handlers={404: _not_found},
    )


def _live(_: Request) -> Response:
    return PlainTextResponse("live")


def _not_found(_: Request, _error: Exception) -> Response:
    return _missing("There is no such page.")


def _missing(why: str) -> Response:
    return _answer("missing.html", status=404, why=why)


def _answer(template: str, /, *, status: int = 200, **values: object) -> Response:
    return HTMLResponse(page(template, **values), status)


def _event(changes: Changes) -> bytes:
    if changes.reset:
        return b"event: reset\nid: %d\ndata:\n\n" % changes.change
    made = {"quotes": [page("_quote.html", quote=row) for row in changes.quotes], "gone": changes.gone}
    return b"id: %d\ndata: %s\n\n" % (changes.change, orjson.dumps(made))
