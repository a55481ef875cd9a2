"""`quotewire reprocess` as operators run it, on a real Kafka."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import InvalidProducerEpoch, ProducerFenced

from harness.articles import raw
from harness.installation import Installation
from workers.flow import STAGES
from workers.kafka.admin import admin_client
from workers.kafka.connection import Connection
from workers.kafka.delivery import transactional_id
from workers.kafka.groups import group_named, set_offsets
from workers.kafka.rights import group_of
from workers.topics import RAW

pytestmark = [pytest.mark.kafka, pytest.mark.processes]

CLEAN, ENTITIES, QUOTES = STAGES
FIRST_HOUR = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=12)
HOURS = [FIRST_HOUR + timedelta(hours=number) for number in range(6)]
"""No longer ago than topics keep records."""


def _connection(quotewire: Installation) -> Connection:
    return Connection(quotewire.broker.address)


async def _committed(quotewire: Installation, partition: TopicPartition) -> int:
    async with admin_client(_connection(quotewire)) as admin:
        return (await group_named(group_of(CLEAN, quotewire.prefix), [partition], admin)).committed[partition]


async def _reprocess(quotewire: Installation, *words: str) -> tuple[int, dict[str, Any], str]:
    code, out, said = await quotewire.command("reprocess", *words)
    return code, json.loads(out or "{}"), said


async def _hourly(quotewire: Installation, committed: int) -> TopicPartition:
    """Publish raw records of one hour after another to one partition, and let clean have come to an offset of it."""
    partition = TopicPartition(quotewire.prefix + RAW.name, 0)
    async with AIOKafkaProducer(**_connection(quotewire).producer()) as producer:
        for hour in HOURS:
            milliseconds = int(hour.timestamp() * 1000)
            await producer.send_and_wait(partition.topic, b"{}", partition=0, timestamp_ms=milliseconds)
    assert await set_offsets(group_of(CLEAN, quotewire.prefix), {partition: committed}, _connection(quotewire))
    return partition


async def test_what_a_stage_has_done_comes_out_again_once_each(quotewire: Installation) -> None:
    ids = [f"a{number}" for number in range(8)]
    workers = await quotewire.start(*(stage.name for stage in STAGES))
    await quotewire.publish((one.encode(), raw(number, id=one)) for number, one in enumerate(ids))
    await quotewire.read(QUOTES.publishes, lambda records: len(records) >= len(ids))
    code, found, said = await quotewire.command("status")
    assert (code, json.loads(found)["well"], said) == (0, True, "")
    code, plan, said = await _reprocess(quotewire, "entities", "--from", "earliest", "--yes")
    assert (code, plan) == (3, {})
    assert said.startswith(f"entities runs: the consumer group {quotewire.prefix}quotewire-entities has 1 member (")
    code, dry, said = await _reprocess(quotewire, "entities", "--from", "earliest", "--dry-run")
    assert (code, dry["records"], dry["exact"]) == (0, len(ids), True), said
    assert said.endswith("nothing was changed\n")
    await workers[1].stop()
    code, plan, said = await _reprocess(quotewire, "entities", "--from", "earliest", "--yes")
    assert (code, plan["records"]) == (0, len(ids)), said
    assert sum(part["records"] for part in plan["partitions"]) == len(ids)
    assert said.startswith(
        "They come out again under their ids, as revisions do, in articles.entities.v1 and mentions.v1; quotes does its part, in "
        "articles.enriched.v1 and quotes.v1."
    )
    await quotewire.start("entities")
    for topic in (ENTITIES.publishes, QUOTES.publishes):
        records = await quotewire.read(topic, lambda records: len(records) >= 2 * len(ids))
        assert Counter(record.key.decode() for record in records) == dict.fromkeys(ids, 2)
        assert len({dict(record.headers)["ce_id"] for record in records}) == len(ids)
    assert len(await quotewire.read(CLEAN.publishes, lambda records: len(records) >= len(ids))) == len(ids)


async def test_goes_back_to_a_time(quotewire: Installation) -> None:
    partition = await _hourly(quotewire, 0)
    for committed, since, begin in (
        (6, "earliest", 0),
        (6, f"{HOURS[3]:%Y-%m-%dT%H:%M}", 3),
        (6, (HOURS[3] - timedelta(minutes=30)).astimezone(timezone(timedelta(hours=2))).isoformat(), 3),
        (4, f"{HOURS[5]:%Y-%m-%dT%H:%M}", 4),  # never forward
        (6, HOURS[5].replace(year=HOURS[5].year + 1, day=1).date().isoformat(), 6),
    ):
        assert await set_offsets(group_of(CLEAN, quotewire.prefix), {partition: committed}, _connection(quotewire))
        code, plan, said = await _reprocess(quotewire, "clean", "--from", since, "--yes")
        assert code == 0, said
        assert await _committed(quotewire, partition) == begin
        if begin == committed:
            assert (plan, said.endswith("nothing to do again\n")) == ({}, True)
        else:
            assert plan["records"] == committed - begin
            assert datetime.fromisoformat(plan["oldest"]) == HOURS[begin]
            assert datetime.fromisoformat(plan["newest"]) == HOURS[committed - 1]


async def test_a_frozen_worker_cannot_undo_it(quotewire: Installation) -> None:
    """It is no member any more, but its transaction is open, and holds an offset."""
    partition = await _hourly(quotewire, 3)
    group = group_of(CLEAN, quotewire.prefix)
    options = {"transactional_id": transactional_id(group, partition)}
    async with AIOKafkaProducer(**_connection(quotewire).producer(), **options) as frozen:
        await frozen.begin_transaction()
        await frozen.send_offsets_to_transaction({partition: 6}, group)
        code, _, said = await _reprocess(quotewire, "clean", "--from", HOURS[1].isoformat(), "--yes")
        assert code == 0, said
        with pytest.raises((ProducerFenced, InvalidProducerEpoch)):
            await frozen.commit_transaction()
    assert await _committed(quotewire, partition) == 1


async def test_brokers_take_no_offsets_for_a_group_that_has_members(quotewire: Installation) -> None:
    """So a worker that starts between the look at the group and the end of the command is no danger."""
    partition = await _hourly(quotewire, 3)
    group = group_of(CLEAN, quotewire.prefix)
    async with AIOKafkaConsumer(partition.topic, **_connection(quotewire).client(), group_id=group) as member:
        await member.getmany(timeout_ms=1)
        assert not await set_offsets(group, {partition: 0}, _connection(quotewire))
    assert await _committed(quotewire, partition) == 3


async def test_needs_somebody_to_ask_and_a_stage_that_has_done_something(quotewire: Installation) -> None:
    code, _, said = await _reprocess(quotewire, "clean", "--from", "earliest")
    assert (code, "there is nobody to ask" in said) == (2, True)
    code, _, said = await _reprocess(quotewire, "clean", "--from", "yesterday", "--yes")
    assert (code, "not a time such as" in said) == (2, True)
    code, _, said = await _reprocess(quotewire, "clean", "--from", "earliest", "--yes")
    assert (code, said) == (0, "clean has done nothing that is still kept: nothing to do again\n")
