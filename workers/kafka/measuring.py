"""Counts the records between two offsets, as far as that is quick: offsets alone tell no more than how many there are at most."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from aiokafka import AIOKafkaConsumer, TopicPartition

from workers.kafka.scanning import reading

_POLL_MILLISECONDS = 50

Span = tuple[int, int]
"""An offset, and the one behind the last."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of the records between two offsets of a partition."""

    records: int = 0
    """Those that were read, and for the rest one for each offset: the markers of transactions have offsets, too."""
    exact: bool = True
    """Whether all of them were read."""
    oldest: datetime | None = None
    """The time of the first one; None when there is none."""
    newest: datetime | None = None
    """The time of the last one that was read."""


class _Count:
    """The records of one partition that have been read so far."""

    def __init__(self) -> None:
        self.records = 0
        self.first = self.last = 0

    def add(self, timestamps: list[int]) -> None:
        if timestamps:
            self.records += len(timestamps)
            self.first = self.first or timestamps[0]
            self.last = timestamps[-1]


async def measure(
    consumer: AIOKafkaConsumer, spans: Mapping[TopicPartition, Span], seconds: float = 0
) -> dict[TopicPartition, Measured]:
    """Count records: what the brokers give at one go, and whatever more can be read within some seconds.

    A stage that has done everything has not committed the last offset, but one that stands before a marker. So nobody knows whether
    something waits for it before reading has come to the end without meeting a record.
    """
    positions = {partition: begin for partition, (begin, _) in spans.items()}
    unread = {partition for partition, (begin, end) in spans.items() if begin < end}
    counts = {partition: _Count() for partition in spans}
    clock = asyncio.get_running_loop().time
    deadline = clock() + seconds
    with reading(consumer, {partition: positions[partition] for partition in unread}):
        while unread:
            batches = await consumer.getmany(*unread, timeout_ms=_POLL_MILLISECONDS)
            for partition, records in batches.items():
                counts[partition].add([record.timestamp for record in records if record.offset < spans[partition][1]])
            late = clock() >= deadline
            for partition in list(unread):
                positions[partition] = await consumer.position(partition)
                if positions[partition] >= spans[partition][1] or (late and counts[partition].records):
                    unread.discard(partition)
                    consumer.pause(partition)
    return {partition: _measured(counts[partition], spans[partition][1] - positions[partition]) for partition in spans}


def _measured(count: _Count, left: int) -> Measured:
    if not count.records:
        return Measured()
    oldest, newest = (datetime.fromtimestamp(time / 1000, UTC) for time in (count.first, count.last))
    return Measured(count.records + max(0, left), left <= 0, oldest, newest)
