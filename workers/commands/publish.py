"""`quotewire publish` and `quotewire validate`: raw articles from files, checked as the clean stage checks them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiokafka import AIOKafkaProducer
from aiokafka.errors import UnknownError, UnsupportedVersionError

from schemas.raw_article import RawArticle
from workers.commands.console import Progress, complain, tell
from workers.commands.inputs import Line, count_lines, read_lines
from workers.errors import NoIdempotenceError
from workers.kafka.admin import admin_client, check_rights
from workers.kafka.codec import encode
from workers.kafka.connection import Connection
from workers.kafka.rights import naming_rights, of_publish
from workers.settings import Settings
from workers.stages.identity import article_id
from workers.topics import RAW

_IN_FLIGHT = 500
"""Records that await acknowledgement at a time."""


def validate(paths: list[Path], max_body_bytes: int) -> int:
    """Report what is wrong with raw records; return the number of bad ones."""
    good = bad = 0
    with Progress("records", count_lines(paths)) as progress:
        for line in read_lines(paths, RawArticle, max_body_bytes):
            if line.problem:
                complain(f"{line.place}: {line.problem}")
                bad += 1
            else:
                good += 1
            progress.advance()
    tell(f"{good} good, {bad} bad")
    return bad


async def publish(paths: list[Path], settings: Settings) -> int:
    """Publish the good raw records of files, keyed by article id; return the number of bad ones.

    Raises BrokersUnreachableError, BrokerRefusesError, TopicsUnfitError, AccessDeniedError, NoIdempotenceError.
    """
    connection = Connection.of(settings)
    rights = of_publish(settings.topic_prefix)
    async with admin_client(connection) as client:
        await check_rights(client, rights, connection.principal)
    with naming_rights(rights, connection.principal):
        return await _publish(paths, settings, connection)


async def _publish(paths: list[Path], settings: Settings, connection: Connection) -> int:
    bad = good = 0
    sent: set[asyncio.Future[object]] = set()
    topic = settings.topic_prefix + RAW.name
    once = settings.delivery == "exactly_once"  # else a record whose acknowledgement was lost would be there twice
    async with _producing(connection, once=once) as producer:
        with Progress("published", count_lines(paths)) as progress:
            for line in read_lines(paths, RawArticle, settings.max_body_bytes):
                if line.problem or not isinstance(line.record, RawArticle):
                    complain(f"{line.place}: {line.problem}")
                    bad += 1
                else:
                    sent.add(await _send(producer, topic, line, line.record))
                    good += 1
                if len(sent) >= _IN_FLIGHT:
                    sent = await _settled(sent)
                progress.advance()
            await asyncio.gather(*sent)
    tell(f"{good} published to {topic}, {bad} bad")
    return bad


@asynccontextmanager
async def _producing(connection: Connection, *, once: bool) -> AsyncIterator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(**connection.producer(), linger_ms=20, enable_idempotence=once)
    try:
        try:
            await producer.start()
        except (UnknownError, UnsupportedVersionError) as error:  # with the first, the embedded broker answers
            if once:
                raise NoIdempotenceError(connection.brokers, str(error)) from error
            raise
        yield producer
    finally:
        await producer.stop()


async def _send(producer: AIOKafkaProducer, topic: str, line: Line, article: RawArticle) -> asyncio.Future[object]:
    key = article_id(article, None).encode()
    headers = [("content-type", b"application/json")]
    future: asyncio.Future[object] = await producer.send(
        topic, key=key, value=line.value or encode(article), headers=headers
    )
    return future


async def _settled(sent: set[asyncio.Future[object]]) -> set[asyncio.Future[object]]:
    """Wait until some records are delivered; a failed one raises."""
    done, pending = await asyncio.wait(sent, return_when=asyncio.FIRST_COMPLETED)
    for future in done:
        future.result()
    return pending
