"""Builds the Faust app of one stage: its records go into lanes, and from each lane through a child to the brokers."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from workers.kafka.consumer import LaneApp, LaneConsumer
from workers.kafka.dead_letters import dead_letter
from workers.kafka.delivery import AcknowledgedDelivery, Delivery, TransactionalDelivery
from workers.kafka.headers import output_headers
from workers.kafka.lane import Limits, Process, Work
from workers.kafka.lanes import Lanes
from workers.kafka.records import InputRecord, Outcome, OutputRecord, Rejected
from workers.kafka.sending import producer_options
from workers.observability.health import Health
from workers.observability.metrics import Metrics
from workers.observability.outcomes import Outcomes
from workers.settings import Settings
from workers.topics import Flow

log = structlog.get_logger("quotewire.worker")

_BATCH_BYTES = 4 * 1024 * 1024
"""What a child gets in one go; more would make batches that take longer than one article may."""
_FETCH_BYTES = 1024 * 1024
"""Of one partition in one fetch; a larger record comes alone, whatever its size (KIP-74)."""
_POLL_RECORDS = 32
"""Of all partitions in one go. A fetch is counted in compressed bytes: one of 1 MiB held 200 MiB of articles in a test, which came
all at once before any lane could hold its partition."""
REVOKE_SECONDS = 5
"""Lanes that are not let go by then end the process, which fences nobody and delays no rebalance."""


@dataclass(frozen=True, slots=True)
class Watchers:
    """Who is told how a worker is doing."""

    metrics: Metrics
    health: Health


class StageApp:
    """The Faust app of one stage, with its lanes.

    It has a Faust app instead of being one: Faust's App has some two hundred attributes to run into.
    """

    def __init__(
        self,
        flow: Flow,
        settings: Settings,
        process: Process,
        watchers: Watchers,
        fail: Callable[[BaseException], None],
    ) -> None:
        self.flow = flow
        self.metrics = watchers.metrics
        self.health = watchers.health
        self.settings = settings
        self.group = group_of(flow, settings)
        self.faust = LaneApp(
            self.group,
            broker=[f"kafka://{broker}" for broker in settings.brokers.split(",")],
            autodiscover=False,
            web_enabled=False,  # binds 0.0.0.0:6066, and the second worker on a host dies of it
            store="memory://",
            key_serializer="raw",
            value_serializer="raw",
            topic_disable_leader=True,
            topic_allow_declare=False,
            table_standby_replicas=0,
            consumer_auto_offset_reset="earliest",
            consumer_max_fetch_size=_FETCH_BYTES,
            broker_max_poll_records=_POLL_RECORDS,
            stream_wait_empty=False,  # True waits for un-acked events before it tells that partitions are revoked
            broker_session_timeout=settings.session_seconds,
            broker_heartbeat_interval=settings.session_seconds / 10,
            broker_rebalance_timeout=settings.rebalance_seconds,
            broker_request_timeout=max(90.0, settings.rebalance_seconds + 30),
            broker_max_poll_interval=86400,  # a lane may take its time; its child may not
        )
        self._admin = AIOKafkaAdminClient(bootstrap_servers=settings.brokers.split(","))
        self._producer: AIOKafkaProducer | None = None
        limits = Limits(settings.batch_articles, _BATCH_BYTES, settings.buffer_bytes)
        self.lanes = Lanes(
            Work(process, self._publishable, Outcomes(self.metrics).delivered, self.metrics.delivery.time, limits),
            self._delivery_of,
            self,
            fail,
        )
        self.faust.lanes = self.lanes
        self.topic = settings.topic_prefix + flow.consumes.name
        self.faust.agent(self.faust.topic(self.topic, acks=False), name=f"quotewire-{flow.stage}")(self._sort)
        self._fail = fail
        self.faust.on_partitions_revoked.connect(self._give_up)
        self.faust.on_partitions_assigned.connect(self._take_over)

    async def start(self) -> None:
        """Connect what the lanes share, and start to consume."""
        await self._admin.start()
        if self.settings.delivery == "at_least_once":
            self._producer = AIOKafkaProducer(**producer_options(self.settings.brokers))
            await self._producer.start()
        await self.faust.start()

    async def stop(self) -> None:
        """Let go of all partitions, leave the group, disconnect; harmless before the start."""
        if self.faust.should_stop or not self.faust.started:  # there is no consumer to speak of
            await self._admin.close()
            return
        self.faust.consumer.stop_flow()
        await self.lanes.close()
        await self.faust.stop()
        if self._producer:
            await self._producer.stop()
        await self._admin.close()

    def hold(self, partition: TopicPartition) -> None:
        """Fetch no more of a partition."""
        self.lane_consumer.hold(partition)

    def release(self, partition: TopicPartition) -> None:
        """Fetch a partition again."""
        self.lane_consumer.release(partition)

    @property
    def lane_consumer(self) -> LaneConsumer:
        """Faust's consumer, as ours."""
        consumer: LaneConsumer = self.faust.consumer
        return consumer

    async def _sort(self, stream: Any) -> None:
        """Sort records into lanes: the agent. It never waits for a lane, so that no partition waits for another."""
        try:
            async for event in stream.noack().events():
                self.metrics.received.inc()
                self.lanes.put(event.message.lane, _input_record(event.message))
        except Exception as error:  # noqa: BLE001 - Faust would start the agent again, and lose what it held
            self._fail(error)

    def _delivery_of(self, partition: TopicPartition) -> Delivery:
        if self._producer:
            return AcknowledgedDelivery(partition, self._producer, self.lane_consumer.commit_position)
        return TransactionalDelivery(
            partition, self.group, self.settings.brokers, self._admin, self.metrics.transactions_aborted.inc
        )

    def _publishable(self, record: InputRecord, outcome: Outcome) -> list[OutputRecord]:
        now = datetime.now(UTC)
        if isinstance(outcome, Rejected):
            return [dead_letter(record, outcome, stage=self.flow.stage, group=self.group, now=now)]
        headers = output_headers(record, outcome, stage=self.flow.stage, now=now)
        return [
            OutputRecord(self.settings.topic_prefix + output.topic, output.key, output.value, own)
            for output, own in zip(outcome.outputs, headers, strict=True)
        ]

    async def _take_over(self, _app: Any, assigned: set[Any], **_: Any) -> None:
        partitions = _partitions(assigned)
        log.info("partitions assigned", stage=self.flow.stage, partitions=sorted(p.partition for p in partitions))
        self.lanes.open(partitions)
        self.metrics.rebalances.inc()
        self.health.assigned = True

    async def _give_up(self, _app: Any, revoked: set[Any], **_: Any) -> None:
        partitions = _partitions(revoked)
        log.info("partitions revoked", stage=self.flow.stage, partitions=sorted(p.partition for p in partitions))
        self.health.assigned = False
        try:
            async with asyncio.timeout(REVOKE_SECONDS):
                await self.lanes.close(partitions)
        except TimeoutError as error:
            self._fail(error)


def _partitions(partitions: set[Any]) -> set[TopicPartition]:
    return {TopicPartition(partition.topic, partition.partition) for partition in partitions}


def group_of(flow: Flow, settings: Settings) -> str:
    """Name the consumer group of a stage."""
    return f"{settings.topic_prefix}quotewire-{flow.stage}"


def _input_record(message: Any) -> InputRecord:
    headers = tuple((name, value or b"") for name, value in message.headers or ())
    return InputRecord(
        message.topic, message.partition, message.offset, message.key, message.value, headers, message.timestamp
    )
