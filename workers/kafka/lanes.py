"""The lanes of a worker: one for each partition that it has, each with an equal share of its memory."""

import asyncio
import functools
from collections.abc import Callable, Iterator
from typing import Protocol

from aiokafka import TopicPartition

from workers.errors import PartitionLostError, PartitionsHeldError
from workers.kafka.delivery import Delivery
from workers.kafka.lane import Lane, Work
from workers.kafka.records import InputRecord


class Fetching(Protocol):
    """Stops and resumes the fetching of partitions: the consumer's side of backpressure."""

    def hold(self, partition: TopicPartition) -> None:
        """Fetch no more of a partition; what has been fetched already still comes."""

    def release(self, partition: TopicPartition) -> None:
        """Fetch a partition again."""


class Lanes:
    """The lanes of a worker: sorts records into them and stops fetching a partition whose lane holds its share."""

    def __init__(
        self,
        work: Work,
        delivery_of: Callable[[TopicPartition], Delivery],
        fetching: Fetching,
        on_failure: Callable[[BaseException], None],
    ) -> None:
        self._work = work
        self._delivery_of = delivery_of
        self._fetching = fetching
        self._on_failure = on_failure
        self._lanes: dict[TopicPartition, Lane] = {}
        self.finished = 0
        """Batches that the brokers have: a sign of life."""
        self._held: set[TopicPartition] = set()

    def open(self, partitions: set[TopicPartition]) -> None:
        """Open lanes for the partitions that this worker was given."""
        for partition in partitions - self._lanes.keys():
            lane = Lane(partition, self._delivery_of(partition), self._work, self._after_batch)
            self._lanes[partition] = lane
            lane.task.add_done_callback(functools.partial(self._ended, lane))

    def __iter__(self) -> Iterator[Lane]:
        """Iterate over the lanes that are open."""
        return iter(tuple(self._lanes.values()))

    def put(self, lane: Lane, record: InputRecord) -> None:
        """Queue a record in the lane that it was polled for; never waits.

        When that lane has been closed, the record is dropped: it comes again to the next one.
        """
        if self._lanes.get(lane.partition) is not lane:
            return
        lane.put(record)
        if lane.waiting_bytes > self._share() and lane.partition not in self._held:
            self._held.add(lane.partition)
            self._fetching.hold(lane.partition)

    async def close(self, partitions: set[TopicPartition] | None = None, seconds: float | None = None) -> None:
        """Close the lanes of some partitions, or of all.

        Raises PartitionsHeldError when that takes longer than so many seconds.
        """
        leaving = [lane for lane in self._lanes.values() if partitions is None or lane.partition in partitions]
        for lane in leaving:
            del self._lanes[lane.partition]
            self._release(lane.partition)
        closing = {asyncio.create_task(lane.close()): lane for lane in leaving}
        if closing:
            closed, late = await asyncio.wait(closing, timeout=seconds)
            if late:
                held = sorted((closing[task] for task in late), key=lambda lane: lane.partition)
                raise PartitionsHeldError({lane.partition: lane.doing for lane in held}, seconds or 0)
            for task in closed:
                task.result()

    def _share(self) -> float:
        return self._work.limits.buffer_bytes / max(1, len(self._lanes))

    def _after_batch(self, lane: Lane) -> None:
        self.finished += 1
        if lane.waiting_bytes <= self._share() / 2:
            self._release(lane.partition)

    def _release(self, partition: TopicPartition) -> None:
        if partition in self._held:
            self._held.discard(partition)
            self._fetching.release(partition)

    def _ended(self, lane: Lane, task: asyncio.Task[None]) -> None:
        """Report why a lane ended, unless it was closed: to lose a partition that is being given up is no failure."""
        if task.cancelled():
            return
        error = task.exception()
        if error is not None and not (lane.closing and isinstance(error, PartitionLostError)):
            self._on_failure(error)
