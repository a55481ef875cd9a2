"""Records that nobody who reads committed ones gets yet: a transaction before them has not ended."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog
from aiokafka import TopicPartition

from workers.observability.health import Health
from workers.observability.metrics import Metrics

log = structlog.get_logger("quotewire.monitor")

LONG_SECONDS = 60.0
"""Brokers abort a transaction of ours by then (`TRANSACTION_SECONDS`). One that lasts longer is somebody else's, most likely of a
producer that died; brokers give it up to 15 minutes (`transaction.max.timeout.ms`)."""


@dataclass(slots=True)
class _Wait:
    """How long the last stable offset of a partition has stood still in front of records."""

    stable: int
    since: float
    said: bool = False


class Undecided:
    """Shows how many records wait for a transaction to end, and says so once when it lasts; times are of a clock that never jumps."""

    def __init__(self, metrics: Metrics, health: Health, clock: Callable[[], float] = time.monotonic) -> None:
        self._metrics = metrics
        self._health = health
        self._clock = clock
        self._waits: dict[TopicPartition, _Wait] = {}

    def seen(self, stable: Mapping[TopicPartition, int], ends: Mapping[TopicPartition, int]) -> None:
        """Record the last stable offsets of all partitions that a worker has, and how far they go beyond these."""
        for partition, offset in stable.items():
            count = max(0, ends.get(partition, 0) - offset)
            wait = self._waits.get(partition)
            if wait and (not count or wait.stable != offset):
                self._over(partition, self._waits.pop(partition))
                wait = None
            if count and not wait:
                self._waits[partition] = _Wait(offset, self._clock())
            elif wait and not wait.said and self._clock() - wait.since >= LONG_SECONDS:
                wait.said = True
                self._begun(partition, wait, count)
            self._show(partition, count)
        self._health.held_back = tuple(f"{p.topic}-{p.partition}" for p, wait in self._waits.items() if wait.said)

    def forget(self, partition: TopicPartition) -> None:
        """Say no more about a partition that another worker has now."""
        self._waits.pop(partition, None)
        for metric in (self._metrics.undecided, self._metrics.undecided_seconds):
            metric.remove(self._metrics.stage, partition.topic, str(partition.partition))

    def _show(self, partition: TopicPartition, count: int) -> None:
        labels = (self._metrics.stage, partition.topic, partition.partition)
        wait = self._waits.get(partition)
        self._metrics.undecided.labels(*labels).set(count)
        self._metrics.undecided_seconds.labels(*labels).set(self._clock() - wait.since if wait else 0)

    def _begun(self, partition: TopicPartition, wait: _Wait, count: int) -> None:
        log.warning(
            "records held back by an open transaction",
            topic=partition.topic,
            partition=partition.partition,
            offset=wait.stable,
            records=count,
            seconds=round(self._clock() - wait.since),
            reason="a producer has begun a transaction at this offset and not ended it; what comes after it is read when it ends, at the "
            "latest when its time-out is over",
            fix="end or restart that producer, or abort its transaction: kafka-transactions.sh abort "
            f"--topic {partition.topic} --partition {partition.partition} --start-offset {wait.stable}",
        )

    def _over(self, partition: TopicPartition, wait: _Wait) -> None:
        if wait.said:
            seconds = round(self._clock() - wait.since)
            log.warning(
                "records no longer held back", topic=partition.topic, partition=partition.partition, seconds=seconds
            )
