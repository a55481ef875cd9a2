"""Everything that can happen to workers, all at once, while articles flow from the clean stage through three entities workers.

    python -m benchmarks.soak [--articles 20000] [--seed 1]

Faults strike the entities workers, spread over the run in random order: ten workers and ten of their child processes, of
whatever kind, are killed (kill -9), five workers freeze for longer than their session (6 seconds), twenty are told to stop
(SIGTERM), ten more join. Workers that end are started again, as Compose does it. At the end it prints what was lost, came twice
or out of order within its key, the exit codes of the workers that were told to stop, and the memory of all workers
(proportional set size) at start and end.
"""

import argparse
import asyncio
import os
import random
import signal
import tempfile
import time
import uuid
from collections import Counter
from contextlib import suppress
from pathlib import Path

from harness.articles import raw
from harness.brokers import best_broker
from harness.installation import Installation, WorkerProcess, installation
from harness.tally import Tally
from workers.stages.entities.definition import ENTITIES

KEYS = 500
WORKERS = 3
SESSION_SECONDS = 6
FROZEN_SECONDS = 9
FAULTS = {"kill worker": 10, "kill child": 10, "freeze": 5, "stop": 20, "join": 10}


class Herd:
    """The entities workers: as many as should run, started again when they end."""

    def __init__(self, quotewire: Installation) -> None:
        self._quotewire = quotewire
        self.wanted = WORKERS
        self.members: list[WorkerProcess] = []
        self.stopped: list[asyncio.Task[int]] = []

    async def keep(self) -> None:
        """Keep as many as are wanted."""
        while True:
            self.members = [worker for worker in self.members if worker.process.returncode is None]
            while len(self.members) < self.wanted:
                self.members.append(await self._quotewire.launch("entities", SESSION_SECONDS=str(SESSION_SECONDS)))
            await asyncio.sleep(0.5)

    def _ready(self) -> list[WorkerProcess]:
        return [worker for worker in self.members if worker.process.returncode is None and worker.has_said("ready")]

    async def strike(self, fault: str, chance: random.Random) -> None:
        """Do something to a worker that is up."""
        while not (ready := self._ready()):
            await asyncio.sleep(0.5)
        victim = chance.choice(ready)
        match fault:
            case "kill worker":
                victim.process.kill()
            case "kill child":
                with suppress(ProcessLookupError):  # it may just have ended
                    os.kill(chance.choice(victim.family()), signal.SIGKILL)
            case "freeze":
                victim.process.send_signal(signal.SIGSTOP)
                await asyncio.sleep(FROZEN_SECONDS)
                victim.process.send_signal(signal.SIGCONT)
            case "stop":
                self.members.remove(victim)
                self.wanted = max(WORKERS, self.wanted - 1)
                self.stopped.append(asyncio.create_task(victim.stop()))
            case "join":
                self.wanted += 1


def memory(worker: WorkerProcess) -> int:
    """Return the proportional set size of a worker and its children, in bytes."""
    total = 0
    for process in (worker.process.pid, *worker.family()):
        with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
    return total


def _mebibytes(workers: list[WorkerProcess]) -> str:
    return ", ".join(f"{worker.stage} {memory(worker) / 2**20:.0f}" for worker in workers)


async def strike_all(herd: Herd, tally: Tally, total: int, chance: random.Random) -> None:
    """Spread the faults over the run: each comes when its share of the articles is through."""
    faults = [fault for fault, count in FAULTS.items() for _ in range(count)]
    chance.shuffle(faults)
    for number, fault in enumerate(faults, 1):
        while len(tally.seen) < total * number // (len(faults) + 2):
            await asyncio.sleep(0.1)
        print(f"{len(tally.seen):6} articles through: {fault}", flush=True)
        await herd.strike(fault, chance)


async def soak(quotewire: Installation, total: int, seed: int) -> bool:
    """Run it; tell whether all went well."""
    started = time.monotonic()
    tally, herd, chance = Tally(), Herd(quotewire), random.Random(seed)
    (clean,) = await quotewire.start("clean")
    keeping = asyncio.create_task(herd.keep())
    topic = quotewire.prefix + ENTITIES.name
    reading = asyncio.create_task(tally.read(quotewire.broker.address, topic))
    names = [f"k{number % KEYS}" for number in range(total)]
    await quotewire.publish(
        (name.encode(), raw(number, id=name, metadata={"number": number})) for number, name in enumerate(names)
    )
    while len(tally.seen) < total // 100:
        await asyncio.sleep(0.1)
    at_start = _mebibytes([clean, *herd.members])
    striking = asyncio.create_task(strike_all(herd, tally, total, chance))
    while len(tally.seen) < total:
        await asyncio.sleep(0.1)
    await striking
    await asyncio.sleep(5)  # for what comes twice
    reading.cancel()
    at_end = _mebibytes([clean, *herd.members])
    codes = Counter(await asyncio.gather(*herd.stopped))
    keeping.cancel()
    lost = total - len(tally.seen)
    print(f"{total} articles in {time.monotonic() - started:.0f} seconds, {quotewire.broker.why}, faults: {FAULTS}")
    print(f"lost {lost}, twice {tally.twice}, out of order {tally.out_of_order}")
    print(f"exit codes after SIGTERM: {dict(codes)}")
    print(f"memory at start, MiB: {at_start}")
    print(f"memory at end,   MiB: {at_end}")
    return not (lost or tally.twice or tally.out_of_order) and set(codes) == {0}


async def main() -> bool:
    """Run it on the best broker that tests can have."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        async with best_broker() as broker, installation(broker, f"soak{uuid.uuid4().hex[:8]}.", Path(folder)) as made:
            return await soak(made, options.articles, options.seed)


if __name__ == "__main__":
    raise SystemExit(not asyncio.run(main()))
