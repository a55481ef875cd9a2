"""Sets a stage's consumer group back, so that it does again what it has done."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from aiokafka import AIOKafkaConsumer, TopicPartition

from workers.kafka.connection import Connection
from workers.kafka.delivery import transactional_id, transactional_producer
from workers.kafka.groups import Group
from workers.kafka.measuring import Measured, measure

_COUNTING_SECONDS = 10
"""Longer, and somebody who waits for an answer would rather have one that is roughly right."""


@dataclass(frozen=True, slots=True)
class Way:
    """How far a group goes back in one partition."""

    begin: int
    """Where it will go on."""
    committed: int
    """Where it would have gone on."""
    measured: Measured
    """The records in between."""


async def ways_back(
    group: Group, partitions: Iterable[TopicPartition], since: datetime | None, consumer: AIOKafkaConsumer
) -> dict[TopicPartition, Way]:
    """Find how far a group that has done something goes back, to the first record of a time or later, or to all that is kept.

    It never goes forward: where it has not come as far as that time, or has never committed, it goes on by itself.
    """
    lowest = await consumer.beginning_offsets(list(partitions))
    begins: dict[TopicPartition, int] = dict(lowest)
    if since:
        found = await consumer.offsets_for_times(dict.fromkeys(lowest, int(since.timestamp() * 1000)))
        begins = {partition: at.offset for partition, at in found.items() if at}
    spans = {
        partition: (begin, group.committed[partition])
        for partition, begin in sorted(begins.items())
        if begin < group.committed.get(partition, begin)
    }
    measured = await measure(consumer, spans, _COUNTING_SECONDS)
    return {partition: Way(*spans[partition], found) for partition, found in measured.items() if found.records}


async def fence(group: str, partitions: Iterable[TopicPartition], connection: Connection) -> None:
    """End the transactions of whoever had some partitions, for good.

    A worker that was frozen is no member any more; when it wakes up, its transaction would still commit an offset, beyond the one
    that was set. aiokafka sends no group generation with it by which the brokers could tell.
    """

    async def end(partition: TopicPartition) -> None:
        producer = transactional_producer(connection, transactional_id(group, partition))
        try:
            await producer.start()
        finally:
            await producer.stop()

    await asyncio.gather(*map(end, partitions))


def total(ways: Mapping[TopicPartition, Way]) -> Measured:
    """Return what is known of the records of all partitions together."""
    parts = [way.measured for way in ways.values()]
    return Measured(
        sum(part.records for part in parts),
        all(part.exact for part in parts),
        min((part.oldest for part in parts if part.oldest), default=None),
        max((part.newest for part in parts if part.newest), default=None),
    )
