"""`quotewire tail`: records as they come, for people on a terminal and as JSON Lines in a pipe."""

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import orjson
from aiokafka import AIOKafkaConsumer
from rich.console import Console
from rich.text import Text

from workers.errors import TopicsUnfitError
from workers.kafka.admin import admin_client
from workers.kafka.connection import Connection
from workers.kafka.dead_letters import ErrorHeader
from workers.settings import Settings
from workers.topics import holds_dead_letters

_SPAN = 240
"""Code points of a text that a line on a terminal shows."""


async def tail(
    topics: list[str], settings: Settings, *, from_beginning: bool, count: int | None, wait: float | None
) -> None:
    """Print committed records of topics until `count` of them came, or none for `wait` seconds.

    Raises BrokersUnreachableError, TopicsUnfitError.
    """
    names = [topic if topic.startswith(settings.topic_prefix) else settings.topic_prefix + topic for topic in topics]
    connection = Connection(settings.brokers)
    async with admin_client(connection) as client:
        known = await client.list_topics()
    if missing := [name for name in names if name not in known]:
        raise TopicsUnfitError([f"missing topics: {', '.join(missing)}"])
    console = Console(highlight=False) if sys.stdout.isatty() else None
    shown = 0
    async with aclosing(_records(names, connection, from_beginning=from_beginning, wait=wait)) as records:
        async for record in records:
            if console:
                console.print(
                    line_for_people(record, settings.topic_prefix), no_wrap=True, overflow="ellipsis", crop=True
                )
            else:
                sys.stdout.buffer.write(line_for_programs(record) + b"\n")
                sys.stdout.buffer.flush()
            shown += 1
            if count is not None and shown >= count:
                return


async def _records(
    names: list[str], connection: Connection, *, from_beginning: bool, wait: float | None
) -> AsyncGenerator[Any, None]:
    """Yield the committed records of all partitions of topics, without a consumer group."""
    consumer = AIOKafkaConsumer(*names, **connection.consumer(from_beginning=from_beginning))
    await consumer.start()
    try:
        while True:
            batches = await consumer.getmany(timeout_ms=int(wait * 1000) if wait else 1000)
            if not batches and wait:
                return
            for records in batches.values():
                for record in records:
                    yield record
    finally:
        await asyncio.shield(consumer.stop())


def line_for_programs(record: Any) -> bytes:
    """Return a record's value as it stands, on one line; for a retraction, an object that names the article."""
    if record.value is None:
        return orjson.dumps({"article_id": _text(record.key), "retracted": True})
    return bytes(record.value).replace(b"\n", b" ").replace(b"\r", b" ")


def line_for_people(record: Any, prefix: str) -> Text:
    """Return the gist of a record on one line."""
    topic = record.topic.removeprefix(prefix)
    line = Text.assemble((f"{topic:21}", "dim"), " ")
    if holds_dead_letters(topic):
        reason = dict(record.headers).get(ErrorHeader.MESSAGE, b"")
        return line.append(f"{_text(record.key)}: ").append(_text(reason), style="red")
    if record.value is None:
        return line.append(f"{_text(record.key)} retracted or without any", style="yellow")
    try:
        value = orjson.loads(record.value)
    except orjson.JSONDecodeError:
        return line.append(_text(record.value)[:_SPAN], style="red")
    return line.append_text(_gist(value))


def _gist(value: dict[str, Any]) -> Text:
    """Summarise a record by the fields that it has."""
    if "quote_id" in value:
        said = value.get("speaker_name") or (value.get("speaker") or {}).get("text") or "unknown"
        return Text.assemble((said, "bold green"), ": ", value["text"][:_SPAN], "  ", (value.get("title") or "", "dim"))
    if "label" in value:
        mentions = len(value["mentions"])
        return Text.assemble((f"{value['label']:12}", "cyan"), value["name"], (f"  ×{mentions}", "dim"))
    found = [f"{len(value[name])} {name}" for name in ("entities", "quotes") if name in value]
    title = value.get("title") or value.get("text", "")[:80] or value.get("article_id") or value.get("id") or ""
    return Text.assemble((str(title), "bold"), "  ", (", ".join(found), "dim"))


def _text(value: bytes | None) -> str:
    return "" if value is None else value.decode(errors="replace")
