"""A lane: the queue, task and way out of one input partition, so that a slow article holds up no other partition."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import chain

from aiokafka import TopicPartition

from workers.errors import OutputRefusedError
from workers.kafka.delivery import Delivery
from workers.kafka.records import InputRecord, Outcome, OutputRecord, Rejected

Process = Callable[[list[InputRecord]], Awaitable[list[Outcome]]]
"""Does a stage's work on a batch: one outcome per record, in order. It may return fewer, but at least one; the rest comes again."""
Bury = Callable[[InputRecord, Rejected], OutputRecord]
"""Makes the dead letter of a record."""
Delivered = Callable[[Sequence[InputRecord], Sequence[Outcome]], None]
"""Called with what became of a batch, once the brokers have it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What all lanes of a worker may hold."""

    batch_articles: int
    batch_bytes: int
    """A batch ends before it grows larger, unless its first record does."""
    buffer_bytes: int
    """Over all lanes; each may hold its equal share."""


@dataclass(frozen=True, slots=True)
class Work:
    """What lanes do with their records."""

    process: Process
    bury: Bury
    delivered: Delivered
    timed: Callable[[], AbstractContextManager[object]]
    """Measures how long a delivery takes."""
    limits: Limits


class Lane:
    """The way of one input partition through the worker, from its queue to the brokers, in order."""

    def __init__(
        self,
        partition: TopicPartition,
        delivery: Delivery,
        work: Work,
        on_delivered: Callable[["Lane"], None],
    ) -> None:
        self.partition = partition
        self.begins: int | None = None
        """The offset that its partition is read from; None before the consumer has gone there."""
        self.waiting_bytes = 0
        self._delivery = delivery
        self._work = work
        self._on_delivered = on_delivered
        self._queue: deque[InputRecord] = deque()
        self._in_hand: Sequence[InputRecord] = ()
        self._arrived = asyncio.Event()
        self._next_offset = 0
        self._delivering = False
        self.closing = False
        self._does("waiting for records")
        self.task = asyncio.create_task(self._run(), name=f"lane {partition.topic}-{partition.partition}")

    def put(self, record: InputRecord) -> None:
        """Queue a record."""
        self._queue.append(record)
        self.waiting_bytes += record.size
        self._arrived.set()

    def __len__(self) -> int:
        """Return how many records wait or are in hand."""
        return len(self._queue) + len(self._in_hand)

    @property
    def oldest(self) -> InputRecord | None:
        """The first record that is not finished."""
        return next(chain(self._in_hand, self._queue), None)

    def _does(self, what: str) -> None:
        self._doing, self._since = what, time.monotonic()

    @property
    def doing(self) -> str:
        """What it does, and for how long, for an operator."""
        return f"{self._doing} for {time.monotonic() - self._since:.0f} seconds"

    async def close(self) -> None:
        """Drop what waits, give up what is in hand, let go of the partition.

        A delivery that has begun is finished first, since otherwise it would be unknown whether it counts. A child is never
        waited for.
        """
        self.closing = True
        if not self._delivering:
            self.task.cancel()
        await asyncio.wait([self.task])
        self._does("waiting for brokers to close its producer")
        await self._delivery.close()

    async def _run(self) -> None:
        await self._arrived.wait()  # most partitions of a quiet topic never need their producer
        self._does("waiting for brokers to take the partition over")
        self._next_offset = await self._delivery.open(self.begins or 0)
        while not self.closing:
            self._does("waiting for records")
            batch = self._in_hand = await self._take()
            while batch and not self.closing:
                self._does(f"waiting for a child to work on a batch of {len(batch)}")
                outcomes = await self._work.process(batch)
                done, batch = batch[: len(outcomes)], batch[len(outcomes) :]
                self._does(f"waiting for brokers to take a batch of {len(done)}")
                self._delivering = True
                await self._deliver(done, outcomes)
                self._delivering = False
                self._in_hand = batch
                self.waiting_bytes -= sum(record.size for record in done)
                self._on_delivered(self)

    async def _take(self) -> list[InputRecord]:
        """Wait for records and take what has come, up to the size of a batch.

        Records that are finished already are dropped: the partition is read from what was committed before the previous
        owner was fenced.
        """
        batch: list[InputRecord] = []
        size = 0
        while not batch:
            while not self._queue:
                self._arrived.clear()
                await self._arrived.wait()
            while self._queue and len(batch) < self._work.limits.batch_articles:
                record = self._queue[0]
                if batch and size + record.size > self._work.limits.batch_bytes:
                    break
                self._queue.popleft()
                if record.offset < self._next_offset:
                    self.waiting_bytes -= record.size
                    continue
                self._next_offset = record.offset + 1
                size += record.size
                batch.append(record)
        return batch

    async def _deliver(self, batch: Sequence[InputRecord], outcomes: Sequence[Outcome]) -> None:
        """Publish a batch; when the brokers refuse a record made of it, deliver one by one, and the culprit as a dead letter."""
        records: list[OutputRecord] = []
        for record, outcome in zip(batch, outcomes, strict=True):
            records += [self._work.bury(record, outcome)] if isinstance(outcome, Rejected) else outcome.outputs
        try:
            with self._work.timed():
                await self._delivery.deliver(records, batch[-1].offset + 1)
            self._work.delivered(batch, outcomes)
        except OutputRefusedError as refusal:
            if len(batch) > 1:
                for record, outcome in zip(batch, outcomes, strict=True):
                    await self._deliver([record], [outcome])
            elif isinstance(outcomes[0], Rejected):
                raise  # not even the dead letter is taken: an operator has to look
            else:
                await self._deliver(batch, [Rejected.of(refusal)])
