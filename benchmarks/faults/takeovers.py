"""A worker takes partitions over, slowly, so that polls come back while the flow is stopped."""

import asyncio

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import NewPartitions

from benchmarks.faults.scene import Scene
from benchmarks.faults.workers import Fault
from harness import wide_worker
from harness.installation import WorkerProcess
from workers.flow import all_topics
from workers.kafka.admin import admin_client
from workers.kafka.connection import Connection

_PARTITIONS = 6
DROPPED = "polls dropped"


def takeover(committed: int | None, articles: int = 300, delivery: str = "exactly_once") -> Fault:
    """Make the fault of a worker that is killed before its first commit, while its group's offsets are as they are told."""

    async def run(made: Scene) -> None:
        made.quotewire.settings["DELIVERY"] = delivery
        await _commit(made, committed)
        first, _ = await _pair(made)
        mine = sorted(first.partitions())
        await first.kill()
        await made.strike(lambda: made.publish(articles, partition=lambda number: mine[number % 3]))
        await made.finish()
        _count_dropped(made)

    said = "nothing" if committed is None else committed
    how = "" if delivery == "exactly_once" else ", without transactions"
    run.__doc__ = (
        f"A worker is killed before its first commit, with {said} committed; {articles} come to its partitions{how}."
    )
    return run


async def _commit(made: Scene, offset: int | None) -> None:
    """Commit an offset for the clean stage; where it is above 0, publish what lies below it."""
    if offset is None:
        return
    if offset:
        await made.publish(offset * _PARTITIONS, partition=lambda number: number % _PARTITIONS)
        for number in range(made.published):
            made.tally.seen[number] += 1  # finished before our time
    address = made.quotewire.broker.address
    async with AIOKafkaConsumer(bootstrap_servers=address, group_id=made.group, enable_auto_commit=False) as consumer:
        partitions = [TopicPartition(made.raw_topic, number) for number in range(_PARTITIONS)]
        consumer.assign(partitions)
        await consumer.commit(dict.fromkeys(partitions, offset))


async def _pair(made: Scene) -> list[WorkerProcess]:
    """Start two workers, and wait until each has its half of the partitions."""
    pair = [await made.quotewire.launch("clean", wide_worker.PROGRAM) for _ in range(2)]
    await made.quotewire.until(lambda: [len(worker.partitions()) for worker in pair] == [_PARTITIONS // 2] * 2)
    await made.quotewire.until(lambda: all(worker.has_said("ready") for worker in pair))
    await asyncio.sleep(2)  # a long poll begins
    return pair


def _count_dropped(made: Scene) -> None:
    made.notes[DROPPED] += sum(
        said["event"] == wide_worker.DROPPED for worker in made.quotewire.workers for said in worker.said()
    )


async def after_to_earliest(made: Scene) -> None:
    """A group is set back to the earliest offset, and a worker killed: what was done is done again, and nothing left out."""
    (worker,) = await made.quotewire.start("clean")
    await made.publish(120, partition=lambda number: number % _PARTITIONS)
    await made.through(120)
    assert await worker.stop() == 0
    await _commit(made, 0)
    made.tally.forget()
    first, _ = await _pair(made)
    await first.kill()
    await made.strike(lambda: made.publish(180, partition=lambda number: number % _PARTITIONS))
    await made.finish()
    _count_dropped(made)


async def of_added_partitions(made: Scene) -> None:
    """Partitions are added while two workers run, and one of these is killed."""
    first, _ = await _pair(made)
    async with admin_client(Connection(made.quotewire.broker.address)) as admin:
        names = [made.quotewire.prefix + topic.name for topic in all_topics()]
        await admin.create_partitions({name: NewPartitions(total_count=8) for name in names})
        while any(
            len(topic["partitions"]) < 8 for topic in await admin.describe_topics(names)
        ):  # heard of a moment later
            await asyncio.sleep(0.1)
    await first.kill()
    await made.strike(lambda: made.publish(300, partition=lambda number: number % 8))
    await made.finish()
    _count_dropped(made)
