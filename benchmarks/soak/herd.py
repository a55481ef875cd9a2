"""The workers of a soak: of each stage one that nothing is done to, and others that are struck and started again."""

import asyncio
import os
import random
import signal
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from harness.brokers import Cluster
from harness.installation import Installation, WorkerProcess

Fault = Callable[[], Awaitable[None]]
STAGES = ("clean", "entities", "quotes")
_MOST = 2
"""Of each stage, besides the one that nothing is done to."""
_FROZEN_SECONDS = 15
"""Longer than a session, and than an article may take."""
_AWAY_SECONDS = 3


@dataclass
class Member:
    """A worker that has come up."""

    worker: WorkerProcess
    number: int
    witness: bool
    """Whether nothing is done to it: it has to live from beginning to end."""
    url: str

    @property
    def lives(self) -> bool:
        """Whether its process runs."""
        return self.worker.process.returncode is None


class Herd:
    """Starts workers again when they end, as Compose does, and does them harm."""

    def __init__(self, quotewire: Installation, cluster: Cluster, chance: random.Random) -> None:
        self.members: list[Member] = []
        self._quotewire = quotewire
        self._cluster = cluster
        self._chance = chance
        self._wanted = Counter(dict.fromkeys(STAGES, 1))
        self._coming: Counter[str] = Counter()
        self._launched = 0
        self.codes: Counter[int] = Counter()
        """How the workers ended that were told to stop."""
        self.faults: dict[str, Fault] = {
            "worker killed": self._kill_worker,
            "child killed": self._kill_child,
            "worker frozen": self._freeze_worker,
            "child frozen": self._freeze_child,
            "worker stopped": self._stop,
            "worker joined": self._join,
            "broker restarted": self._restart_broker,
        }

    async def start(self) -> None:
        """Start the workers that nothing is done to, and wait until they are up."""
        await asyncio.gather(*(self._launch(stage, witness=True) for stage in STAGES))

    async def keep(self) -> None:
        """Keep as many others as are wanted, until cancelled."""
        async with asyncio.TaskGroup() as starting:
            while True:
                self.members = [member for member in self.members if member.lives or member.witness]
                for stage in STAGES:
                    while len(self._others(stage)) + self._coming[stage] < self._wanted[stage]:
                        self._coming[stage] += 1
                        starting.create_task(self._launch(stage, witness=False))
                await asyncio.sleep(0.5)

    async def until_complete(self) -> None:
        """Wait until there is somebody of each stage to be struck."""
        while not all(map(self._others, STAGES)):
            await asyncio.sleep(0.2)

    async def end(self) -> None:
        """Tell all workers to stop."""
        living = [member.worker for member in self.members if member.lives]
        self.codes.update(await asyncio.gather(*(worker.stop() for worker in living)))

    async def _launch(self, stage: str, *, witness: bool) -> None:
        self._launched += 1
        number = self._launched
        worker = await self._quotewire.launch(stage)
        try:
            # its log is read while it is short: later it has a line for each article
            while worker.process.returncode is None and not worker.has_said("ready"):
                await asyncio.sleep(0.2)
            if worker.process.returncode is None:
                self.members.append(Member(worker, number, witness, worker.url))
        finally:
            self._coming[stage] -= not witness

    def _others(self, stage: str) -> list[Member]:
        return [
            member for member in self.members if member.worker.stage == stage and member.lives and not member.witness
        ]

    async def _victim(self) -> WorkerProcess:
        while not (others := [member for stage in STAGES for member in self._others(stage)]):
            await asyncio.sleep(0.2)
        return self._chance.choice(others).worker

    async def _child(self) -> int:
        """Choose a child, fork server or resource tracker."""
        while not (family := (await self._victim()).family()):
            await asyncio.sleep(0.2)
        return self._chance.choice(family)

    async def _kill_worker(self) -> None:
        await (await self._victim()).kill()

    async def _kill_child(self) -> None:
        _signal(await self._child(), signal.SIGKILL)

    async def _freeze_worker(self) -> None:
        await _freeze((await self._victim()).process.pid)

    async def _freeze_child(self) -> None:
        await _freeze(await self._child())

    async def _stop(self) -> None:
        victim = await self._victim()
        self._wanted[victim.stage] = max(1, self._wanted[victim.stage] - 1)
        self.codes[await victim.stop()] += 1

    async def _join(self) -> None:
        stage = self._chance.choice(STAGES)
        self._wanted[stage] = min(_MOST, self._wanted[stage] + 1)

    async def _restart_broker(self) -> None:
        await self._cluster.nodes[0].end(signal.SIGTERM)
        await asyncio.sleep(_AWAY_SECONDS)
        await self._cluster.start()


async def _freeze(process: int) -> None:
    _signal(process, signal.SIGSTOP)
    await asyncio.sleep(_FROZEN_SECONDS)
    _signal(process, signal.SIGCONT)


def _signal(process: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # it may just have ended
        os.kill(process, number)
