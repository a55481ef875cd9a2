"""SIGTERM in every situation: the worker leaves in time with exit code 0, and what it had in hand is done by another."""

import json
import signal
import sys
from pathlib import Path

import pytest

from harness.articles import raw
from harness.faulty_worker import PROGRAM
from harness.installation import Installation, on_own_kafka
from harness.stages.faulty.stage import SLOW
from workers.stages.clean.definition import CLEAN


def _slow(number: int) -> tuple[bytes, bytes]:
    body = f"The ferry came late on day {number}. It may {SLOW}, said the harbour master."
    return f"slow-{number}".encode(), json.dumps({"id": f"slow-{number}", "body": body}).encode()


async def test_idle(quotewire: Installation) -> None:
    (worker,) = await quotewire.start("clean")
    assert await worker.stop() == 0
    assert worker.has_said("stopped")
    (other,) = await quotewire.start(
        "clean"
    )  # at once, and not when a session has run out: the first has left the group
    await quotewire.until(lambda: other.partitions() == [0, 1, 2, 3])


async def test_before_it_is_up(quotewire: Installation) -> None:
    worker = await quotewire.launch("clean", BROKERS="127.0.0.1:9")
    await quotewire.until(lambda: worker.has_said("starting"))
    assert await worker.stop() == 0


async def test_in_the_midst_of_a_batch(quotewire: Installation) -> None:
    (worker,) = await quotewire.start("clean", program=PROGRAM)
    await quotewire.publish([_slow(number) for number in range(20)])
    await quotewire.read(CLEAN, lambda found: len(found) >= 1)
    assert await worker.stop() == 0
    await quotewire.start("clean", program=PROGRAM)
    records = await quotewire.read(CLEAN, lambda found: len({record.key for record in found}) >= 20)
    if quotewire.broker.is_kafka:
        assert len(records) == 20


@pytest.mark.parametrize("told", [0, 1])
async def test_in_the_midst_of_a_rebalance(quotewire: Installation, told: int) -> None:
    (first,) = await quotewire.start("clean")
    await quotewire.publish([(f"a{number}".encode(), raw(number, id=f"a{number}")) for number in range(100)])
    second = await quotewire.launch("clean")
    await quotewire.until(lambda: second.has_said("partitions revoked") or second.has_said("ready"))
    workers = (first, second)
    assert await workers[told].stop() == 0
    left = workers[1 - told]
    await quotewire.until(lambda: left.partitions() == [0, 1, 2, 3])
    records = await quotewire.read(CLEAN, lambda found: len({record.key for record in found}) >= 100)
    if quotewire.broker.is_kafka:
        assert len(records) == 100


@pytest.mark.kafka
@pytest.mark.skipif(sys.platform == "win32", reason="freezes a process")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
async def test_with_the_broker_gone(quotewire: Installation, tmp_path: Path, how: signal.Signals) -> None:
    """Dead, its port refuses at once; frozen, it takes what is sent and never answers."""
    assert quotewire.broker.is_kafka
    async with on_own_kafka(tmp_path / "..", "a Kafka that this test breaks") as (cluster, own):
        idle, busy = await own.start("entities", "clean", program=PROGRAM)
        await own.publish([_slow(number) for number in range(20)])
        await own.read(CLEAN, lambda found: len(found) >= 1)
        cluster.nodes[0].signal(how)
        assert await busy.stop() == 0
        assert await idle.stop() == 0
