"""What each worker holds, every few seconds, and whether that stays the same over hours."""

import asyncio
import json
import re
import statistics
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

import aiohttp

from benchmarks.soak.herd import STAGES, Herd, Member

_ANSWER_SECONDS = 2
_LAG = re.compile(r"^quotewire_lag_records\S+ (\S+)$", re.MULTILINE)
_THREADS = re.compile(r"^Threads:\s+(\d+)$", re.MULTILINE)

ALLOWANCES: dict[str, tuple[float, float]] = {"memory": (0.05, 8 * 2**20), "descriptors": (0, 8), "threads": (0, 2)}
"""How much more may be held at the end than after the warm-up: the larger of a share and a number.

Each partition's producer has connections of its own, some four descriptors, and an untouched worker has 2 to 6
partitions, as the others come and go; over 100,000 articles the medians rose by 2 at the most.
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """One worker with all that come from it, at one time."""

    seconds: float
    """Since the soak began."""
    stage: str
    worker: int
    witness: bool
    memory: int
    """Proportional set size, in bytes."""
    descriptors: int
    threads: int
    lag: float | None
    """Records of its partitions that are not finished; None when it does not answer, as a frozen one does not."""


class Sampler:
    """Takes samples, keeps them, and writes each as a line of JSON."""

    def __init__(self, output: TextIO) -> None:
        self.samples: list[Sample] = []
        self.began = time.monotonic()
        self._output = output

    def write(self, kind: str, **fields: object) -> None:
        """Write a line about something that is no sample."""
        seconds = round(time.monotonic() - self.began, 1)
        self._output.write(json.dumps({"kind": kind, "seconds": seconds, **fields}) + "\n")
        self._output.flush()

    async def run(self, herd: Herd, every_seconds: float) -> None:
        """Take samples of all workers until cancelled."""
        timeout = aiohttp.ClientTimeout(_ANSWER_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                for sample in await asyncio.gather(
                    *(self._take(member, session) for member in herd.members if member.lives)
                ):
                    self.samples.append(sample)
                    self.write("sample", **asdict(sample))
                await asyncio.sleep(every_seconds)

    async def _take(self, member: Member, session: aiohttp.ClientSession) -> Sample:
        worker = member.worker
        processes = [worker.process.pid, *worker.family()]
        return Sample(
            round(time.monotonic() - self.began, 1),
            worker.stage,
            member.number,
            member.witness,
            await asyncio.to_thread(worker.memory),
            sum(map(_descriptors, processes)),
            sum(map(_threads, processes)),
            await _lag(member.url, session),
        )


def _descriptors(process: int) -> int:
    with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
        return len(list(Path(f"/proc/{process}/fd").iterdir()))
    return 0


def _threads(process: int) -> int:
    with suppress(FileNotFoundError, ProcessLookupError):
        return sum(map(int, _THREADS.findall(Path(f"/proc/{process}/status").read_text())))
    return 0


async def _lag(url: str, session: aiohttp.ClientSession) -> float | None:
    with suppress(aiohttp.ClientError, TimeoutError):
        async with session.get(f"{url}/metrics") as response:
            return sum(map(float, _LAG.findall(await response.text())))
    return None


@dataclass(frozen=True, slots=True)
class Level:
    """How much of something a worker held after its warm-up, and in the end."""

    stage: str
    what: str
    warm: float
    """In the median of the second third of the time."""
    end: float
    """In that of the last third."""

    @property
    def flat(self) -> bool:
        """Whether it is no more than allowed."""
        share, number = ALLOWANCES[self.what]
        return self.end <= self.warm + max(share * self.warm, number)


def stages_of(samples: Sequence[Sample]) -> list[str]:
    """Return the stages of samples, in the order of the flow."""
    return sorted({sample.stage for sample in samples}, key=STAGES.index)


def levels(samples: Sequence[Sample]) -> list[Level]:
    """Compare what the workers held that nothing was done to; nothing comes of so few samples that a third of the time has none."""
    witnesses = [sample for sample in samples if sample.witness]
    end = max((sample.seconds for sample in witnesses), default=0)
    found = []
    for stage in stages_of(witnesses):
        own = [sample for sample in witnesses if sample.stage == stage]
        warm = [sample for sample in own if end / 3 <= sample.seconds < end * 2 / 3]
        last = [sample for sample in own if sample.seconds >= end * 2 / 3]
        if warm and last:
            found += [Level(stage, what, _median(warm, what), _median(last, what)) for what in ALLOWANCES]
    return found


def _median(samples: Sequence[Sample], what: str) -> float:
    return statistics.median(float(getattr(sample, what)) for sample in samples)
