"""Input topics with gaps: compacted, overtaken by retention, full of transaction markers."""

import asyncio

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin.records_to_delete import RecordsToDelete

from benchmarks.faults.scene import KEYS, Scene
from benchmarks.faults.workers import Fault
from harness.articles import raw
from harness.tally import number_of
from workers.kafka.admin import admin_client
from workers.kafka.connection import Connection
from workers.topics import RAW

COMPACTED = "offsets compacted away"
_COMPACTED_SECONDS = 120
_PRODUCERS = 12
"""Side by side. Divides the number of keys, so that each key has one of them."""


async def compacted(made: Scene) -> None:
    """The input topic is compacted, so that most offsets are gone before a worker comes: all that remain come out."""
    await made.alter(RAW, {"cleanup.policy": "compact", "segment.ms": "100", "min.cleanable.dirty.ratio": "0.01"})
    for _ in range(5):
        await made.publish(KEYS)
        await asyncio.sleep(0.2)  # so that the next ones begin a segment; the one that is written to is never compacted
    async with asyncio.timeout(_COMPACTED_SECONDS):
        while len(left := await _numbers(made)) > 2 * KEYS:
            await asyncio.sleep(1)
    await made.alter(RAW, {})  # no more of it: what is left now has to come out
    left = await _numbers(made)
    made.dropped(set(range(made.published)) - left)
    made.notes[COMPACTED] += made.published - len(left)
    await made.keep("clean")
    await made.through(made.published)
    await made.strike(lambda: made.publish(KEYS))
    await made.finish()


async def _numbers(made: Scene) -> set[int]:
    """Return the numbers of the articles that are left in the raw topic."""
    records = await made.quotewire.read(RAW, lambda _: True)
    return {number_of(record) for record in records}


def overtaken(committed: int) -> Fault:
    """Make the fault of a log whose start goes past what a stage has committed, while the stage is off."""

    async def run(made: Scene) -> None:
        partitions = made.place.partitions
        if committed:
            (worker,) = await made.quotewire.start("clean")
            await made.publish(committed * partitions, partition=lambda number: number % partitions)
            await made.through(made.published)
            assert await worker.stop() == 0
        await made.publish(40 * partitions, partition=lambda number: number % partitions)
        await _delete_below(made, committed + 25)
        gone = range(committed * partitions, (committed + 25) * partitions)
        made.dropped(gone)
        made.notes["articles that retention took"] += len(gone)
        await made.keep("clean")
        await made.strike(lambda: made.publish(60, partition=lambda number: number % partitions))
        await made.finish()

    run.__doc__ = (
        f"Retention takes 25 articles of each partition that a stage which is off has not read, with {committed} committed:"
        " the stage goes on at the first one left."
    )
    return run


async def _delete_below(made: Scene, offset: int) -> None:
    async with admin_client(Connection(made.quotewire.broker.address)) as admin:
        partitions = [TopicPartition(made.raw_topic, number) for number in range(made.place.partitions)]
        await admin.delete_records({partition: RecordsToDelete(before_offset=offset) for partition in partitions})


def markers(offsets: int) -> Fault:
    """Make the fault of a producer that publishes each article in a transaction of its own, and gives every other one up."""

    async def run(made: Scene) -> None:
        address = made.quotewire.broker.address
        await asyncio.gather(*(_publish_one_by_one(made, number, offsets // 4) for number in range(_PRODUCERS)))
        made.published = offsets // 4
        async with AIOKafkaConsumer(bootstrap_servers=address) as consumer:
            ends = await consumer.end_offsets([TopicPartition(made.raw_topic, 0)])
        made.notes["offsets"] += sum(ends.values())
        await made.keep("clean")
        (worker,) = made.members
        spent, memory = {}, {}
        for tenth in range(1, 11):
            await made.through(made.published * tenth // 10)
            spent[tenth], memory[tenth] = worker.processor_seconds(), worker.memory()
        await made.finish()
        slower = (spent[10] - spent[8]) / (spent[4] - spent[2])
        larger = memory[10] / memory[4]
        made.notes["% of the processor time of tenths 3 and 4 for 9 and 10"] += round(100 * slower)
        made.notes["% of the memory after four tenths in the end"] += round(100 * larger)
        assert worker in made.members, "the worker ended"
        assert slower < 1.3, f"a record takes {slower:.2f} times the processor time"
        assert larger < 1.2, f"memory grew to {larger:.2f} times of what it was"

    run.__doc__ = (
        f"{offsets:,} offsets of one partition are articles in transactions of their own, every other one aborted, and their"
        " markers: processor time per record and memory stay as they are."
    )
    return run


async def _publish_one_by_one(made: Scene, own: int, articles: int) -> None:
    """Publish the articles whose keys are one producer's, an aborted one before each."""
    options = {"transactional_id": f"{made.raw_topic}-{own}", "linger_ms": 0}
    async with AIOKafkaProducer(bootstrap_servers=made.quotewire.broker.address, **options) as producer:
        for number in range(own, articles, _PRODUCERS):
            key = f"k{number % KEYS}"
            for aborted in True, False:
                fields = {"id": key, "metadata": {"number": 10**7 + number if aborted else number}}
                await producer.begin_transaction()
                await producer.send_and_wait(made.raw_topic, key=key.encode(), value=raw(number, **fields))
                await (producer.abort_transaction() if aborted else producer.commit_transaction())
