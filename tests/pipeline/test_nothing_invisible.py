"""Whatever keeps articles waiting, or from coming at all, is seen: in the metrics, in the answer of `/readyz`, and once in the log."""

import asyncio
import os
import re
import signal
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import NewPartitions, RecordsToDelete

from harness import impatient_worker
from harness.articles import raw, story
from harness.installation import PATIENCE_SECONDS, Installation, WorkerProcess
from workers.flow import all_topics
from workers.kafka.admin import admin_client
from workers.kafka.connection import Connection
from workers.stages.clean.definition import CLEAN
from workers.topics import RAW, dead_letters_of

pytestmark = pytest.mark.kafka


async def _get(worker: WorkerProcess, path: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(worker.url + path) as response:
        return await response.text()


async def _metric(worker: WorkerProcess, name: str, labels: str = "") -> float:
    """Return a metric summed over those of its labels that are not named."""
    found = re.findall(
        rf"^quotewire_{name}{{[^}}]*{labels}[^}}]*}} (\S+)$", await _get(worker, "/metrics"), re.MULTILINE
    )
    return sum(map(float, found))


async def _until(worker: WorkerProcess, path: str, holds: Callable[[str], bool]) -> str:
    """Wait until an answer is as it should be; return it."""
    answer = ""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not holds(answer := await _get(worker, path)):
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"never came:\n{answer}\nthe worker said:\n{worker.log.read_text()[-3000:]}") from None
    return answer


def _said(worker: WorkerProcess, event: str) -> list[dict[str, Any]]:
    return [said for said in worker.said() if said["event"] == event]


def _articles(count: int, name: str) -> list[tuple[bytes, bytes]]:
    return [(f"{name}{number}".encode(), raw(number, id=f"{name}{number}")) for number in range(count)]


async def test_an_open_transaction_that_holds_records_back_is_seen_as_long_as_it_lasts(quotewire: Installation) -> None:
    (worker,) = await quotewire.start("clean", program=impatient_worker.PROGRAM)
    topic = quotewire.prefix + RAW.name
    foreign = {"bootstrap_servers": quotewire.broker.address, "transactional_id": f"{quotewire.prefix}foreign"}
    async with AIOKafkaProducer(**foreign, transaction_timeout_ms=900_000) as producer:
        await producer.begin_transaction()
        for number in range(3):
            await producer.send_and_wait(topic, key=b"foreign", value=raw(number), partition=0)
        async with AIOKafkaProducer(bootstrap_servers=quotewire.broker.address) as other:
            for key, value in _articles(2, "behind"):
                await other.send_and_wait(topic, key=key, value=value, partition=0)
        answer = await _until(worker, "/readyz", lambda text: "open transaction" in text)
        assert '"ready": true' in answer  # other partitions go on
        assert await _metric(worker, "undecided_records", 'partition="0"') == 5
        assert await _metric(worker, "undecided_records") == 5
        assert await _metric(worker, "lag_records") == 0
        assert await _metric(worker, "oldest_unfinished_seconds") > 0
        (line,) = _said(worker, "records held back by an open transaction")
        assert (line["topic"], line["partition"], line["offset"], line["level"]) == (topic, 0, 0, "warning")
        await producer.abort_transaction()
    await quotewire.read(CLEAN, lambda found: {record.key for record in found} == {b"behind0", b"behind1"})
    await _until(worker, "/readyz", lambda text: "open transaction" not in text)
    assert await _metric(worker, "undecided_records") == 0
    assert len(_said(worker, "records held back by an open transaction")) == 1
    assert len(_said(worker, "records no longer held back")) == 1


@pytest.mark.parametrize("gone", [dead_letters_of(RAW), CLEAN, RAW], ids=lambda topic: str(topic.name))
async def test_a_topic_that_is_gone_is_named_at_once_and_all_goes_on_when_it_is_back(
    quotewire: Installation, gone: Any
) -> None:
    (worker,) = await quotewire.start("clean")
    await quotewire.publish(_articles(4, "before"))
    await quotewire.read(CLEAN, lambda found: len(found) == 4)
    name = quotewire.prefix + gone.name
    async with admin_client(Connection(quotewire.broker.address)) as admin:
        await admin.delete_topics([name])
    if gone is not RAW:
        await quotewire.publish([(b"bad", b"not json"), *_articles(4, "during")])
    answer = await _until(worker, "/readyz", lambda text: f"{name} is missing" in text)
    assert '"ready": false' in answer
    assert await _metric(worker, "missing_topics", f'topic="{name}"') == 1
    (line,) = _said(worker, "topic is missing")
    assert (line["topic"], line["level"]) == (name, "error")
    assert "quotewire topics" in line["fix"]
    code, _, errors = await quotewire.command("topics", "--partitions", "4", "--replication", "1")
    assert code == 0, errors
    await _until(worker, "/readyz", lambda text: '"ready": true' in text)
    if gone is RAW:
        await quotewire.publish([(b"bad", b"not json"), *_articles(4, "during")])
    await quotewire.read(dead_letters_of(RAW), lambda found: len(found) >= 1)
    clean = await quotewire.read(CLEAN, lambda found: {record.key for record in found} >= {b"during0", b"during3"})
    assert len(clean) == (4 if gone is CLEAN else 8)
    assert await _metric(worker, "missing_topics") == 0
    assert not _said(worker, "brokers away")
    assert len(_said(worker, "topic is missing")) == len(_said(worker, "topic is there again")) == 1
    assert len(quotewire.workers) == 1


async def test_what_retention_took_before_it_was_read_is_counted_and_logged(quotewire: Installation) -> None:
    topic = quotewire.prefix + RAW.name
    (worker,) = await quotewire.start("clean")
    await _publish_to(quotewire, 0, _articles(5, "read"))
    await quotewire.read(CLEAN, lambda found: len(found) == 5)
    assert await worker.stop() == 0
    await _publish_to(quotewire, 0, _articles(20, "late"))
    async with admin_client(Connection(quotewire.broker.address)) as admin:
        await admin.delete_records({TopicPartition(topic, 0): RecordsToDelete(before_offset=17)})
    (worker,) = await quotewire.start("clean")
    clean = await quotewire.read(CLEAN, lambda found: len(found) >= 13)
    assert len(clean) == 5 + 8
    (line,) = _said(worker, "records lost to retention")
    assert (line["topic"], line["partition"], line["from_offset"], line["to_offset"]) == (topic, 0, 5, 16)
    assert await _metric(worker, "records_lost_to_retention_total", f'topic="{topic}"') == 12


async def test_what_retention_took_while_reading_stood_still_is_counted_exactly(quotewire: Installation) -> None:
    """A child that is frozen holds up its partition: what the worker has fetched by then comes out, and the rest is counted."""
    topic = quotewire.prefix + RAW.name
    (worker,) = await quotewire.start("clean", BUFFER_BYTES="1MiB", ARTICLE_SECONDS="240")
    children = worker.family()
    for child in children:
        os.kill(child, signal.SIGSTOP)
    large = [(f"l{n}".encode(), raw(n, id=f"l{n}", body=story(n) + "\n" + "It rained. " * 20_000)) for n in range(30)]
    await _publish_to(quotewire, 0, large)
    await _until(worker, "/metrics", lambda text: re.search(r"waiting_bytes\S* [1-9]", text) is not None)
    async with admin_client(Connection(quotewire.broker.address)) as admin:
        await admin.delete_records({TopicPartition(topic, 0): RecordsToDelete(before_offset=30)})
    for child in children:
        os.kill(child, signal.SIGCONT)
    await _publish_to(quotewire, 0, _articles(3, "after"))
    clean = await quotewire.read(CLEAN, lambda found: any(record.key == b"after2" for record in found))
    lost = await _metric(worker, "records_lost_to_retention_total", f'topic="{topic}"')
    assert lost > 0
    assert len(clean) + lost == 33
    assert [(line["to_offset"], line["records"]) for line in _said(worker, "records lost to retention")] == [(29, lost)]


async def test_a_committed_offset_behind_the_end_of_the_log_ends_the_worker_with_the_fix(
    quotewire: Installation,
) -> None:
    """To read on from anywhere would leave out what is published below that offset."""
    partition = TopicPartition(quotewire.prefix + RAW.name, 0)
    options = {"bootstrap_servers": quotewire.broker.address, "enable_auto_commit": False}
    async with AIOKafkaConsumer(**options, group_id=f"{quotewire.prefix}quotewire-clean") as consumer:
        consumer.assign([partition])
        await consumer.commit({partition: 100})
    worker = await quotewire.launch("clean")
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert await worker.process.wait() == 1
    (line,) = _said(worker, "worker failed")
    assert f"{partition.topic}-0 ends at offset 0, before 100" in line["reason"]
    assert "--reset-offsets" in line["reason"]


async def test_a_group_without_committed_offsets_says_that_it_begins_anew(quotewire: Installation) -> None:
    await _publish_to(quotewire, 0, _articles(3, "a"))
    await _publish_to(quotewire, 2, _articles(4, "b"))
    (worker,) = await quotewire.start("clean")
    await quotewire.read(CLEAN, lambda found: len(found) == 7)
    (line,) = _said(worker, "no committed offset")
    assert (line["partitions"], line["records"], line["level"]) == ([0, 2], 7, "warning")
    assert await worker.stop() == 0
    (again,) = await quotewire.start("clean")
    assert not _said(again, "no committed offset")


async def test_added_partitions_are_read_soon_and_the_log_says_so(quotewire: Installation) -> None:
    (worker,) = await quotewire.start("clean")
    async with admin_client(Connection(quotewire.broker.address)) as admin:
        await admin.create_partitions({quotewire.prefix + topic.name: NewPartitions(6) for topic in all_topics()})
    await quotewire.until(lambda: len(worker.partitions()) == 6)
    await _publish_to(quotewire, 5, _articles(3, "added"))
    await quotewire.read(CLEAN, lambda found: len(found) == 3)
    await quotewire.until(lambda: len(_said(worker, "partitions added")) >= 1)
    lines = {line["topic"]: (line["before"], line["now"]) for line in _said(worker, "partitions added")}
    assert lines[quotewire.prefix + RAW.name] == (4, 6)


async def _publish_to(quotewire: Installation, partition: int, records: list[tuple[bytes, bytes]]) -> None:
    async with AIOKafkaProducer(bootstrap_servers=quotewire.broker.address) as producer:
        for key, value in records:
            await producer.send_and_wait(quotewire.prefix + RAW.name, key=key, value=value, partition=partition)
