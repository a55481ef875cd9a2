"""The monitor with a consumer that says what the test wants; with Kafka it is tested in tests/pipeline/test_probes.py."""

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaConnectionError
from prometheus_client import CollectorRegistry

from workers.errors import StalledError
from workers.kafka.lane import Limits, Work
from workers.kafka.lanes import Lanes
from workers.kafka.records import InputRecord, Outcome, OutputRecord, Rejected
from workers.observability import monitor
from workers.observability.health import Health
from workers.observability.metrics import Metrics
from workers.observability.monitor import Monitor

PARTITION = TopicPartition("articles.raw.v1", 0)


class Consumer:
    """Stands for Faust's consumer."""

    end = 10
    undecided = 0
    position_now = 10
    up = True

    async def highwaters(self, *partitions: TopicPartition) -> dict[TopicPartition, int]:
        if not self.up:
            raise KafkaConnectionError("gone")
        return dict.fromkeys(partitions, self.end)

    async def ends(self, *partitions: TopicPartition) -> dict[TopicPartition, int]:
        return dict.fromkeys(partitions, self.end + self.undecided)

    async def position(self, _: TopicPartition) -> int:
        return self.position_now


class Nowhere:
    """A way out that nothing takes."""

    async def open(self, begins: int) -> int:
        return begins

    async def deliver(self, _records: Sequence[OutputRecord], _next_offset: int) -> None:
        raise AssertionError

    async def close(self) -> None:
        pass


class Flow:
    def hold(self, partition: TopicPartition) -> None:
        pass

    def release(self, partition: TopicPartition) -> None:
        pass


async def _never(_: list[InputRecord]) -> list[Outcome]:
    await asyncio.Event().wait()
    raise AssertionError


def _no_dead_letter(record: InputRecord, reason: Rejected) -> OutputRecord:
    raise AssertionError((record, reason))


def _fail(error: BaseException) -> None:
    raise error


def _lanes() -> Lanes:
    work = Work(_never, _no_dead_letter, lambda _records, _outcomes: None, nullcontext, Limits(16, 1000, 9999))
    lanes = Lanes(work, lambda _: Nowhere(), Flow(), _fail)
    lanes.open({PARTITION})
    return lanes


async def _look(lanes: Lanes, consumer: Consumer, health: Health, *, until: Callable[[], bool]) -> dict[str, float]:
    """Let the monitor look until a condition holds; return its metrics."""
    registry = CollectorRegistry()
    watching = asyncio.create_task(
        Monitor(lanes, consumer, PARTITION.topic, Metrics("clean", registry), health, "kafka:9092").run(lambda: 0)
    )
    async with asyncio.timeout(60):
        while not until() and not watching.done():
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.02)
    watching.cancel()
    await asyncio.wait([watching])
    await lanes.close()
    if not watching.cancelled():
        watching.result()
    labels = {"stage": "clean", "topic": PARTITION.topic, "partition": "0"}
    found = {
        "lag": registry.get_sample_value("quotewire_lag_records", labels),
        "oldest": registry.get_sample_value("quotewire_oldest_unfinished_seconds", {"stage": "clean"}),
        "in process": registry.get_sample_value("quotewire_records_in_process", {"stage": "clean"}),
    }
    return {name: value for name, value in found.items() if value is not None}


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitor, "_EVERY_SECONDS", 0.005)


def _health(patience: float = 100) -> Health:
    made = Health(patience)
    made.started = made.assigned = True
    return made


async def test_at_rest_there_is_no_lag_though_the_last_offset_is_a_marker() -> None:
    health = _health()
    found = await _look(_lanes(), Consumer(), health, until=lambda: health._state is not None)
    assert found == {"lag": 0, "oldest": 0, "in process": 0}


async def test_lag_counts_from_the_oldest_record_in_hand() -> None:
    health = _health()
    lanes = _lanes()
    (lane,) = lanes
    for offset in (7, 8, 9):
        lanes.put(lane, InputRecord(PARTITION.topic, 0, offset, b"k", b"v", time=time.time() - 60))
    found = await _look(lanes, Consumer(), health, until=lambda: health._state is not None)
    assert (found["lag"], found["in process"]) == (3, 3)
    assert found["oldest"] >= 60


async def test_records_that_nobody_fetches_are_lag_too() -> None:
    health = _health()
    consumer = Consumer()
    consumer.position_now = 4
    found = await _look(_lanes(), consumer, health, until=lambda: health._state is not None)
    assert found["lag"] == 6


async def test_records_behind_an_open_transaction_are_no_lag_but_they_wait() -> None:
    health = _health()
    consumer = Consumer()
    consumer.undecided = 5
    looked = time.monotonic() + 0.1
    found = await _look(_lanes(), consumer, health, until=lambda: time.monotonic() > looked)
    assert found["lag"] == 0
    assert found["oldest"] > 0


async def test_a_worker_that_fetches_nothing_though_there_is_something_ends() -> None:
    health = _health(patience=0.1)
    consumer = Consumer()
    consumer.position_now = 4
    with pytest.raises(StalledError, match="no progress for"):
        await _look(_lanes(), consumer, health, until=lambda: False)


async def test_brokers_that_are_away_are_no_stall_while_nothing_is_in_hand() -> None:
    health = _health(patience=0.05)
    consumer = Consumer()
    consumer.up = False
    looked = time.monotonic() + 0.3
    found = await _look(_lanes(), consumer, health, until=lambda: time.monotonic() > looked)
    assert health.stalled() is None
    assert math.isnan(found["oldest"])  # 0 would say that nothing waits
