"""The child processes of a worker, and what becomes of a batch that they do not finish."""

import asyncio
import signal
import time
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from workers.errors import (
    ChildDiedError,
    ChildError,
    ChildLostError,
    PipelineUnfitError,
    SettingsError,
    StageFailedError,
    StageNotLoadedError,
)
from workers.kafka.records import Rejected
from workers.processes.child import ChildSettings, Job
from workers.processes.child_process import ChildProcess
from workers.processes.fork_server import start_fork_server


class Sized(Protocol):
    """A result that knows how much memory it takes."""

    @property
    def size(self) -> int:
        """Bytes, roughly."""


class Observer(Protocol):
    """Is told how the children are doing."""

    def replaced(self, error: ChildLostError | ChildError) -> None:
        """Note that a child has to be replaced, and why."""

    def worked(self, seconds: float) -> None:
        """Note how long a child has worked on a batch, whatever came of it."""


class _Nobody:
    def replaced(self, error: ChildLostError | ChildError) -> None:
        """Do nothing."""

    def worked(self, seconds: float) -> None:
        """Do nothing."""


NOBODY = _Nobody()

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT", bound=Sized)

_ENOUGH_BYTES = 8 * 1024 * 1024
"""As large as results of single articles together may be before the rest of their batch has to wait."""
_KILLS = 2
"""How often the child of a single article may be killed from outside before the article is taken for the cause."""


class Children(Generic[ItemT, ResultT]):
    """Runs batches of a job in child processes, each within a time limit.

    All of them are forked from a server that has loaded the stage, so a fresh one is ready within moments, and they share the
    model's memory.
    """

    def __init__(
        self,
        count: int,
        article_seconds: float,
        job: Job[ItemT, ResultT],
        memory_bytes: int,
        observer: Observer = NOBODY,
    ) -> None:
        start_fork_server(job.stages)
        settings = ChildSettings(job, memory_bytes)
        self._children = [ChildProcess(settings, article_seconds, observer.replaced) for _ in range(count)]
        self._free: asyncio.Queue[ChildProcess] = asyncio.Queue()
        self._job_name = job.name
        self._observer = observer
        self.finished = 0
        """Batches that children have come back from, one way or another: a sign of life."""

    async def start(self) -> None:
        """Start all children and wait until the stage is loaded.

        Raises ChildCannotStartError when a child cannot be started, StageNotLoadedError when the stage cannot be loaded, and
        SettingsError when that is for what a setting names.
        """
        started = await asyncio.gather(*(child.run([]) for child in self._children), return_exceptions=True)
        for error in started:  # all have come to an end by now: a child is not to be stopped while it comes up
            if isinstance(error, StageFailedError) and error.class_name == PipelineUnfitError.__name__:
                raise SettingsError(str(error).removeprefix(f"{error.class_name}: ")) from error
            if isinstance(error, StageFailedError):
                raise StageNotLoadedError(self._job_name, str(error)) from error
            if isinstance(error, BaseException):
                raise error
        for child in self._children:
            self._free.put_nowait(child)

    async def process(self, items: Sequence[ItemT]) -> list[ResultT | Rejected]:
        """Work on a batch; one result per item, in order; fewer, though at least one, when they are large.

        A batch that fails, takes longer than one article may, or kills its child is done again article by article. So is a
        batch of one, since something else may have killed the child. An article that fails again is rejected, but only the
        third time if its child was killed from outside (kill -9): the kernel or an operator can do that twice by chance.
        """
        try:
            return list(await self._run(items))
        except ChildError:
            results: list[ResultT | Rejected] = []
            size = 0
            for item in items:
                results.append(await self._alone(item))
                size += results[-1].size
                if size > _ENOUGH_BYTES:
                    break
            return results

    async def _alone(self, item: ItemT, kills: int = 0) -> ResultT | Rejected:
        try:
            (result,) = await self._run([item])
        except ChildError as error:
            killed = isinstance(error, ChildDiedError) and error.exit_code == -signal.SIGKILL
            if killed and kills + 1 < _KILLS:
                return await self._alone(item, kills + 1)
            return Rejected.of(error)
        return result

    async def _run(self, items: Sequence[ItemT]) -> list[ResultT]:
        """Run a batch in a free child.

        A caller that is cancelled does not end the child, which becomes free when it is done.
        """
        child = await self._free.get()
        return await asyncio.shield(self._occupy(child, items))

    async def _occupy(self, child: ChildProcess, items: Sequence[ItemT]) -> list[ResultT]:
        started = time.monotonic()
        try:
            results: list[ResultT] = await child.run(list(items))
            return results
        finally:
            self._observer.worked(time.monotonic() - started)
            self.finished += 1
            self._free.put_nowait(child)

    async def stop(self) -> None:
        """End all children at once, for good; another worker gets from Kafka what they worked on."""
        await asyncio.gather(*(child.end() for child in self._children))
