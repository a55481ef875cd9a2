"""Measures `quotewire web`: `python -m benchmarks.web` publishes 20,000 quotes, 200 a second, while Chromium shows them.

It tells how long quotes take from their record to the open page, whether all were kept, and how long a search takes then.
"""

import argparse
import asyncio
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from playwright.async_api import Page, async_playwright

from harness.brokers import best_broker
from harness.installation import installation
from harness.quoted import article, wire
from harness.site import Site
from workers.stages.quotes.definition import QUOTES
from workers.web.queries import Filters, Queries

_WORDS = ("harbour", "budget", "strike", "storm", "election", "bridge", "school", "hospital")


async def measure(count: int, rate: int) -> None:
    """Publish so many quotes at a rate, in quotes a second, and print what was measured."""
    with tempfile.TemporaryDirectory() as folder:
        async with best_broker() as broker, installation(broker, "web.", Path(folder)) as made:
            site = Site(made, Path(folder) / "web.sqlite")
            await site.start()
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=["--no-sandbox"]
                )
                page = await browser.new_page()
                await page.goto(site.address)
                await page.wait_for_selector(".live.on")
                sent: dict[int, float] = {}
                watching = asyncio.create_task(_watch(page, sent, count))
                await _publish(site, sent, count, rate)
                seen = await watching
                heap = await page.evaluate("performance.memory.usedJSHeapSize")
                shown = await page.locator(".card").count()
                await browser.close()
            await site.stop()
            _report(site.store, sent, seen, count)
            print(f"in the list at the end: {shown}; heap of the page: {heap / 2**20:.0f} MiB")


async def _publish(site: Site, sent: dict[int, float], count: int, rate: int) -> None:
    begun = time.monotonic()
    batch = rate // 10
    for first in range(0, count, batch):
        values = []
        for number in range(first, min(first + batch, count)):
            text = f"Number {number}: the {_WORDS[number % 8]} will wait, and so will the {_WORDS[number // 8 % 8]}"
            _, (value,) = wire(article(str(number), text, speaker=f"Speaker {number % 500}"))
            values.append((str(number).encode(), value))
            sent[number] = time.monotonic()
        await site.made.publish(values, QUOTES)
        await asyncio.sleep(max(0, begun + (first + batch) / rate - time.monotonic()))
    print(f"published {count} quotes in {time.monotonic() - begun:.0f} s")


async def _watch(page: Page, sent: dict[int, float], count: int) -> list[float]:
    """Return how long the newest quote on the page took, in seconds, each time that it is another one."""
    seen, last = [], -1
    while last < count - 1:
        texts = await page.locator("#quotes blockquote").all_inner_texts()
        newest = max((int(text.split()[1].rstrip(":")) for text in texts[:50]), default=-1)
        if newest > last:
            seen.append(time.monotonic() - sent[newest])
            last = newest
        await asyncio.sleep(0.05)
    return seen


def _report(store: Path, sent: dict[int, float], seen: list[float], count: int) -> None:
    queries = Queries(store)
    found, before = 0, None
    while rows := queries.quotes(Filters(), before)[1]:
        found += len(rows)
        before = (rows[-1].came, rows[-1].id or 0)
    print(f"kept: {found} of {count}; file: {store.stat().st_size / 2**20:.0f} MiB; sent: {len(sent)}")
    print(
        f"from record to page: median {statistics.median(seen):.2f} s, longest {max(seen):.2f} s, of {len(seen)} looks"
    )
    for filters in (
        Filters(),
        Filters(words="harbour stor"),
        Filters(speaker="17"),
        Filters(words="nothing like it"),
        Filters(sure=80),
    ):
        begun = time.perf_counter()
        rows = queries.quotes(filters)[1]
        print(f"{filters.given()}: {len(rows)} quotes in {(time.perf_counter() - begun) * 1000:.1f} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--rate", type=int, default=200)
    arguments = parser.parse_args()
    asyncio.run(measure(arguments.count, arguments.rate))
