"""Checks every few seconds how far a worker is: for its metrics and probes, and to end it when it makes no progress."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any

from aiokafka import TopicPartition
from aiokafka.errors import IllegalStateError, KafkaError

from workers.errors import StalledError
from workers.kafka.lane import Lane
from workers.kafka.lanes import Lanes
from workers.observability.contact import Contact
from workers.observability.health import Health
from workers.observability.metrics import Metrics

_EVERY_SECONDS = 2
_ANSWER_SECONDS = 20


class Monitor:
    """Compares what a worker has finished with what there is."""

    def __init__(self, lanes: Lanes, consumer: Any, topic: str, metrics: Metrics, health: Health, brokers: str) -> None:
        self._lanes = lanes
        self._consumer = consumer
        self._any_partition = TopicPartition(topic, 0)
        self._metrics = metrics
        self._health = health
        self._contact = Contact(brokers, health)
        self._shown: set[TopicPartition] = set()

    async def run(self, signs_of_life: Callable[[], object]) -> None:
        """Check until cancelled; `signs_of_life` changes whenever the worker makes progress.

        Raises StalledError when it does not.
        """
        while True:
            lanes = list(self._lanes)
            lags = await self._lags({lane.partition: lane for lane in lanes})
            self._show(lanes, lags)
            busy = any(lags.values()) or any(lanes)
            self._health.seen((signs_of_life(), self._lanes.finished, tuple(lags.items())), busy=busy)
            self._metrics.ready.set(not self._health.not_ready())
            if reason := self._health.stalled():
                raise StalledError(reason)
            await asyncio.sleep(_EVERY_SECONDS)

    async def _lags(self, lanes: Mapping[TopicPartition, Lane]) -> dict[TopicPartition, int]:
        """Return how many records are not finished, up to the last stable offset; nothing while brokers do not answer.

        The marker that ends a transaction has an offset too: where nothing is in hand, the consumer's position, which passes
        markers, is closer to the end than the last record that was finished.
        """
        consumer = self._consumer
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                ends = await consumer.highwaters(*(lanes or (self._any_partition,)))
                positions = {partition: await consumer.position(partition) or 0 for partition in lanes}
        except (TimeoutError, KafkaError) as error:
            if not isinstance(error, IllegalStateError):  # a partition that was just taken away
                self._contact.lost(str(error) or f"no answer within {_ANSWER_SECONDS} seconds")
            return {}
        self._contact.made()
        return {
            partition: max(0, ends[partition] - (lane.oldest.offset if lane.oldest else positions[partition]))
            for partition, lane in lanes.items()
        }

    def _show(self, lanes: list[Lane], lags: Mapping[TopicPartition, int]) -> None:
        stage = self._metrics.stage
        times = [lane.oldest.time for lane in lanes if lane.oldest]
        self._metrics.oldest.set(max(0, time.time() - min(times)) if times else 0)
        self._metrics.in_process.set(sum(map(len, lanes)))
        self._metrics.waiting_bytes.set(sum(lane.waiting_bytes for lane in lanes))
        self._metrics.partitions.set(len(lanes))
        for partition, lag in lags.items():
            self._metrics.lag.labels(stage, partition.topic, partition.partition).set(lag)
        for gone in self._shown - {lane.partition for lane in lanes}:  # its lag is another worker's to tell
            self._metrics.lag.remove(stage, gone.topic, str(gone.partition))
        self._shown = (self._shown | lags.keys()) & {lane.partition for lane in lanes}
