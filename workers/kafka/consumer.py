"""Faust's consumer as Quotewire needs it, each change with its reason. Written against faust-streaming 0.15.3."""

from typing import Any

import faust
from aiokafka import AIOKafkaConsumer, TopicPartition
from faust.transport.drivers import aiokafka as driver
from faust.types import TP


class CommittedConsumerThread(driver.AIOKafkaConsumerThread):
    """Reads committed records only.

    Faust takes no isolation level as a setting; without it a stage would see what the stage before it aborted.
    """

    logger = driver.logger

    def _create_worker_consumer(self, transport: Any) -> AIOKafkaConsumer:
        consumer = super()._create_worker_consumer(transport)
        consumer._isolation_level = "read_committed"  # noqa: SLF001 - handed to the fetcher when the consumer starts
        return consumer


class LaneConsumer(driver.Consumer):
    """Leaves committing to the lanes, and fetching less to them too."""

    logger = driver.logger

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: set[TP] = set()

    def _new_consumer_thread(self) -> CommittedConsumerThread:
        return CommittedConsumerThread(self, loop=self.loop, beacon=self.beacon)

    async def commit(self, *_: Any, **__: Any) -> bool:
        """Do nothing: a late plain commit could move the group back behind a transaction's."""
        return False

    async def commit_position(self, partition: TopicPartition, offset: int) -> None:
        """Commit for a lane that has no transactions."""
        await self._commit({TP(partition.topic, partition.partition): offset})

    def hold(self, partition: TopicPartition) -> None:
        """Fetch no more of a partition.

        Faust's `pause_partitions` would drop what has been fetched already (`getmany` skips records of partitions that
        are no longer active), and the next commit would skip it for good; a "full buffer" lets that come through.
        """
        held = TP(partition.topic, partition.partition)
        self._held.add(held)
        self.on_buffer_full(held)

    def release(self, partition: TopicPartition) -> None:
        """Fetch a partition again, if it is still this worker's."""
        held = TP(partition.topic, partition.partition)
        self._held.discard(held)
        if held in self.assignment():
            self.on_buffer_drop(held)
        else:
            self._buffered_partitions.discard(held)

    def on_buffer_drop(self, tp: TP) -> None:
        """Keep a held partition held when Faust's own stream buffer, which counts messages, has room again."""
        if tp not in self._held:
            super().on_buffer_drop(tp)


class LaneTransport(driver.Transport):
    """Makes lane consumers."""

    Consumer = LaneConsumer


class LaneApp(faust.App):
    """A Faust app on lanes."""

    logger = driver.logger

    def _new_transport(self) -> LaneTransport:
        return LaneTransport(self.conf.broker_consumer, self)

    def _create_directories(self) -> None:
        """Create none: a worker keeps nothing on disk, and its file system may be read-only."""
