"""Brokers that do not take what a stage publishes."""

import asyncio
import random
import signal

from benchmarks.faults.scene import Scene
from harness.articles import raw, story
from workers.kafka.admin import admin_client, create_topics
from workers.kafka.connection import Connection
from workers.kafka.dead_letters import ErrorHeader
from workers.stages.clean.definition import CLEAN
from workers.topics import RAW, dead_letters_of

_LARGEST_BYTES = 3000
"""Above the record of a short article, below that of a long one, and below that of several in one batch of Kafka's."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


async def too_large(made: Scene) -> None:
    """The brokers refuse large records of the output topic: those articles are dead letters, all others come out; later large ones, too."""
    await made.alter(CLEAN, {"max.message.bytes": str(_LARGEST_BYTES)})
    for _ in range(10):
        await made.publish(30)
        await made.quotewire.publish([_large(made)])
    await made.keep("clean")
    await made.through(made.published)
    letters = await made.quotewire.read(dead_letters_of(RAW), lambda found: len(found) >= 10)
    assert [letter.key for letter in letters] == [b"large"] * 10, "other articles became dead letters"
    reasons = {dict(letter.headers)[ErrorHeader.CLASS_NAME] for letter in letters}
    assert reasons == {b"OutputRefusedError"}, f"they became dead letters for {reasons}"
    await made.alter(CLEAN, {})
    await made.strike(lambda: made.publish(30, saying=_paragraph(made.chance)))
    await made.finish()


def _large(made: Scene) -> tuple[bytes, bytes]:
    return b"large", raw(0, id="large", body=f"{story(0)}\n{_paragraph(made.chance)}\n")


def _paragraph(chance: random.Random) -> str:
    """Return what no compression makes small."""
    words = ("".join(chance.choices(_LETTERS, k=7)) for _ in range(2000))
    return f"The council has read out the names of all ships, and they were {', '.join(words)}."


async def not_enough_replicas(made: Scene) -> None:
    """The output topic wants all three replicas, and one of three brokers is stopped for 20 seconds."""
    await made.alter(CLEAN, {"min.insync.replicas": "3"})
    await made.keep("clean")
    async with made.flow(15):
        await made.strike(lambda: _without_one(made))
    await made.finish()


async def _without_one(made: Scene) -> None:
    await made.kafka.nodes[0].end(signal.SIGTERM)
    await asyncio.sleep(20)
    await made.kafka.start()


async def topic_deleted(made: Scene) -> None:
    """The output topic is deleted while articles wait to be published, and created again ten seconds later."""
    await made.keep("clean")
    await made.publish(120)
    await made.through(120)
    await made.strike(lambda: _delete_and_create(made))
    await made.finish()


async def _delete_and_create(made: Scene) -> None:
    """Publish while the topic is not there."""
    made.stop_reading()
    async with admin_client(Connection(made.quotewire.broker.address)) as admin:
        name = made.quotewire.prefix + CLEAN.name
        await admin.delete_topics([name])
        while name in await admin.list_topics():  # what is published now goes with it
            await asyncio.sleep(0.1)
        await made.publish(200)
        await asyncio.sleep(10)
        await create_topics(admin, made.quotewire.prefix, made.place.partitions, 1)
    made.read()
