"""`quotewire web` on a broker: what comes is shown once, what goes is gone, and nothing in an article is a command."""

import asyncio
import json
import signal
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote as quoted

import aiohttp
import pytest
from aiokafka import AIOKafkaProducer

from harness.installation import PARTITIONS, PATIENCE_SECONDS
from harness.quoted import article, quote, wire
from harness.site import Site
from tests.commands.test_commands import quotewire_command
from workers.kafka.admin import admin_client, create_topics
from workers.kafka.connection import Connection
from workers.stages.quotes.definition import ENRICHED, QUOTES

EVIL = '</mark><script>evil()</script><img src=x onerror=evil()>" onmouseover="evil()\' \u202e\x1b[2J{{ 7*7 }}'


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def check_harmless(page: str) -> None:
    elements = Elements(page).found
    assert [given.get("src") for tag, given in elements if tag == "script"] == ["/static/web.js"]
    assert not [tag for tag, _ in elements if tag in {"img", "iframe", "style", "base", "object"}]
    names = {name for _, given in elements for name in given}
    assert not {name for name in names if name.startswith("on") or name in {"style", "srcdoc"}}
    links = [str(given["href"]) for _, given in elements if "href" in given]
    assert not [link for link in links if not link.startswith(("/", "#", "https://"))]
    assert not {"\u202e", "\x1b"} & set(page)


async def test_quotes_come_once_and_outlive_a_restart(site: Site) -> None:
    await site.publish(article("a", "First words", "Second words"), article("b", "Third words", speaker="Bo Berg"))
    page = await site.shows("/", lambda page: page.count("<blockquote>") == 3)
    assert all(page.count(text) == 1 for text in ("First words", "Second words", "Third words"))
    assert page.index("Third words") < page.index("First words")

    assert await site.stop(signal.SIGINT) == 0
    await site.publish(article("c", "Words of the night"))
    await site.start()
    again = await site.shows("/", lambda page: "Words of the night" in page)
    assert again.count("<blockquote>") == 4

    assert "Second words" in (await site.get("/?words=second"))[1]
    assert (await site.get("/?words=second&speaker=berg"))[1].count("<blockquote>") == 0
    assert "Third words" in (await site.get("/speaker?name=Bo+Berg"))[1]
    assert 'id="q2"' in (await site.get("/article?id=a"))[1]


async def test_revisions_replace_and_retractions_vanish(site: Site) -> None:
    await site.publish(article("a", "Kept", "Wrong"), article("b", "Taken back"))
    await site.shows("/", lambda page: page.count("<blockquote>") == 3)
    await site.publish(article("a", "Kept"))
    await site.retract("b")
    page = await site.shows("/", lambda page: page.count("<blockquote>") == 1)
    assert "Kept" in page
    await site.shows("/article?id=b", lambda page: "This article is not here" in page)
    assert (await site.get("/article?id=b"))[0] == (await site.get("/speaker?name=Nobody"))[0] == 404
    revised = await site.shows("/article?id=a", lambda page: "Wrong" not in page)
    assert "Kept" in revised


@pytest.mark.kafka
async def test_what_was_aborted_is_never_shown(site: Site) -> None:
    _, (value,) = wire(article("a", "Never said"))
    connection = Connection(site.made.broker.address)
    async with AIOKafkaProducer(**connection.producer(), transactional_id=f"{site.made.prefix}t") as producer:
        await producer.begin_transaction()
        await producer.send_and_wait(site.made.prefix + QUOTES.name, key=b"a", value=value)
        await producer.abort_transaction()
    await site.publish(article("a", "Said"))
    page = await site.shows("/", lambda page: "Said" in page)
    assert "Never said" not in page


async def test_what_is_no_quote_is_told_and_the_rest_is_shown(site: Site) -> None:
    _, (value,) = wire(article("a", "Good"))
    bad = [(b"a", b"not JSON"), (b"a", b'{"text": "half"}'), (None, value), (b"\xff", value)]
    await site.made.publish([*bad, (b"a", value)], QUOTES)
    await site.made.publish([(b"a", b"[]")], ENRICHED)
    page = await site.shows("/", lambda page: "Good" in page)
    assert page.count("<blockquote>") == 1
    await site.made.until(lambda: sum("is passed over" in line for line in site.said) == 5)
    assert any(f"{site.made.prefix}quotes.v1-" in line and "offset" in line for line in site.said)


async def test_nothing_in_an_article_commands_the_browser(site: Site) -> None:
    hostile = article(
        f"id {EVIL}",
        quotes=[quote(EVIL, f"Name {EVIL}", type="mixed")],
        text=EVIL,
        title=f"Title {EVIL}",
        source=f"Source {EVIL}",
        authors=[EVIL],
        published_at=EVIL,
        url="javascript:evil()",
    )
    await site.publish(hostile, article("b", "x", url="https://news.example/1?a=1&b=2", title="Good"))
    await site.shows("/", lambda page: page.count("<blockquote>") == 2)
    path = f"/article?id={quoted(hostile.article_id)}"
    await site.shows(path, lambda page: "Title" in page)
    for where in (
        "/",
        path,
        f"/speaker?name={quoted(f'Name {EVIL}')}",
        f"/?words={quoted(EVIL)}&source={quoted(EVIL)}",
    ):
        status, page = await site.get(where)
        assert (status, "&lt;script&gt;evil()&lt;/script&gt;" in page, "{{ 7*7 }}" in page) == (200, True, True)
        check_harmless(page)
    assert "javascript:" not in (await site.get(path))[1]
    assert 'href="https://news.example/1?a=1&amp;b=2"' in (
        await site.shows("/article?id=b", lambda page: "Good" in page)
    )


async def test_headers_let_a_browser_do_no_more_than_the_pages_need(site: Site) -> None:
    async with aiohttp.ClientSession() as session:
        for path in ("/", "/nowhere", "/static/web.js", "/static/nothing", "/livez"):
            async with session.get(site.address + path) as answer:
                policy = answer.headers["Content-Security-Policy"]
                assert "default-src 'none'; style-src 'self'; script-src 'self'" in policy
                assert "unsafe" not in policy
                assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_only_this_machine_may_ask_and_by_its_own_name(site: Site) -> None:
    assert (await site.get("/", Host=f"localhost:{site.port}"))[0] == 200
    assert (await site.get("/", Host="evil.example"))[0] == 400
    assert site.address.startswith("http://127.0.0.1:")


async def _next(answer: aiohttp.ClientResponse) -> tuple[str, Any]:
    """Return the id and the data of the next event."""
    number = ""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            name, _, value = (await answer.content.readline()).decode().strip().partition(": ")
            if name == "id":
                number = value
            elif name == "data":
                return number, json.loads(value)


async def test_a_browser_that_comes_back_gets_what_it_missed(site: Site) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{site.address}/events?speaker=lee") as answer:
            assert answer.headers["Content-Type"].startswith("text/event-stream")
            await site.publish(article("a", "One"), article("x", "Not hers", speaker="Bo Berg"))
            number, data = await _next(answer)
            while not data["quotes"]:
                number, data = await _next(answer)
            assert ("One" in data["quotes"][0], len(data["quotes"])) == (True, 1)
        await site.publish(article("b", "Two"), article("a"))
        await site.shows("/", lambda page: "Two" in page and "One" not in page)
        async with session.get(f"{site.address}/events?speaker=lee", headers={"Last-Event-ID": number}) as answer:
            _, data = await _next(answer)
    assert ["Two" in html for html in data["quotes"]] == [True]
    assert len(data["gone"]) == 1


async def test_open_pages_do_not_keep_it_from_stopping(site: Site) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{site.address}/events"):
        assert await site.stop() == 0
    assert not [line for line in site.said if "Traceback" in line or "rror" in line]


async def test_wrong_use_is_one_line_with_the_next_step(site: Site) -> None:
    environment = {"QUOTEWIRE_BROKERS": site.made.broker.address, "QUOTEWIRE_TOPIC_PREFIX": site.made.prefix}
    for words, more, fix in (
        (("--port", str(site.port)), {}, "name another one with --port"),
        (("--store", __file__), {}, "name another file with --store"),
        ((), {"QUOTEWIRE_TOPIC_PREFIX": "nowhere."}, "`quotewire topics` creates"),
        ((), {"QUOTEWIRE_BROKERS": "127.0.0.1:1"}, "no Kafka broker answers"),
    ):
        port = () if "--port" in words else ("--port", "0")
        ended = await asyncio.to_thread(quotewire_command, "web", *port, *words, environment={**environment, **more})
        said = ended.stderr.decode()
        assert (ended.returncode, said.count("\n"), fix in said) == (3, 1, True), said


@pytest.mark.kafka
async def test_topics_that_were_made_anew_are_read_anew(site: Site) -> None:
    await site.publish(*(article(str(number), f"Old {number}") for number in range(20)))
    await site.shows("/", lambda page: page.count("<blockquote>") == 20)
    await site.stop()
    names = [site.made.prefix + topic.name for topic in (QUOTES, ENRICHED)]
    async with admin_client(Connection(site.made.broker.address)) as admin:
        await admin.delete_topics(names)
        while set(names) & set(await admin.list_topics()):
            await asyncio.sleep(0.05)
        await create_topics(admin, site.made.prefix, PARTITIONS, 1)
    await site.start()
    await site.publish(article("a", "New"))
    page = await site.shows("/", lambda page: "New" in page)
    assert "Old" not in page
