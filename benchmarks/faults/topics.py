"""What others do to the topics of a worker: a topic is deleted, a transaction is left open."""

import asyncio

from aiokafka import AIOKafkaProducer

from benchmarks.faults.scene import Place, Scene
from harness.articles import raw
from workers.kafka.admin import admin_client, create_topics
from workers.kafka.connection import Connection
from workers.topics import RAW, dead_letter_name, dead_letters_of

_RATE = 20.0
"""Articles a second: the flow."""
_OPEN_SECONDS = 20


async def dead_letters_gone(made: Scene) -> None:
    """The topic for dead letters is deleted under flow, a bad record comes, and the topic is made again; nothing is lost."""
    await made.keep("clean")
    async with made.flow(_RATE):
        await made.strike(lambda: _delete_and_make_again(made))
    await made.finish()
    letters = await made.quotewire.read(dead_letters_of(RAW), lambda found: len(found) >= 1)
    assert [letter.key for letter in letters] == [b"bad"], "other articles became dead letters"
    made.notes["workers said that it is missing"] += sum(
        worker.has_said("topic is missing") for worker in made.quotewire.workers
    )


async def _delete_and_make_again(made: Scene) -> None:
    connection = Connection(made.quotewire.broker.address)
    async with admin_client(connection) as admin:
        await admin.delete_topics([dead_letter_name(made.raw_topic)])
        await made.quotewire.publish([(b"bad", b"not json")])
        await made.quotewire.until(lambda: any(worker.has_said("topic is missing") for worker in made.members))
        await create_topics(admin, made.quotewire.prefix, Place.partitions, 1)


async def left_open(made: Scene) -> None:
    """Another producer leaves a transaction open in the raw topic under flow, and aborts it after a while: all comes in order."""
    await made.keep("clean")
    options = {"bootstrap_servers": made.quotewire.broker.address, "transactional_id": f"{made.raw_topic}-foreign"}
    async with made.flow(_RATE), AIOKafkaProducer(**options, transaction_timeout_ms=900_000) as producer:
        await made.strike(lambda: _open_and_abort(made, producer))
    await made.finish()


async def _open_and_abort(made: Scene, producer: AIOKafkaProducer) -> None:
    await producer.begin_transaction()
    value = raw(10**6, id="aborted", metadata={"number": 10**6})
    await producer.send_and_wait(made.raw_topic, key=b"aborted", value=value, partition=0)
    await asyncio.sleep(_OPEN_SECONDS)
    await producer.abort_transaction()
