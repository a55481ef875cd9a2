"""How long a stage gives nothing when one of its three workers goes, while articles flow.

    python -m benchmarks.gaps [NAME …] [--runs N] [--busy N] [--settings NAME=VALUE …]

Prints, for each way to go, the longest time without output of any one partition and of the whole stage, in seconds: median and worst
of the runs. It lasts until what was left has all partitions, the new worker included where one is started. "busy" is how many
programs take all the CPU they get meanwhile. Workers have the default settings but for what is given. Starts a broker of its own, and
needs Java and Maven.
"""

import argparse
import asyncio
import signal
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import chain, pairwise
from pathlib import Path

from aiokafka import AIOKafkaConsumer

from benchmarks.faults.scene import Place, Scene, SharedBrokers, scene
from harness.installation import WorkerProcess
from workers.stages.clean.definition import CLEAN

_WORKERS = 3
_RATE = 60
"""Articles a second over all partitions: ten a second in each."""
_WARM_SECONDS = 5
_AFTER_SECONDS = 3
_STEADY_SECONDS = 60
_CRASHES = 5


class Arrivals:
    """When committed records came out, by partition; outputs are in the partition of their input."""

    def __init__(self) -> None:
        self.times: dict[int, list[float]] = defaultdict(list)

    async def read(self, address: str, topic: str) -> None:
        """Read a topic until cancelled."""
        options = {"isolation_level": "read_committed", "auto_offset_reset": "earliest"}
        async with AIOKafkaConsumer(topic, bootstrap_servers=address, **options) as consumer:
            while True:
                for partition, records in (await consumer.getmany(timeout_ms=100)).items():
                    self.times[partition.partition] += [time.monotonic()] * len(records)

    def all_since(self, moment: float, partitions: int) -> bool:
        """Return whether every partition has given something since then."""
        return sum(times[-1] > moment for times in self.times.values()) == partitions

    def gaps(self, since: float) -> tuple[float, float]:
        """Return the longest time without output of any partition, and of all together, from then until now."""
        of_each = [_longest(times, since) for times in self.times.values()]
        return max(of_each), _longest(sorted(chain.from_iterable(self.times.values())), since)


def _longest(times: list[float], since: float) -> float:
    moments = [since, *(moment for moment in times if moment > since), time.monotonic()]
    return max(after - before for before, after in pairwise(moments))


Strike = Callable[[Scene, WorkerProcess], Awaitable[None]]


async def killed(made: Scene, victim: WorkerProcess) -> None:
    """Kill -9, and nobody starts it again."""
    await victim.kill()
    await _taken_over(made, victim)


async def killed_and_started(made: Scene, victim: WorkerProcess) -> None:
    """Kill -9, and it is started again at once."""
    await victim.kill()
    await _joined(made)


async def crash_loop(made: Scene, victim: WorkerProcess) -> None:
    """Kill -9 five times, each time when it is up again."""
    for _ in range(_CRASHES):
        await victim.kill()
        victim = await _joined(made)


async def told_to_stop(made: Scene, victim: WorkerProcess) -> None:
    """SIGTERM, and it is started again when it has ended: a restart, or an upgrade."""
    await victim.stop()
    await _joined(made)


async def scaled_down(made: Scene, victim: WorkerProcess) -> None:
    """SIGTERM, and nobody starts it again."""
    await victim.stop()
    await _taken_over(made, victim)


async def frozen(made: Scene, victim: WorkerProcess) -> None:
    """Frozen (SIGSTOP), and nobody wakes it: a machine that is cut off."""
    victim.process.send_signal(signal.SIGSTOP)
    await _taken_over(made, victim)


async def nothing(_made: Scene, _victim: WorkerProcess) -> None:
    """Do nothing for a minute, to compare with."""
    await asyncio.sleep(_STEADY_SECONDS)


async def _taken_over(made: Scene, victim: WorkerProcess) -> None:
    left = [worker for worker in made.quotewire.workers if worker is not victim]
    await made.quotewire.until(lambda: sum(len(worker.partitions()) for worker in left) == Place().partitions)


async def _joined(made: Scene) -> WorkerProcess:
    """Start another worker, and wait until it has partitions."""
    worker = await made.quotewire.launch(CLEAN_STAGE)
    await made.quotewire.until(lambda: bool(worker.partitions()))
    return worker


CLEAN_STAGE = "clean"
STRIKES: dict[str, Strike] = {
    "killed": killed,
    "killed-and-started": killed_and_started,
    "crash-loop": crash_loop,
    "told-to-stop": told_to_stop,
    "scaled-down": scaled_down,
    "frozen": frozen,
    "nothing": nothing,
}


async def measured(
    strike: Strike, shared: SharedBrokers, number: int, settings: dict[str, str]
) -> tuple[float, float, int]:
    """Return the gaps of a strike in seconds, of any partition and of the whole stage, and how often a worker was revoked partitions."""
    with tempfile.TemporaryDirectory() as folder:
        async with scene(shared, Place(), Path(folder)) as made:
            made.quotewire.settings = {
                "SESSION_SECONDS": "",
                "REBALANCE_SECONDS": "",
                **settings,
            }  # empty is the default
            arrivals = Arrivals()
            made.background(arrivals.read(shared.address, made.quotewire.prefix + CLEAN.name))
            await made.quotewire.start(*[CLEAN_STAGE] * _WORKERS)
            await made.quotewire.until(
                lambda: sum(len(w.partitions()) for w in made.quotewire.workers) == Place().partitions
            )
            async with made.flow(_RATE):
                await asyncio.sleep(_WARM_SECONDS)
                before, since = _revoked(made), time.monotonic()
                await strike(made, made.quotewire.workers[number % _WORKERS])
                restored = time.monotonic()
                await made.quotewire.until(lambda: arrivals.all_since(restored, Place().partitions))
                await asyncio.sleep(_AFTER_SECONDS)
                return *arrivals.gaps(since), _revoked(made) - before


def _revoked(made: Scene) -> int:
    """Count how often workers had to let go of partitions."""
    return sum(
        said["event"] == "partitions revoked" and bool(said["partitions"])
        for worker in made.quotewire.workers
        for said in worker.said()
    )


@asynccontextmanager
async def busy(programs: int) -> AsyncIterator[None]:
    """Let so many programs take all the CPU that they get."""
    running = [await asyncio.create_subprocess_exec(sys.executable, "-c", "while True: pass") for _ in range(programs)]
    try:
        yield
    finally:
        for program in running:
            program.kill()
            await program.wait()


async def main(options: argparse.Namespace) -> None:
    """Measure what was asked for."""
    settings = dict(setting.split("=", 1) for setting in options.settings)
    print("| | partition: median, worst | stage: median, worst | revocations |\n|---|---|---|---|", flush=True)
    async with SharedBrokers() as shared, busy(options.busy):
        for name in options.names or STRIKES:
            runs = [await measured(STRIKES[name], shared, number, settings) for number in range(options.runs)]
            partition, stage, revoked = zip(*runs, strict=True)
            figures = [f"{statistics.median(of):.1f}, {max(of):.1f}" for of in (partition, stage)]
            print(f"| {name} | {' | '.join(figures)} | {', '.join(map(str, revoked))} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*STRIKES, []], help=", ".join(STRIKES))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--busy", type=int, default=0)
    parser.add_argument(
        "--settings", nargs="*", default=[], metavar="NAME=VALUE", help="of the workers, without QUOTEWIRE_"
    )
    asyncio.run(main(parser.parse_args()))
