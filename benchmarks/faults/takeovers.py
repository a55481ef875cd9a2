"""A worker takes partitions over, slowly, so that polls come back while the flow is stopped."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import NewPartitions

from benchmarks.faults.scene import Scene, scene
from tests.support import wide_worker
from workers.kafka.admin import admin_client
from workers.topics import ALL, RAW

_PARTITIONS = 6


def takeover(
    committed: int | None, articles: int = 300, delivery: str = "exactly_once"
) -> Callable[[Path], Coroutine[Any, Any, Scene]]:
    """Make the fault of a worker that is killed before its first commit, while its group's offsets are as they are told."""

    async def run(folder: Path) -> Scene:
        async with scene(folder, partitions=_PARTITIONS) as made:
            made.quotewire.settings["DELIVERY"] = delivery
            await _commit(made, committed)
            first, _ = await _pair(made)
            mine = sorted(first.partitions())
            await first.kill()
            await made.strike(lambda: made.publish(articles, partition=lambda number: mine[number % 3]))
            await made.finish()
            _count_dropped(made)
        return made

    said = "nothing" if committed is None else committed
    run.__doc__ = (
        f"A worker is killed before its first commit; {said} is committed, and {articles} come to its partitions."
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
    name, group = made.quotewire.prefix + RAW.name, f"{made.quotewire.prefix}quotewire-clean"
    address = made.quotewire.broker.address
    async with AIOKafkaConsumer(bootstrap_servers=address, group_id=group, enable_auto_commit=False) as consumer:
        partitions = [TopicPartition(name, number) for number in range(_PARTITIONS)]
        consumer.assign(partitions)
        await consumer.commit(dict.fromkeys(partitions, offset))


async def _pair(made: Scene) -> list[Any]:
    """Start two workers, and wait until each has its half of the partitions."""
    pair = [await made.quotewire.launch("clean", wide_worker.PROGRAM) for _ in range(2)]
    await made.quotewire.until(lambda: [len(worker.partitions()) for worker in pair] == [_PARTITIONS // 2] * 2)
    await made.quotewire.until(lambda: all(worker.has_said("ready") for worker in pair))
    await asyncio.sleep(2)  # a long poll begins
    return pair


def _count_dropped(made: Scene) -> None:
    dropped = sum(said["event"] == wide_worker.DROPPED for worker in made.quotewire.workers for said in worker.said())
    print(f"    polls that came back while the flow was stopped: {dropped}", flush=True)


async def after_to_earliest(folder: Path) -> Scene:
    """A group is set back to the earliest offset; what was done is done again, and nothing is left out."""
    async with scene(folder, partitions=_PARTITIONS) as made:
        (worker,) = await made.quotewire.start("clean")
        await made.publish(120)
        await made.through(120)
        await worker.stop()
        await _commit(made, 0)
        made.tally.forget()
        await _pair(made)
        await made.publish(180)
        await made.finish()
        _count_dropped(made)
    return made


async def of_added_partitions(folder: Path) -> Scene:
    """Partitions are added while two workers run, and one of these is killed."""
    async with scene(folder, partitions=_PARTITIONS) as made:
        first, _ = await _pair(made)
        async with admin_client(made.quotewire.broker.address) as admin:
            names = [made.quotewire.prefix + topic.name for topic in ALL]
            await admin.create_partitions({name: NewPartitions(total_count=8) for name in names})
        await first.kill()
        await made.strike(lambda: made.publish(300, partition=lambda number: number % 8))
        await made.finish()
        _count_dropped(made)
    return made
