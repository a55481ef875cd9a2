"""Checks every few seconds how far a worker is: for its metrics and probes, and to end it when it makes no progress."""

import asyncio
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
from workers.observability.oldest import Oldest
from workers.observability.undecided import Undecided

_EVERY_SECONDS = 2
_ANSWER_SECONDS = 20


class Monitor:
    """Compares what a worker has finished with what there is."""

    def __init__(self, lanes: Lanes, consumer: Any, topic: str, metrics: Metrics, health: Health, brokers: str) -> None:
        self._lanes = lanes
        self._consumer = consumer
        self._any_partition = TopicPartition(topic, 0)
        self._metrics = metrics
        metrics.ready.set_function(lambda: not health.not_ready())
        self._health = health
        self._contact = Contact(brokers, health)
        self._oldest = Oldest()
        self._undecided = Undecided(metrics, health)
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
            if reason := self._health.stalled():
                raise StalledError(reason)
            await asyncio.sleep(_EVERY_SECONDS)

    async def _lags(self, lanes: Mapping[TopicPartition, Lane]) -> dict[TopicPartition, int]:
        """Return how many records are not finished, up to the last stable offset; nothing while brokers do not answer.

        What else there is to know of them goes to those who show it.

        The marker that ends a transaction has an offset too: where nothing is in hand, the consumer's position, which passes
        markers, is closer to the end than the last record that was finished.
        """
        consumer = self._consumer
        in_hand = {partition: lane.oldest.time for partition, lane in lanes.items() if lane.oldest}
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                stable = await consumer.highwaters(*(lanes or (self._any_partition,)))
                positions = {partition: await consumer.position(partition) or 0 for partition in lanes}
                ends = await consumer.ends(*lanes)
        except (TimeoutError, KafkaError) as error:
            gone = isinstance(error, IllegalStateError)  # a partition that was just taken away
            if not gone and self._any_partition.topic not in self._health.missing_topics:
                self._contact.lost(str(error) or f"no answer within {_ANSWER_SECONDS} seconds")
                self._oldest.silence(in_hand)
            return {}
        self._contact.made()
        self._undecided.seen({partition: stable[partition] for partition in lanes}, ends)
        unread = {
            partition: position
            for partition, position in positions.items()
            if position < max(stable[partition], ends.get(partition, 0))
        }
        self._oldest.seen(in_hand, unread)
        return {
            partition: max(0, stable[partition] - (lane.oldest.offset if lane.oldest else positions[partition]))
            for partition, lane in lanes.items()
        }

    def _show(self, lanes: list[Lane], lags: Mapping[TopicPartition, int]) -> None:
        stage = self._metrics.stage
        self._metrics.oldest.set(self._oldest.seconds)
        self._metrics.in_process.set(sum(map(len, lanes)))
        self._metrics.waiting_bytes.set(sum(lane.waiting_bytes for lane in lanes))
        self._metrics.partitions.set(len(lanes))
        for partition, lag in lags.items():
            self._metrics.lag.labels(stage, partition.topic, partition.partition).set(lag)
        for gone in self._shown - {lane.partition for lane in lanes}:  # its lag is another worker's to tell
            self._metrics.lag.remove(stage, gone.topic, str(gone.partition))
            self._undecided.forget(gone)
        self._shown = (self._shown | lags.keys()) & {lane.partition for lane in lanes}
