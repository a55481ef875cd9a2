"""Workers that die, freeze, join, leave and meet bad articles."""

import asyncio
import os
import random
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaProducer

from benchmarks.faults.scene import Scene, scene
from tests.support import faulty_worker, mortal_worker
from tests.support.articles import raw
from tests.support.faulty_agent import CRASH, SLOW
from tests.support.installation import PROGRAM, WorkerProcess
from workers.topics import ENRICHED, RAW, dead_letters_of

Fault = Callable[[Path], Coroutine[Any, Any, Scene]]


def killed_at(point: str) -> Fault:
    """Make the fault of a worker that is killed at a point of its third transaction, with others still in flight."""

    async def run(folder: Path) -> Scene:
        async with scene(folder) as made:
            await made.keep("clean", program=f"{mortal_worker.PROGRAM} {point.replace(' ', '-')} 3")
            await made.strike(lambda: made.publish(400))
            await made.finish()
            assert made.quotewire.workers[0].process.returncode == -signal.SIGKILL
        return made

    run.__doc__ = f"A worker is killed {point} of its third transaction."
    return run


async def killed_at_random(folder: Path, kills: int = 50) -> Scene:
    """Workers of all stages, their children and fork servers are killed at random, 50 times."""
    chance = random.Random(1)
    async with scene(folder, final=ENRICHED.name) as made:
        await made.keep("clean", "entities", "quotes")
        publishing = made.background(made.publish(kills * 40, rate=20))
        for _ in range(kills):
            ready = [worker for worker in made.members if worker.has_said("ready")]
            if ready:
                worker = chance.choice(ready)
                victim = chance.choice([worker.process.pid, worker.process.pid, *worker.family()])
                await made.strike(lambda victim=victim: _kill(victim))  # type: ignore[misc]
            await asyncio.sleep(1)
        await publishing
        await made.finish()
    return made


async def _kill(process: int) -> None:
    with suppress(ProcessLookupError):  # it may just have ended
        os.kill(process, signal.SIGKILL)


async def frozen(folder: Path) -> Scene:
    """One of two workers freezes for longer than its session, and thaws."""
    async with scene(folder) as made:
        await made.keep("clean", "clean")
        publishing = made.background(made.publish(1200, rate=60))
        await made.through(100)
        worker = made.members[0]
        worker.process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(12)
        await made.strike(lambda: _send(worker, signal.SIGCONT))
        await publishing
        await made.finish()
    return made


async def _send(worker: WorkerProcess, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        worker.process.send_signal(number)


async def joined_and_left(folder: Path, times: int = 50) -> Scene:
    """Another worker joins and leaves, 50 times."""
    async with scene(folder) as made:
        await made.keep("clean")
        publishing = made.background(made.publish(times * 100, rate=25))
        for _ in range(times):
            other = await made.quotewire.launch("clean", PROGRAM)
            await made.quotewire.until(lambda other=other: bool(other.partitions()))  # type: ignore[misc]
            assert await other.stop() == 0
        await publishing
        await made.finish()
    return made


async def more_workers_than_partitions(folder: Path) -> Scene:
    """Four workers share two partitions; the two that have them are killed."""
    async with scene(folder, partitions=2) as made:
        await made.keep("clean", "clean", "clean", "clean")
        publishing = made.background(made.publish(900, rate=60))
        await made.through(100)
        for worker in [member for member in made.members if member.partitions()]:
            await made.strike(lambda worker=worker: _kill(worker.process.pid))  # type: ignore[misc]
        await publishing
        await made.finish()
    return made


async def foreign_aborts(folder: Path) -> Scene:
    """Another producer aborts transactions in the raw topic, between our articles."""
    async with scene(folder) as made:
        await made.keep("clean")
        options = {"bootstrap_servers": made.quotewire.broker.address, "transactional_id": "foreign"}
        async with AIOKafkaProducer(**options) as producer:
            for _ in range(10):
                await producer.begin_transaction()
                for number in range(made.published, made.published + 10):
                    value = raw(number, id="aborted", metadata={"number": 10**6 + number})
                    await producer.send(made.quotewire.prefix + RAW.name, key=b"aborted", value=value)
                await made.publish(30)
                await producer.abort_transaction()
        await made.finish()
    return made


async def poisoned(folder: Path) -> Scene:
    """An article that crashes its child stands among good ones: it alone becomes a dead letter."""
    async with scene(folder) as made:
        await made.keep("clean", program=faulty_worker.PROGRAM)
        await made.publish(100)
        await made.quotewire.publish([(b"poison", raw(0, id="poison", body=f"Please {CRASH}."))])
        await made.publish(100)
        await made.finish()
        letters = await made.quotewire.read(dead_letters_of(RAW), lambda found: len(found) >= 1)
        assert [letter.key for letter in letters] == [b"poison"]
    return made


async def told_to_stop(folder: Path) -> Scene:
    """A worker gets SIGTERM in the midst of a batch, and when it is idle: it ends with 0 each time."""
    async with scene(folder) as made:
        await made.keep("clean", program=faulty_worker.PROGRAM)
        slow = raw(0, id="slow", body=f"This may {SLOW}.", metadata={"number": 10**6})
        await made.quotewire.publish([(b"slow", slow), (b"slow", slow.replace(b"1000000", b"1000001"))])
        publishing = made.background(made.publish(300))
        await made.through(50)
        for _ in range(2):
            worker = made.members[0]
            await made.strike(lambda worker=worker: worker.stop())  # type: ignore[misc]
            assert worker.process.returncode == 0
            await publishing
            await made.through(made.published + 2)
            await made.quotewire.until(lambda: made.members[0].has_said("ready"))
        await made.finish()
    return made


async def at_least_once(folder: Path) -> Scene:
    """On the embedded broker, which has no transactions, a worker is killed five times: none is lost."""
    async with scene(folder, embedded=True) as made:
        await made.keep("clean")
        publishing = made.background(made.publish(600, rate=30))
        for number in range(5):
            await made.through(50 * number + 20)
            await made.strike(lambda: _kill(made.members[0].process.pid))
            await made.quotewire.until(lambda: made.members[0].has_said("ready"))
        await publishing
        await made.finish()
    return made
