"""Lanes by themselves: the way out is a list here; with Kafka they are tested in tests/pipeline."""

import asyncio
from collections.abc import Sequence
from contextlib import nullcontext

import pytest
from aiokafka import TopicPartition

from workers.errors import OutputRefusedError, PartitionLostError
from workers.kafka import rebalancing
from workers.kafka.lane import Limits, Work
from workers.kafka.lanes import Lanes
from workers.kafka.records import InputRecord, Outcome, OutputRecord, Processed, Rejected

PARTITION = TopicPartition("articles.raw.v1", 0)
OTHER = TopicPartition("articles.raw.v1", 1)


class Ledger:
    """A way out that writes down what it is given."""

    def __init__(self, committed: int = 0, refuses: bytes = b"nothing") -> None:
        self.committed = committed
        self.refuses = refuses
        self.delivered: list[bytes | None] = []
        self.batches: list[int] = []
        self.lost = False
        self.closed = False

    async def open(self, begins: int) -> int:
        return max(begins, self.committed)

    async def deliver(self, records: Sequence[OutputRecord], next_offset: int) -> None:
        await asyncio.sleep(0)
        if self.lost:
            raise PartitionLostError(PARTITION.topic, PARTITION.partition)
        if any(record.value == self.refuses for record in records):
            raise OutputRefusedError("articles.clean.v1", "too large")
        self.batches.append(len(records))
        self.delivered.extend(record.value for record in records)
        self.committed = next_offset

    async def close(self) -> None:
        self.closed = True


class Bench:
    """Lanes with everything around them in reach."""

    def __init__(self, ledger: Ledger, buffer_bytes: int = 10_000, batch_bytes: int = 1_000) -> None:
        self.ledger = ledger
        self.held: list[TopicPartition] = []
        self.failures: list[BaseException] = []
        self.told: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.most = 100
        limits = Limits(batch_articles=3, batch_bytes=batch_bytes, buffer_bytes=buffer_bytes)
        work = Work(self._process, _bury, self._delivered, nullcontext, limits)
        self.lanes = Lanes(work, lambda _: ledger, self, self.failures.append)

    def open(self, partitions: set[TopicPartition]) -> None:
        self.lanes.open(partitions)
        self._lanes = {lane.partition: lane for lane in self.lanes}

    def put(self, record: InputRecord) -> None:
        """Queue a record in the lane that was opened last for its partition, though it may be closed by now."""
        self.lanes.put(self._lanes[TopicPartition(record.topic, record.partition)], record)

    def hold(self, partition: TopicPartition) -> None:
        self.held.append(partition)

    def release(self, partition: TopicPartition) -> None:
        self.held.remove(partition)

    async def _process(self, records: list[InputRecord]) -> list[Outcome]:
        await self.gate.wait()
        return [
            Processed((OutputRecord("articles.clean.v1", b"k", record.value, ()),), "k", "ok")
            for record in records[: self.most]
        ]

    def _delivered(self, records: Sequence[InputRecord], outcomes: Sequence[Outcome]) -> None:
        for record, outcome in zip(records, outcomes, strict=True):
            self.told.append(f"{record.offset} {outcome.status if isinstance(outcome, Processed) else 'dead letter'}")

    async def settled(self, offset: int) -> None:
        async with asyncio.timeout(30):
            while self.ledger.committed < offset and not self.failures:
                await asyncio.sleep(0.001)


def _bury(_record: InputRecord, _reason: Rejected) -> OutputRecord:
    return OutputRecord("articles.raw.v1-dlt", None, b"dead", ())


def record(offset: int, value: bytes | None = None, partition: TopicPartition = PARTITION) -> InputRecord:
    return InputRecord(partition.topic, partition.partition, offset, None, value or str(offset).encode())


async def test_records_are_delivered_in_order_and_in_batches() -> None:
    bench = Bench(Ledger())
    bench.open({PARTITION})
    for offset in range(7):
        bench.put(record(offset))
    await bench.settled(7)
    assert bench.ledger.delivered == [str(offset).encode() for offset in range(7)]
    assert bench.ledger.batches == [3, 3, 1]


async def test_what_a_child_had_no_room_for_is_done_in_order_and_nothing_is_left_waiting() -> None:
    bench = Bench(Ledger())
    bench.most = 1
    bench.open({PARTITION})
    for offset in range(5):
        bench.put(record(offset))
    await bench.settled(5)
    await asyncio.sleep(0)
    assert bench.ledger.delivered == [str(offset).encode() for offset in range(5)]
    assert bench.ledger.batches == [1] * 5
    assert [(len(lane), lane.waiting_bytes) for lane in bench.lanes] == [(0, 0)]


async def test_what_is_committed_already_is_not_done_again() -> None:
    bench = Bench(Ledger(committed=3))
    bench.open({PARTITION})
    for offset in (1, 2, 3, 4, 2, 3, 5):  # Faust seeks back to the committed offset at the end of a rebalance
        bench.put(record(offset))
    await bench.settled(6)
    assert bench.ledger.delivered == [b"3", b"4", b"5"]


async def test_a_record_that_comes_after_its_lane_was_closed_is_not_processed() -> None:
    """It once opened a lane for itself, which committed behind the records that went with the lane before: three were lost."""
    bench = Bench(Ledger())
    bench.open({PARTITION})
    bench.gate.clear()
    bench.put(record(0))
    await asyncio.sleep(0)
    await bench.lanes.close()
    bench.gate.set()
    bench.put(record(1))
    await asyncio.sleep(0.05)
    assert (bench.ledger.delivered, bench.ledger.committed, bench.ledger.closed) == ([], 0, True)


async def test_a_delivery_that_has_begun_is_finished_before_the_lane_closes() -> None:
    bench = Bench(Ledger())
    delivering = asyncio.Event()
    finish = asyncio.Event()
    original = bench.ledger.deliver

    async def deliver(records: Sequence[OutputRecord], next_offset: int) -> None:
        delivering.set()
        await finish.wait()
        await original(records, next_offset)

    bench.ledger.deliver = deliver  # type: ignore[method-assign]
    bench.open({PARTITION})
    bench.put(record(0))
    await delivering.wait()
    closing = asyncio.create_task(bench.lanes.close())
    await asyncio.sleep(0.01)
    assert not closing.done()
    finish.set()
    await closing
    assert bench.ledger.committed == 1


async def test_who_cannot_let_go_of_a_partition_in_time_says_which_and_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebalancing, "REVOKE_SECONDS", 0.1)
    bench = Bench(Ledger())
    delivering = asyncio.Event()

    async def deliver(*_: object) -> None:
        delivering.set()
        await asyncio.Event().wait()

    bench.ledger.deliver = deliver  # type: ignore[method-assign, assignment]
    bench.open({PARTITION, OTHER})
    bench.put(record(0))
    await delivering.wait()
    own = rebalancing.Rebalancing("clean", bench.lanes, lambda _: None, bench.failures.append)
    await own._revoked(None, {PARTITION, OTHER})
    (failure,) = bench.failures
    assert str(failure) == (
        "could not let go of these partitions within 0.1 seconds: "
        "articles.raw.v1-0, waiting for brokers to take a batch of 1 for 0 seconds"
    )


async def test_a_lane_over_its_share_is_held_and_released_when_half_is_gone() -> None:
    bench = Bench(Ledger(), buffer_bytes=4_000)
    bench.open({PARTITION, OTHER})
    bench.gate.clear()
    for offset in range(5):
        bench.put(record(offset, b"x" * 500))
    assert bench.held == [PARTITION]
    bench.gate.set()
    await bench.settled(5)
    await asyncio.sleep(0)
    assert bench.held == []


async def test_a_closed_lane_holds_nothing() -> None:
    bench = Bench(Ledger(), buffer_bytes=100)
    bench.open({PARTITION})
    bench.gate.clear()
    bench.put(record(0, b"x" * 500))
    assert bench.held == [PARTITION]
    await bench.lanes.close({PARTITION})
    assert bench.held == []


async def test_a_batch_ends_before_it_grows_too_large() -> None:
    bench = Bench(Ledger(), batch_bytes=1_000)
    bench.open({PARTITION})
    bench.gate.clear()
    for offset in range(3):
        bench.put(record(offset, bytes([offset]) * 600))
    bench.gate.set()
    await bench.settled(3)
    assert bench.ledger.batches == [1, 1, 1]


async def test_a_refused_output_makes_its_article_alone_a_dead_letter() -> None:
    bench = Bench(Ledger(refuses=b"1"))
    bench.open({PARTITION})
    for offset in range(3):
        bench.put(record(offset))
    await bench.settled(3)
    assert bench.ledger.delivered == [b"0", b"dead", b"2"]
    assert bench.told == ["0 ok", "1 dead letter", "2 ok"]


async def test_a_refused_dead_letter_is_a_failure() -> None:
    bench = Bench(Ledger(refuses=b"dead"))
    bench.open({PARTITION})
    original = bench.ledger.refuses
    bench.ledger.deliver = _refusing  # type: ignore[method-assign, assignment]
    bench.put(record(0, original))
    await bench.settled(1)
    assert isinstance(bench.failures[0], OutputRefusedError)


async def _refusing(_records: Sequence[OutputRecord], _next_offset: int) -> None:
    raise OutputRefusedError("any", "too large")


@pytest.mark.parametrize("closing", [False, True])
async def test_to_lose_a_partition_is_a_failure_unless_it_is_being_given_up(closing: bool) -> None:  # noqa: FBT001
    bench = Bench(Ledger())
    bench.ledger.lost = True
    bench.open({PARTITION})
    bench.put(record(0))
    if closing:
        lane = bench.lanes._lanes[PARTITION]
        while not lane._delivering:
            await asyncio.sleep(0)
        await bench.lanes.close()
    else:
        await bench.settled(1)
    assert [type(failure) for failure in bench.failures] == ([] if closing else [PartitionLostError])
