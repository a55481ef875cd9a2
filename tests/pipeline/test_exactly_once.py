"""What is promised of workers that die, join and leave: nothing lost, nothing twice, in order within a key."""

import asyncio
import json
from collections import Counter

import pytest
from aiokafka import ConsumerRecord

from harness.articles import raw
from harness.installation import Installation
from workers.stages.clean.definition import CLEAN
from workers.stages.quotes.definition import ENRICHED
from workers.topics import RAW, dead_letters_of

ARTICLES = 500
KEYS = 60


def _numbered(count: int) -> list[tuple[bytes | None, bytes | None]]:
    """Return articles under few keys, each with its number in its metadata."""
    return [
        (f"k{number % KEYS}".encode(), raw(number, id=f"k{number % KEYS}", metadata={"number": number}))
        for number in range(count)
    ]


def _number(record: ConsumerRecord) -> int:
    return int(json.loads(record.value)["metadata"]["number"])


def _assert_each_once_and_in_order(records: list[ConsumerRecord], count: int) -> None:
    numbers = [_number(record) for record in records]
    assert Counter(numbers) == Counter(range(count))
    for key in range(KEYS):
        of_key = [number for record, number in zip(records, numbers, strict=True) if record.key == f"k{key}".encode()]
        assert of_key == sorted(of_key)


async def _progress(quotewire: Installation, count: int) -> None:
    """Wait until some articles are through."""
    await quotewire.read(ENRICHED, lambda records: len(records) >= count)


@pytest.mark.kafka
async def test_every_article_comes_out_once_though_a_worker_of_each_stage_is_killed(quotewire: Installation) -> None:
    workers = await quotewire.start("clean", "entities", "quotes")
    publishing = asyncio.create_task(quotewire.publish(_numbered(ARTICLES)))
    for number, worker in enumerate(workers):
        await _progress(quotewire, 20 * (number + 1))
        await worker.kill()
        await quotewire.start(worker.stage)
    await publishing
    records = await quotewire.read(ENRICHED, lambda found: len(found) >= ARTICLES)
    _assert_each_once_and_in_order(records, ARTICLES)


@pytest.mark.kafka
async def test_a_second_worker_joins_takes_over_partitions_and_leaves(quotewire: Installation) -> None:
    (first,) = await quotewire.start("clean")
    await quotewire.until(lambda: first.partitions() == [0, 1, 2, 3])
    await quotewire.publish(_numbered(200))
    (second,) = await quotewire.start("clean")
    await quotewire.until(lambda: sorted(first.partitions() + second.partitions()) == [0, 1, 2, 3])
    assert len(first.partitions()) == len(second.partitions()) == 2
    await quotewire.publish(
        (f"k{n % KEYS}".encode(), raw(n, id=f"k{n % KEYS}", metadata={"number": n})) for n in range(200, 400)
    )
    assert await second.stop() == 0
    await quotewire.until(lambda: first.partitions() == [0, 1, 2, 3])
    records = await quotewire.read(CLEAN, lambda found: len(found) >= 400)
    _assert_each_once_and_in_order(records, 400)


@pytest.mark.kafka
async def test_a_worker_that_is_told_to_stop_loses_nothing(quotewire: Installation) -> None:
    (worker,) = await quotewire.start("clean")
    publishing = asyncio.create_task(quotewire.publish(_numbered(300)))
    await quotewire.read(CLEAN, lambda found: len(found) >= 20)
    assert await worker.stop() == 0
    await quotewire.start("clean")
    await publishing
    _assert_each_once_and_in_order(await quotewire.read(CLEAN, lambda found: len(found) >= 300), 300)


@pytest.mark.kafka
async def test_a_frozen_worker_is_fenced_and_ends(quotewire: Installation) -> None:
    (frozen,) = await quotewire.start("clean", SESSION_SECONDS="6")
    await quotewire.publish(_numbered(300))
    await quotewire.read(CLEAN, lambda found: len(found) >= 20)
    frozen.process.send_signal(19)  # SIGSTOP
    (second,) = await quotewire.start("clean", SESSION_SECONDS="6")
    await quotewire.until(lambda: second.partitions() == [0, 1, 2, 3])
    await quotewire.read(CLEAN, lambda found: len(found) >= 300)
    frozen.process.send_signal(18)  # SIGCONT
    await quotewire.publish(
        (f"k{n % KEYS}".encode(), raw(n, id=f"k{n % KEYS}", metadata={"number": n})) for n in range(300, 350)
    )
    _assert_each_once_and_in_order(await quotewire.read(CLEAN, lambda found: len(found) >= 350), 350)


async def test_dead_letters_hold_the_record_byte_for_byte(quotewire: Installation) -> None:
    await quotewire.start("clean")
    headers = [("traceparent", b"00-1"), ("x", b"\x00\xff"), ("x", b"again"), ("empty", b"")]
    await quotewire.publish_with_headers([(b"\x00key\xff", b"\x00not json\xff", headers)])
    (letter,) = await quotewire.read(dead_letters_of(RAW), lambda found: len(found) >= 1)
    assert (letter.key, letter.value) == (b"\x00key\xff", b"\x00not json\xff")
    assert list(letter.headers[: len(headers)]) == headers
    errors = dict(letter.headers[len(headers) :])
    assert errors["__dlq.errors.topic"].decode() == quotewire.prefix + RAW.name
    assert errors["__dlq.errors.offset"] == b"0"
    assert errors["__dlq.errors.group"].decode() == f"{quotewire.prefix}quotewire-clean"
