"""Faust's consumer as Quotewire needs it, each change with its reason. Written against faust-streaming 0.15.3."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import IllegalStateError
from aiokafka.protocol.group import LeaveGroupRequest
from faust.transport.drivers import aiokafka as driver
from faust.types import TP

from workers.errors import ClientTaskDiedError
from workers.kafka.lane import Lane


class CommittedConsumerThread(driver.AIOKafkaConsumerThread):
    """Reads committed records only.

    Faust takes no isolation level as a setting; without it a stage would see what the stage before it aborted.
    """

    logger = driver.logger

    def _create_worker_consumer(self, transport: Any) -> AIOKafkaConsumer:
        consumer = super()._create_worker_consumer(transport)
        consumer._isolation_level = "read_committed"  # noqa: SLF001 - handed to the fetcher when the consumer starts
        return consumer

    def client_tasks(self) -> Mapping[str, Any]:
        """Return aiokafka's background tasks by what they do; none before the start.

        Raises ClientTaskDiedError when the consumer group waits for its error to be seen: `AIOKafkaConsumer.getmany` would raise it,
        but Faust polls the fetcher beneath it.
        """
        consumer = self._consumer
        if consumer is None or consumer._coordinator is None:  # noqa: SLF001 - they have no public names
            return {}
        if error := consumer._coordinator._pending_exception:  # noqa: SLF001
            raise ClientTaskDiedError("the consumer group", str(error)) from error
        return {
            "the consumer group": consumer._coordinator._coordination_task,  # noqa: SLF001
            "fetching": consumer._fetcher._fetch_task,  # noqa: SLF001
        }

    def leave(self, seconds: float) -> None:
        """Leave the group, from any other thread, which waits for it; nothing else is let go of, so the process must end now.

        Raises KafkaError, TimeoutError.
        """
        asyncio.run_coroutine_threadsafe(self._leave(), self.thread_loop).result(seconds)

    async def _leave(self) -> None:
        """Leave without aiokafka's own `_maybe_leave_group`, which joins again."""
        coordinator = self._consumer and self._consumer._coordinator  # noqa: SLF001
        if coordinator and coordinator.member_id:
            await coordinator._send_req(LeaveGroupRequest(coordinator.group_id, coordinator.member_id))  # noqa: SLF001

    async def begin(self, partitions: Iterable[TP]) -> dict[TP, int]:
        """Read partitions from their committed offsets on, or from 0 where there is none; return those offsets.

        Where the log begins later than that, aiokafka goes to the beginning of the log. Its own `seek_to_committed` does not
        move a partition for which nothing, or 0, is committed, so that whatever Faust has dropped would not come again.
        """
        offsets: dict[TP, int] = await self.call_thread(self._begin, partitions)
        return offsets

    async def _begin(self, partitions: Iterable[TP]) -> dict[TP, int]:
        consumer = self._ensure_consumer()
        offsets = {}
        for partition in partitions:
            offset = await consumer.committed(TopicPartition(*partition)) or 0
            try:
                consumer.seek(TopicPartition(*partition), offset)
            except IllegalStateError:  # a rebalance has just taken it away
                continue
            offsets[partition] = offset
        return offsets


class LaneConsumer(driver.Consumer):
    """Leaves it to the lanes to commit and to limit what is fetched, and reads each partition from where its lane begins.

    Faust silently drops records around a rebalance: a poll that comes back while the flow is stopped, what waits in the
    queues of its streams, what was polled under an earlier generation. Each of these coincides with the end of a lane, since
    every rebalance closes all lanes. So every message belongs to the lane that it was polled for, and a new lane's partition
    is read from its committed offset, between two polls, before anything is polled for it.
    """

    logger = driver.logger

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: set[TP] = set()

    def _new_consumer_thread(self) -> CommittedConsumerThread:
        return CommittedConsumerThread(self, loop=self.loop, beacon=self.beacon)

    def client_tasks(self) -> Mapping[str, Any]:
        """Return the background tasks of the Kafka client by what they do."""
        tasks: Mapping[str, Any] = self._thread.client_tasks()
        return tasks

    def leave(self, seconds: float) -> None:
        """Leave the group before the process ends, so that others get its partitions at once; blocks for so long at the most.

        Raises KafkaError, TimeoutError.
        """
        self._thread.leave(seconds)

    async def commit(self, *_: Any, **__: Any) -> bool:
        """Do nothing: a late plain commit could move the group back behind a transaction's."""
        return False

    async def perform_seek(self) -> None:
        """Do nothing: a new lane has its partition read from where it begins."""

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, Any]]:  # noqa: ASYNC109 - Faust's signature
        """Poll for the lanes that are open now; records of other partitions are dropped, and come again when they have a lane."""
        if not self.flow_active:
            await self.wait(self.can_resume_flow)
        lanes = await self._lanes()
        records, _ = await self._wait_next_records(timeout)
        for partition, record in self.scheduler.iterate(records or {}):
            if partition in lanes:
                message = self._to_message(partition, record)
                message.lane = lanes[partition]
                yield partition, message

    async def _lanes(self) -> Mapping[TP, Lane]:
        """Return the open lanes by their partitions, all of which are read from where their lanes begin."""
        lanes = {TP(lane.partition.topic, lane.partition.partition): lane for lane in self.app.lanes}
        new = [partition for partition, lane in lanes.items() if lane.begins is None]
        if new:
            for partition, offset in (await self._thread.begin(new)).items():
                lanes[partition].begins = offset
                self._read_offset[partition] = None  # below it, Faust would take what comes for read already
        return {partition: lane for partition, lane in lanes.items() if lane.begins is not None}

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
