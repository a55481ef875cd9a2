"""Workers that die, freeze, join, leave and meet bad articles."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiokafka import AIOKafkaProducer

from benchmarks.faults.scene import Scene
from harness import faulty_worker, mortal_worker
from harness.articles import raw
from harness.installation import WorkerProcess
from harness.stages.faulty.stage import CRASH, SLOW
from workers.topics import RAW, dead_letters_of

STAGES = ("clean", "entities", "quotes")
Fault = Callable[[Scene], Awaitable[None]]
_FROZEN_SECONDS = 12
"""Twice the session of these workers."""


def killed_at(point: str) -> Fault:
    """Make the fault of a worker that is killed at a point of its third transaction, with others still in flight."""

    async def run(made: Scene) -> None:
        await made.keep("clean", program=f"{mortal_worker.PROGRAM} {point.replace(' ', '-')} 3")
        await made.strike(lambda: made.publish(400))
        await made.finish()
        assert made.quotewire.workers[0].process.returncode == -signal.SIGKILL, "it was not killed"

    run.__doc__ = f"A worker is killed (kill -9) {point} of its third transaction."
    return run


def killed_at_random(kills: int) -> Fault:
    """Make the fault of workers, children and fork servers that are killed at random."""

    async def run(made: Scene) -> None:
        await made.keep(*STAGES)
        async with made.flow(20):
            for _ in range(kills):
                await made.quotewire.until(lambda: bool(ready(made)))
                worker = made.chance.choice(ready(made))
                family = worker.family()
                own = not family or made.chance.random() < 0.5
                victim = worker.process.pid if own else made.chance.choice(family)
                made.notes["workers killed" if own else "children killed"] += 1
                await made.strike(lambda victim=victim: send_signal(victim, signal.SIGKILL))  # type: ignore[misc]
        await made.finish()

    run.__doc__ = (
        f"Workers of all stages, their children and fork servers are killed (kill -9) at random, {kills} times."
    )
    return run


def ready(made: Scene) -> list[WorkerProcess]:
    """Return the kept workers that are up."""
    return [worker for worker in made.members if worker.process.returncode is None and worker.has_said("ready")]


async def send_signal(process: int, number: signal.Signals) -> None:
    """Send a process a signal, if it is still there."""
    with suppress(ProcessLookupError):  # it may just have ended
        os.kill(process, number)


async def frozen(made: Scene) -> None:
    """One of two workers freezes for longer than its session, and thaws when the other one has its partitions."""
    await made.keep("clean", "clean")
    worker, other = made.members
    async with made.flow(60):
        await made.strike(lambda: _freeze(made, worker, other))
    await made.finish()


async def _freeze(made: Scene, worker: WorkerProcess, other: WorkerProcess) -> None:
    worker.process.send_signal(signal.SIGSTOP)
    await asyncio.sleep(_FROZEN_SECONDS)
    await made.quotewire.until(lambda: len(other.partitions()) == 6)
    worker.process.send_signal(signal.SIGCONT)


def joined_and_left(times: int) -> Fault:
    """Make the fault of a worker that joins another one and leaves again."""

    async def run(made: Scene) -> None:
        await made.keep("clean")
        async with made.flow(25):
            for _ in range(times):
                await made.strike(lambda: _join_and_leave(made))
        await made.finish()

    run.__doc__ = f"Another worker joins and leaves, {times} times."
    return run


async def _join_and_leave(made: Scene) -> None:
    other = await made.quotewire.launch("clean")
    await made.quotewire.until(lambda: bool(other.partitions()))
    assert await other.stop() == 0, "it did not end with 0"


async def more_workers_than_partitions(made: Scene) -> None:
    """Four workers share two partitions; those that have them are killed, and so are those that have them then."""
    await made.keep("clean", "clean", "clean", "clean")
    async with made.flow(60):
        for _ in range(2):
            await made.quotewire.until(lambda: sum(len(worker.partitions()) for worker in ready(made)) == 2)
            for worker in [member for member in ready(made) if member.partitions()]:
                made.notes["workers killed"] += 1
                await made.strike(lambda worker=worker: send_signal(worker.process.pid, signal.SIGKILL))  # type: ignore[misc]
    await made.finish()


async def foreign_aborts(made: Scene) -> None:
    """Another producer aborts transactions in the raw topic, between our articles: nothing of them comes out."""
    await made.keep("clean")
    options = {"bootstrap_servers": made.quotewire.broker.address, "transactional_id": f"{made.raw_topic}-foreign"}
    async with AIOKafkaProducer(**options) as producer:
        for _ in range(10):
            await producer.begin_transaction()
            for number in range(10**6, 10**6 + 10):
                value = raw(number, id="aborted", metadata={"number": number})
                await (await producer.send(made.raw_topic, key=b"aborted", value=value))
            await made.publish(30)
            await producer.abort_transaction()
    await made.finish()


async def poisoned(made: Scene) -> None:
    """An article that crashes its child stands among good ones: it alone becomes a dead letter."""
    await made.keep("clean", program=faulty_worker.PROGRAM)
    await made.publish(100)
    await made.quotewire.publish([(b"poison", raw(0, id="poison", body=f"Please {CRASH}."))])
    await made.publish(100)
    await made.finish()
    letters = await made.quotewire.read(dead_letters_of(RAW), lambda found: len(found) >= 1)
    assert [letter.key for letter in letters] == [b"poison"], "other articles became dead letters"


async def told_to_stop(made: Scene) -> None:
    """A worker gets SIGTERM in the midst of a batch, and another when it is idle: both end with 0."""
    await made.keep("clean", program=faulty_worker.PROGRAM)
    await made.publish(40, saying=f"This may {SLOW}.")
    await made.through(1)
    worker = made.members[0]
    await made.strike(worker.stop)
    assert worker.process.returncode == 0, "it did not end with 0 in the midst of a batch"
    await made.publish(100)
    await made.through(made.published)
    await made.quotewire.until(lambda: bool(ready(made)))
    worker = ready(made)[0]
    assert await worker.stop() == 0, "it did not end with 0 when idle"
    await made.publish(100)
    await made.finish()


async def at_least_once(made: Scene) -> None:
    """On the embedded broker, which has no transactions, a worker is killed five times: none is lost."""
    await made.keep("clean")
    async with made.flow(30):
        for _ in range(5):
            await made.quotewire.until(lambda: bool(ready(made)))
            worker = ready(made)[0]
            await made.strike(lambda worker=worker: send_signal(worker.process.pid, signal.SIGKILL))  # type: ignore[misc]
    await made.finish()
