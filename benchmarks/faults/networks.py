"""Networks between workers and brokers that are cut, slow, or break their connections."""

import asyncio
import signal

from benchmarks.faults.scene import Scene
from benchmarks.faults.workers import STAGES, ready, send_signal
from harness.installation import WorkerProcess

_CUT_SECONDS = 12
"""Twice the session of these workers."""


async def one_cut_off(made: Scene) -> None:
    """One of two workers is cut off for twice its session; what it had sent arrives when the other one has its partitions."""
    await made.keep("clean", BROKERS=made.network.address)
    await made.keep("clean")
    other = made.members[1]
    async with made.flow(60):
        await made.strike(lambda: _cut_until_taken_over(made, other))
    await made.finish()


async def _cut_until_taken_over(made: Scene, other: WorkerProcess) -> None:
    made.network.cut()
    await asyncio.sleep(_CUT_SECONDS)
    await made.quotewire.until(lambda: len(other.partitions()) == 6)
    made.network.mend()


async def all_cut_off(made: Scene) -> None:
    """The workers of all stages are cut off from their broker: for longer than a session, and for longer than a transaction may take."""
    await made.keep(*STAGES, BROKERS=made.network.address)
    async with made.flow(15):
        for seconds in _CUT_SECONDS, 75:
            await made.strike(lambda seconds=seconds: _cut(made, seconds))  # type: ignore[misc]
    await made.finish()


async def _cut(made: Scene, seconds: float) -> None:
    made.network.cut()
    await asyncio.sleep(seconds)
    made.network.mend()


async def slow(made: Scene) -> None:
    """All that workers of all stages send and get takes a tenth of a second, at 512 KiB a second for all; one of each stage is killed."""
    made.network.latency, made.network.bytes_per_second = 0.1, 512 * 1024
    await made.keep(*STAGES, BROKERS=made.network.address)
    async with made.flow(10):
        for stage in STAGES:
            await made.quotewire.until(lambda: len(ready(made)) == len(STAGES))
            (worker,) = [worker for worker in ready(made) if worker.stage == stage]
            await made.strike(lambda worker=worker: send_signal(worker.process.pid, signal.SIGKILL))  # type: ignore[misc]
    await made.finish()


async def breaking(made: Scene) -> None:
    """All connections of the workers of all stages break at once, 30 times at random."""
    await made.keep(*STAGES, BROKERS=made.network.address)
    async with made.flow(15):
        for _ in range(30):
            await asyncio.sleep(made.chance.uniform(0, 2))
            await made.strike(lambda: _break(made))
    await made.finish()


async def _break(made: Scene) -> None:
    made.network.break_connections()
