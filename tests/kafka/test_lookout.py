"""What a look at the brokers finds, on a real Kafka."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import RecordsToDelete

from harness.installation import PATIENCE_SECONDS, Installation
from workers.flow import STAGES
from workers.kafka.admin import admin_client
from workers.kafka.connection import Connection
from workers.kafka.groups import set_offsets
from workers.kafka.lookout import Lookout, lookout
from workers.kafka.rights import group_of
from workers.kafka.status import StageStatus, Status
from workers.kafka.waiting_letters import WaitingLetters
from workers.stages.definition import Stage
from workers.topics import RAW, Topic

pytestmark = pytest.mark.kafka

CLEAN, ENTITIES, _ = STAGES


@asynccontextmanager
async def _looking(quotewire: Installation) -> AsyncIterator[Lookout]:
    async with lookout(Connection(quotewire.broker.address), quotewire.prefix, WaitingLetters()) as out:
        yield out


def _of(found: Status, stage: Stage) -> StageStatus:
    return {one.name: one for one in found.stages}[stage.name]


def _partition(quotewire: Installation, topic: Topic, number: int = 0) -> TopicPartition:
    return TopicPartition(quotewire.prefix + topic.name, number)


async def _commit(quotewire: Installation, stage: Stage, offset: int) -> None:
    """Let a stage have come to an offset of its first partition."""
    partition = _partition(quotewire, stage.consumes)
    group = group_of(stage, quotewire.prefix)
    assert await set_offsets(group, {partition: offset}, Connection(quotewire.broker.address))


@asynccontextmanager
async def _producer(quotewire: Installation, **options: str) -> AsyncIterator[AIOKafkaProducer]:
    async with AIOKafkaProducer(**Connection(quotewire.broker.address).producer(), **options) as producer:
        yield producer


@asynccontextmanager
async def _transaction(quotewire: Installation, topic: Topic, *ages: float) -> AsyncIterator[AIOKafkaProducer]:
    """Publish records of some ages, in seconds, to a partition in a transaction that is open."""
    async with _producer(quotewire, transactional_id=f"{quotewire.prefix}somebody") as producer:
        await producer.begin_transaction()
        for age in ages:
            then = int((time.time() - age) * 1000)
            await producer.send_and_wait(quotewire.prefix + topic.name, b"{}", partition=0, timestamp_ms=then)
        yield producer


async def test_a_stage_at_rest_has_no_lag_though_it_has_not_committed_the_marker(quotewire: Installation) -> None:
    async with _looking(quotewire) as out:
        async with _transaction(quotewire, ENTITIES.consumes, 500, 400) as producer:
            await producer.commit_transaction()
        await _commit(quotewire, ENTITIES, 2)  # of 3: two records and a marker
        assert _of(await out.look(), ENTITIES).waiting == 0
        async with _transaction(quotewire, ENTITIES.consumes, 300, 200) as producer:
            await producer.abort_transaction()
        assert _of(await out.look(), ENTITIES).waiting == 0
        async with _transaction(quotewire, ENTITIES.consumes, 100) as producer:
            await producer.commit_transaction()
        found = await out.look()
    entities = _of(found, ENTITIES)
    assert (entities.waiting, entities.exact) == (1, True)
    assert 100 <= found.seconds_since(entities.oldest) < 200
    assert {one.partition: one.committed for one in entities.partitions} == {0: 2, 1: None, 2: None, 3: None}


async def test_a_transaction_that_hangs(quotewire: Installation) -> None:
    topic = quotewire.prefix + RAW.name
    async with _looking(quotewire) as out:
        async with _transaction(quotewire, RAW, 700, 1) as hanging:
            async with _producer(quotewire) as producer:
                await producer.send_and_wait(topic, b"{}", partition=0)
            found = await out.look()
            await hanging.abort_transaction()
        clean = _of(found, CLEAN)
        assert (clean.waiting, [one.undecided for one in clean.partitions if one.partition == 0]) == (0, [3])
        raw = {one.name: one for one in found.topics}[topic]
        assert raw.undecided == 3
        assert 700 <= found.seconds_since(raw.undecided_since) < 700 + PATIENCE_SECONDS
        (said,) = [problem for problem in found.problems() if problem.startswith(topic)]
        assert said.split(" for ")[0] == f"{topic}: a transaction has been open"
        assert said.endswith("records that it holds back: 3")
        found = await out.look()
    assert _of(found, CLEAN).waiting == 1
    assert not [problem for problem in found.problems() if "transaction" in problem]


async def test_what_retention_took_before_it_was_done(quotewire: Installation) -> None:
    """A single offset is no record, but the marker that a stage never commits."""
    partition = _partition(quotewire, RAW)
    async with _producer(quotewire) as producer:
        for _number in range(6):
            await producer.send_and_wait(partition.topic, b"{}", partition=0)
    async with _looking(quotewire) as out, admin_client(Connection(quotewire.broker.address)) as admin:
        for committed, begin, gone, waiting in ((1, 2, 0, 4), (1, 4, 3, 2), (4, 4, 0, 2)):
            await _commit(quotewire, CLEAN, committed)
            await admin.delete_records({partition: RecordsToDelete(before_offset=begin)})
            found = await out.look()
            clean = _of(found, CLEAN)
            assert (clean.gone, clean.waiting) == (gone, waiting)
            said = f"clean: records of {partition.topic} that retention took before they were done: {gone}"
            assert (said in found.problems()) == (gone > 0)


async def test_how_many_records_a_second_a_stage_does(quotewire: Installation) -> None:
    async with _looking(quotewire) as out:
        assert _of(await out.look(), ENTITIES).rate is None
        for _number in range(3):
            async with _transaction(quotewire, ENTITIES.consumes, 2, 1) as producer:
                await producer.commit_transaction()
        before = await out.look()
        assert _of(before, ENTITIES).rate == 0
        await _commit(quotewire, ENTITIES, 8)  # six records, and two of three markers
        found = await out.look()
    rate = _of(found, ENTITIES).rate
    assert rate is not None
    assert rate * found.seconds_since(before.time) == pytest.approx(6)
