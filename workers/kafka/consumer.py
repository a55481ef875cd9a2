"""Faust's consumer as Quotewire needs it, each change with its reason. Written against faust-streaming 0.15.3."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import IllegalStateError, NoOffsetForPartitionError, OffsetOutOfRangeError
from aiokafka.protocol.group import LeaveGroupRequest
from faust.transport.drivers import aiokafka as driver
from faust.types import TP

from workers.errors import ClientTaskDiedError, OffsetBeyondEndError
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

    async def begin(self, partitions: Iterable[TP]) -> tuple[dict[TP, int], dict[TopicPartition, int]]:
        """Read partitions from their committed offsets on, or from the beginning of the log where there is none.

        Returns the committed offsets, 0 where there is none; and, if the group has none in all of the topic, how many records these
        partitions hold. aiokafka's own `seek_to_committed` does not move a partition for which nothing, or 0, is committed, so that
        whatever Faust has dropped would not come again.
        """
        begun: tuple[dict[TP, int], dict[TopicPartition, int]] = await self.call_thread(self._begin, partitions)
        return begun

    async def _begin(self, partitions: Iterable[TP]) -> tuple[dict[TP, int], dict[TopicPartition, int]]:
        consumer = self._ensure_consumer()
        offsets = {}
        anew = {}
        for partition in partitions:
            read = TopicPartition(*partition)
            committed = await consumer.committed(read)
            first = committed
            if first is None:
                first = (await consumer.beginning_offsets([read]))[read]
                anew[read] = (await consumer.end_offsets([read]))[read] - first
            try:
                consumer.seek(read, first)
            except IllegalStateError:  # a rebalance has just taken it away
                continue
            offsets[partition] = committed or 0
        return offsets, anew if any(anew.values()) and await self._is_new(next(iter(anew)).topic) else {}

    async def _is_new(self, topic: str) -> bool:
        """Whether the group has not committed anything in a topic; in single partitions there may just have been nothing to read."""
        consumer = self._ensure_consumer()
        for number in sorted(consumer.partitions_for_topic(topic) or ()):
            if await consumer.committed(TopicPartition(topic, number)) is not None:
                return False
        return True

    async def skip(self, partition: TopicPartition, offset: int) -> int | None:
        """Go to the beginning of a partition's log, which begins behind an offset; return where that is.

        Returns None when the partition has just been taken away. Raises OffsetBeyondEndError when the log ends before the offset.
        """
        first: int | None = await self.call_thread(self._skip, partition, offset)
        return first

    async def _skip(self, partition: TopicPartition, offset: int) -> int | None:
        consumer = self._ensure_consumer()
        first: int = (await consumer.beginning_offsets([partition]))[partition]
        end: int = (await consumer.end_offsets([partition]))[partition]
        if end < offset:
            raise OffsetBeyondEndError(partition.topic, partition.partition, offset, end)
        try:
            consumer.seek(partition, max(first, offset))
        except IllegalStateError:
            return None
        return first

    async def ends(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        """Return the high watermarks of partitions, as their last fetch told; `highwaters` are last stable offsets here."""
        ends: dict[TopicPartition, int] = await self.call_thread(self._ends, partitions)
        return ends

    async def _ends(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        consumer = self._ensure_consumer()
        assigned = consumer.assignment()
        return {partition: consumer.highwater(partition) or 0 for partition in partitions if partition in assigned}


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
        try:
            records, _ = await self._wait_next_records(timeout)
        except NoOffsetForPartitionError:  # of a partition that was just assigned: its lane says where it begins
            return
        except OffsetOutOfRangeError as error:
            await self._out_of_range(error)
            return
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
            offsets, anew = await self._thread.begin(new)
            for partition, offset in offsets.items():
                lanes[partition].begins = offset
                self._read_offset[partition] = None  # below it, Faust would take what comes for read already
            self.app.reading.begins_anew(anew)
        return {partition: lane for partition, lane in lanes.items() if lane.begins is not None}

    async def _out_of_range(self, error: OffsetOutOfRangeError) -> None:
        """Go on where the log begins, and tell what was gone before it was read."""
        for partition, offset in error.args[0].items():
            first = await self._thread.skip(partition, offset)
            if first is not None and first > offset:
                self.app.reading.lost(partition, offset, first)

    async def ends(self, *partitions: TopicPartition) -> dict[TopicPartition, int]:
        """Return the high watermarks of partitions: committed records or not, there are no more."""
        ends: dict[TopicPartition, int] = await self._thread.ends(partitions)
        return ends

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
