"""`make demo`: sample articles through three real workers on the embedded broker, shown as they come out, in one go."""

import asyncio
import os
import sys
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from rich.console import Console
from rich.text import Text

from schemas.raw_article import RawArticle
from workers.commands.console import quiet_libraries
from workers.commands.run import supervise
from workers.environment import PREFIX
from workers.errors import QuotewireError
from workers.kafka.admin import admin_client, create_topics
from workers.kafka.codec import encode
from workers.kafka.connection import Connection
from workers.kafka.embedded import SETTINGS, embedded_broker
from workers.stages.quotes.definition import ENRICHED, QUOTES
from workers.topics import RAW

_CONTENT_TYPES = {".html": "text/html", ".txt": "text/plain"}
_PATIENCE_SECONDS = 120
"""Enough for a slow machine to load three models; then something is wrong."""
PARTITIONS = 2
_SHOWN_LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC")

console = Console(highlight=False, soft_wrap=True)


def samples() -> dict[str, RawArticle]:
    """Return the sample articles by their ids; they were written for this demo."""
    found = sorted(file.name for file in files("workers").joinpath("samples").iterdir() if file.is_file())
    return {Path(name).stem: sample(name) for name in found}


def sample(name: str, source: str = "Quotewire demo") -> RawArticle:
    """Return the article in a file; its id is what stands before the first dot, so that `id.corrected.txt` revises `id.txt`."""
    file = files("workers").joinpath("samples", *name.split("/"))
    return RawArticle(
        id=file.name.partition(".")[0],
        body=file.read_text(encoding="utf-8"),
        content_type=_CONTENT_TYPES[Path(file.name).suffix],
        source=source,
    )


def worker_settings(address: str) -> dict[str, str]:
    """Return what workers need on the embedded broker at an address."""
    return {f"{PREFIX}BROKERS": address, f"{PREFIX}CHILDREN": "1", **SETTINGS}


async def demo() -> int:
    """Run the demo; return the number of quotes that came out."""
    articles = samples()
    stopping = asyncio.Event()
    async with embedded_broker() as address:
        async with admin_client(Connection(address)) as admin:
            await create_topics(admin, "", PARTITIONS, replication=1)
        console.print(f"Kafka (embedded) on {address}; starting three workers: clean, entities, quotes")
        with tempfile.NamedTemporaryFile(prefix="quotewire-demo-", suffix=".log", delete=False) as log:
            workers = asyncio.create_task(supervise(worker_settings(address), stopping, output=log))
            try:
                await _publish(articles, address)
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    quotes = await _show(set(articles), address)
            except TimeoutError:
                raise QuotewireError(f"nothing came out in time; what the workers say is in {log.name}") from None
            finally:
                stopping.set()
                await workers
        os.unlink(log.name)  # noqa: PTH108 - a name is what there is
    return quotes


async def _publish(articles: dict[str, RawArticle], address: str) -> None:
    async with AIOKafkaProducer(**Connection(address).producer()) as producer:
        for article_id, article in articles.items():
            await producer.send_and_wait(RAW.name, key=article_id.encode(), value=encode(article))
    console.print(
        f"published {len(articles)} raw articles (web pages, and page texts full of boilerplate) to {RAW.name}\n"
    )


async def _show(awaited: set[str], address: str) -> int:
    """Print each article when it has come out with all its quotes; return the number of quotes."""
    consumer = AIOKafkaConsumer(QUOTES.name, ENRICHED.name, **Connection(address).consumer(from_beginning=True))
    articles: dict[str, dict[str, Any]] = {}
    quotes: dict[str, list[dict[str, Any]]] = {article: [] for article in awaited}
    shown = 0
    async with consumer:
        async for record in consumer:
            article, value = record.key.decode(), orjson.loads(record.value) if record.value else None
            if record.topic == QUOTES.name:
                quotes[article] += [value] if value else []
            else:
                articles[article] = value or {}
            if article in articles and len(quotes[article]) == len(articles[article]["quotes"]) and article in awaited:
                _print(articles[article], quotes[article])
                shown += len(quotes[article])
                awaited.discard(article)
            if not awaited:
                break
    return shown


def _print(article: dict[str, Any], quotes: list[dict[str, Any]]) -> None:
    named = [entity for entity in article["entities"] if entity["label"] in _SHOWN_LABELS]
    names = ", ".join(f"{entity['name']} ({entity['label']})" for entity in named)
    console.print(Text.assemble((str(article["title"] or article["article_id"]), "bold")))
    for quote in quotes:
        said = (str(quote["speaker_name"] or "somebody"), "bold green")
        console.print(Text.assemble("  ", said, f": {quote['text']}"))
    console.print(Text.assemble(("  names: ", "dim"), names, "\n"))


def main() -> None:
    """Run the demo as a program: exit code 0 when quotes came out."""
    quiet_libraries()
    try:
        quotes = asyncio.run(demo())
    except QuotewireError as error:
        console.print(str(error), style="red")
        sys.exit(3)
    console.print(f"\n{quotes} quotes with their speakers. Next: docs/producers.md, docs/consumers.md")
    sys.exit(0 if quotes else 1)


if __name__ == "__main__":
    main()
