"""The Faust agent of a stage: it sorts records into lanes, each of which leads through a child to the brokers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from workers.kafka.admin import partition_counts
from workers.kafka.app import LaneApp
from workers.kafka.connection import Connection
from workers.kafka.dead_letters import dead_letter
from workers.kafka.delivery import AcknowledgedDelivery, Delivery, TransactionalDelivery
from workers.kafka.lane import Limits, Process, Work
from workers.kafka.lanes import Lanes
from workers.kafka.rebalancing import Rebalancing
from workers.kafka.records import InputRecord, OutputRecord, Rejected
from workers.kafka.rights import group_of, of_stage, topics_of
from workers.observability.health import Health
from workers.observability.metrics import Metrics
from workers.observability.outcomes import Outcomes
from workers.observability.reading import Reading
from workers.settings import Settings
from workers.stages.definition import Stage

log = structlog.get_logger("quotewire.worker")

_LEAVE_SECONDS = 1
"""Brokers that are well answer within milliseconds."""
_BATCH_BYTES = 4 * 1024 * 1024
"""What a child gets in one go; more would make batches that take longer than one article may."""


@dataclass(frozen=True, slots=True)
class Observers:
    """Those who are kept informed about how a worker is doing."""

    metrics: Metrics
    health: Health


class StageAgent:
    """Wires a stage: its topic, its Faust app and agent, its lanes, its deliveries.

    It has a Faust app instead of being one: Faust's App has some two hundred attributes to collide with.
    """

    def __init__(
        self,
        stage: Stage,
        settings: Settings,
        process: Process,
        observers: Observers,
        fail: Callable[[BaseException], None],
    ) -> None:
        self.topic = settings.topic_prefix + stage.consumes.name
        self._stage = stage
        self.group = group_of(stage, settings.topic_prefix)
        self._settings = settings
        self._observers = observers
        self._fail = fail
        self.connection = Connection.of(settings)
        self.rights = of_stage(stage, settings.topic_prefix, transactions=settings.delivery == "exactly_once")
        self._admin = AIOKafkaAdminClient(**self.connection.client())
        self._producer: AIOKafkaProducer | None = None
        self.app = LaneApp(
            self.group,
            self.connection,
            session_seconds=settings.session_seconds,
            rebalance_seconds=settings.rebalance_seconds,
        )
        self.lanes = self.app.lanes = Lanes(self._work(process), self._delivery_of, self, fail)
        self.app.reading = Reading(observers.metrics, self.topic)
        self.app.agent(self.app.topic(self.topic, acks=False), name=f"quotewire-{stage.name}")(self._sort)
        Rebalancing(stage.name, self.lanes, self._rebalanced, fail).connect(self.app)

    @property
    def topics(self) -> list[str]:
        """All topics that the stage reads or writes, with their prefix."""
        return topics_of(self.rights)

    async def partition_counts(self) -> Mapping[str, int]:
        """Return how many partitions those of them have that are there."""
        return await partition_counts(self._admin, self.topics)

    async def start(self) -> None:
        """Connect what the lanes share, and start to consume."""
        await self._admin.start()
        if self._settings.delivery == "at_least_once":
            self._producer = AIOKafkaProducer(**self.connection.producer())
            await self._producer.start()
        await self.app.start()

    async def stop(self) -> None:
        """Let go of all partitions, leave the group, disconnect; harmless before the start."""
        if self.app.should_stop or not self.app.started:  # there is no consumer yet, or none any more
            await self._admin.close()
            return
        self.app.consumer.stop_flow()
        await self.lanes.close()
        await self.app.stop()
        if self._producer:
            await self._producer.stop()
        await self._admin.close()

    def leave(self) -> None:
        """Leave the group, as the last thing before the process ends: others get its partitions at once, not after its session.

        Blocks the event loop, so that nothing is delivered any more; for a moment at the most. May be called from any thread.
        """
        if not self.app.started:
            return
        try:
            self.app.lane_consumer.leave(_LEAVE_SECONDS)
        except (KafkaError, TimeoutError, RuntimeError) as error:  # its thread may have ended
            log.warning("did not leave the group", reason=str(error) or f"it took longer than {_LEAVE_SECONDS} seconds")

    def hold(self, partition: TopicPartition) -> None:
        """Fetch no more of a partition."""
        self.app.lane_consumer.hold(partition)

    def release(self, partition: TopicPartition) -> None:
        """Fetch a partition again."""
        self.app.lane_consumer.release(partition)

    async def _sort(self, stream: Any) -> None:
        """Sort records into lanes: the agent. It never waits for a lane, so that no partition waits for another."""
        try:
            async for event in stream.noack().events():
                self._observers.metrics.received.inc()
                self.lanes.put(event.message.lane, InputRecord.of(event.message))
        except Exception as error:  # noqa: BLE001 - Faust would start the agent again, and lose what it held
            self._fail(error)

    def _work(self, process: Process) -> Work:
        metrics = self._observers.metrics
        outcomes = Outcomes(metrics, self._stage, self._settings.topic_prefix)
        limits = Limits(self._settings.batch_articles, _BATCH_BYTES, self._settings.buffer_bytes)
        return Work(process, self._dead_letter, outcomes.delivered, metrics.delivery.time, limits)

    def _dead_letter(self, record: InputRecord, reason: Rejected) -> OutputRecord:
        return dead_letter(record, reason, stage=self._stage.name, group=self.group, now=datetime.now(UTC))

    def _delivery_of(self, partition: TopicPartition) -> Delivery:
        if self._producer:
            return AcknowledgedDelivery(partition, self._producer, self.app.lane_consumer.commit_position)
        return TransactionalDelivery(
            partition, self.group, self.connection, self._admin, self._observers.metrics.transactions_aborted.inc
        )

    def _rebalanced(self, assigned: bool) -> None:  # noqa: FBT001 - a callback's only argument
        self._observers.health.assigned = assigned
        if assigned:
            self._observers.metrics.rebalances.inc()
