"""`quotewire tail`: records as they come, for people on a terminal and as JSON Lines in a pipe."""

import asyncio
import base64
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import orjson
from aiokafka import AIOKafkaConsumer
from rich.console import Console
from rich.text import Text

from workers.commands.console import one_line, put_line
from workers.kafka.admin import admin_client, check_rights
from workers.kafka.connection import Connection
from workers.kafka.dead_letters import ErrorHeader
from workers.kafka.rights import naming_rights, of_tail
from workers.settings import Settings
from workers.topics import holds_dead_letters

_SPAN = 240
"""Code points of a text that a line on a terminal shows."""
_TITLE = 80


async def tail(
    topics: list[str], settings: Settings, *, from_beginning: bool, count: int | None, wait: float | None
) -> None:
    """Print committed records of topics until `count` of them came, or none for `wait` seconds.

    Raises BrokersUnreachableError, BrokerRefusesError, TopicsUnfitError, AccessDeniedError.
    """
    names = [topic if topic.startswith(settings.topic_prefix) else settings.topic_prefix + topic for topic in topics]
    connection = Connection.of(settings)
    rights = of_tail(names)
    async with admin_client(connection) as client:
        await check_rights(client, rights, connection.principal)
    console = Console(highlight=False) if sys.stdout.isatty() else None
    shown = 0
    with naming_rights(rights, connection.principal):
        async with aclosing(_records(names, connection, from_beginning=from_beginning, wait=wait)) as records:
            async for record in records:
                if console:
                    console.print(
                        line_for_people(record, settings.topic_prefix), no_wrap=True, overflow="ellipsis", crop=True
                    )
                else:
                    put_line(line_for_programs(record))
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
    """Return a record's value as it stands, on one line.

    A retraction is an object that names the article. A dead letter, and a value that is not JSON, is an object that says where it
    stands, and has the value as text, or in base64.
    """
    if record.value is None:
        return orjson.dumps({"article_id": _text(record.key), "retracted": True})
    if not holds_dead_letters(record.topic):
        try:
            orjson.loads(record.value)
        except orjson.JSONDecodeError:
            pass  # it may be anybody's
        else:
            return bytes(record.value).replace(b"\n", b" ").replace(b"\r", b" ")
    place = {"topic": record.topic, "partition": record.partition, "offset": record.offset, "key": _text(record.key)}
    reason = {"reason": _text(_header(record, ErrorHeader.MESSAGE))} if holds_dead_letters(record.topic) else {}
    return orjson.dumps({**place, **reason, **text_or_base64("value", record.value)})


def text_or_base64(name: str, value: bytes) -> dict[str, str]:
    """Return bytes as a member of a JSON object: as text, or in base64 under a name that says so."""
    try:
        return {name: value.decode()}
    except UnicodeDecodeError:
        return {f"{name}_base64": base64.b64encode(value).decode()}


def line_for_people(record: Any, prefix: str) -> Text:
    """Return the gist of a record on one line."""
    topic = record.topic.removeprefix(prefix)
    line = Text.assemble((f"{topic:21}", "dim"), " ")
    if holds_dead_letters(topic):
        reason = _text(_header(record, ErrorHeader.MESSAGE))
        return line.append(f"{_shown(_text(record.key))}: ").append(_shown(reason), style="red")
    if record.value is None:
        return line.append(f"{_shown(_text(record.key))} retracted or without any", style="yellow")
    try:
        value = orjson.loads(record.value)
    except orjson.JSONDecodeError:
        value = None
    if isinstance(value, dict):
        return line.append_text(_gist(value))
    return line.append(_shown(_text(record.value)), style="red")


def _gist(value: dict[str, Any]) -> Text:
    """Summarise a record by the fields that it has; it may be anybody's, so none is taken for granted."""
    if "quote_id" in value:
        speaker = value.get("speaker")
        named = value.get("speaker_name") or (speaker.get("text") if isinstance(speaker, dict) else speaker)
        title = (f"  {_shown(value.get('title'))}", "dim")
        return Text.assemble((_shown(named) or "unknown", "bold green"), ": ", _shown(value.get("text")), title)
    if "label" in value:
        mentions = f"  ×{_count(value.get('mentions'))}"
        return Text.assemble((f"{_shown(value['label']):12}", "cyan"), _shown(value.get("name")), (mentions, "dim"))
    found = [f"{_count(value[name])} {name}" for name in ("entities", "quotes") if name in value]
    titles = (value.get("title"), value.get("text"), value.get("article_id"), value.get("id"))
    name = next((shown for one in titles if (shown := _shown(one)[:_TITLE])), "")
    return Text.assemble((name, "bold"), "  ", (", ".join(found), "dim"))


def _shown(value: object) -> str:
    """Return the beginning of a value as text that cannot harm a terminal."""
    text = "" if value is None else value if isinstance(value, str) else str(value)
    return one_line(text[:_SPAN])


def _count(value: object) -> int:
    return len(value) if isinstance(value, list) else 0


def _header(record: Any, name: str) -> bytes:
    return dict(record.headers or ()).get(name) or b""


def _text(value: bytes | None) -> str:
    return "" if value is None else value.decode(errors="replace")
