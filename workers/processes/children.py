"""The child processes of a worker, and what becomes of a batch that they do not finish."""

import asyncio
import multiprocessing
import signal
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Generic, Protocol, TypeVar

from pebble import CONSTS, ProcessExpired, ProcessPool

from workers.errors import (
    ChildCannotStartError,
    ChildDiedError,
    ChildError,
    ChildLostError,
    ChildOutOfMemoryError,
    ChildTimedOutError,
    StageFailedError,
    StageNotLoadedError,
)
from workers.kafka.records import Rejected
from workers.processes.child import OUT_OF_MEMORY, ChildSettings, Job, check_in, run_batch, start_child
from workers.processes.fork_server import start_fork_server


class Sized(Protocol):
    """A result that knows how much memory it takes."""

    @property
    def size(self) -> int:
        """Bytes, roughly."""


class Observer(Protocol):
    """Is told how the children are doing."""

    def restarted(self, reason: str) -> None:
        """Note that a child had to be replaced."""

    def worked(self, seconds: float) -> None:
        """Note how long a child has worked on a batch, whatever came of it."""


class _Nobody:
    def restarted(self, reason: str) -> None:
        """Do nothing."""

    def worked(self, seconds: float) -> None:
        """Do nothing."""


NOBODY = _Nobody()

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT", bound=Sized)
ReturnT = TypeVar("ReturnT")

CONSTS.sleep_unit = 0.02
"""Seconds between pebble's checks whether a child has ended or exceeded its time. With pebble's own 0.1, replacing a child that
crashed took 0.3 seconds, and 1,000 articles in a row can crash one."""

_STARTS = 3
"""How often a child is started for a batch before the installation must be at fault."""
_START_SECONDS = 120
"""How long a child may take to start, on a busy machine."""
_ENOUGH_BYTES = 8 * 1024 * 1024
"""As large as results of single articles together may be before the rest of their batch has to wait."""
_KILLS = 2
"""How often the child of a single article may be killed from outside before the article is taken for the cause."""
_BATCHES = 2_000
"""A child is replaced after so many batches, so that leaks in libraries do not add up."""


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
        start_fork_server(job.modules)
        settings = ChildSettings(job, memory_bytes)
        self._children = [_ChildProcess(settings, article_seconds, observer.restarted) for _ in range(count)]
        self._free: asyncio.Queue[_ChildProcess] = asyncio.Queue()
        self._job_name = job.name
        self._observer = observer
        self.finished = 0
        """Batches that children have come back from, one way or another: a sign of life."""

    async def start(self) -> None:
        """Start all children and wait until the stage is loaded.

        Raises ChildCannotStartError when a child cannot be started, StageNotLoadedError when the stage cannot be loaded.
        """
        started = await asyncio.gather(*(child.run(check_in) for child in self._children), return_exceptions=True)
        for error in started:  # all have come to an end by now: a child is not to be stopped while it comes up
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

    async def _occupy(self, child: "_ChildProcess", items: Sequence[ItemT]) -> list[ResultT]:
        started = time.monotonic()
        try:
            results: list[ResultT] = await child.run(run_batch, list(items))
            return results
        finally:
            self._observer.worked(time.monotonic() - started)
            self.finished += 1
            self._free.put_nowait(child)

    async def stop(self) -> None:
        """End all children at once, for good; another worker gets from Kafka what they worked on."""
        await asyncio.gather(*(child.end() for child in self._children))


class _ChildProcess:
    """One process, started again whenever it ends.

    A pool of one: in a pool of several they share a pipe, and one that is killed while it reads a task takes it along.
    """

    def __init__(self, settings: ChildSettings, seconds: float, on_restart: Callable[[str], None]) -> None:
        self._settings = settings
        self._seconds = seconds
        self._on_restart = on_restart
        self._pool = self._new_pool()
        self._started = self._ended = False

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=1,
            max_tasks=_BATCHES,
            initializer=start_child,
            initargs=(self._settings,),
            context=multiprocessing.get_context("forkserver"),
        )

    async def run(self, function: Callable[..., ReturnT], *args: Any) -> ReturnT:
        """Run a function in the child; its time counts from its start there.

        Raises ChildError when it fails there (the child is fresh then), ChildCannotStartError when none comes up to take it.
        """
        for _ in range(_STARTS):
            try:
                return await self._try(function, args)
            except ChildLostError as error:
                self._on_restart(type(error).__name__)
                await self._renew()
            except ChildError as error:
                self._on_restart(type(error).__name__)
                if isinstance(error, StageFailedError):  # it is still alive, in an unknown state
                    await self._renew()
                raise
        raise ChildCannotStartError

    async def _try(self, function: Callable[..., ReturnT], args: tuple[Any, ...]) -> ReturnT:
        try:
            if (
                not self._started
            ):  # a pool starts with its first task, and waits until the fork server has loaded the stage
                await asyncio.to_thread(lambda: self._pool.active)
                self._started = True
            future = self._pool.schedule(function, args=args, timeout=self._seconds)
        except RuntimeError as error:  # what pebble raises for a pool that broke while it was idle
            raise ChildLostError from error
        try:
            async with asyncio.timeout(self._seconds + _START_SECONDS):
                return await asyncio.wrap_future(future)
        except BrokenProcessPool as error:
            raise ChildLostError from error
        except FutureTimeoutError as error:  # asyncio's too, as the builtin one is both
            if future.cancelled():  # no child took it
                raise ChildLostError from error
            raise ChildTimedOutError(self._seconds) from None
        except ProcessExpired as error:
            if error.exitcode == OUT_OF_MEMORY:
                raise ChildOutOfMemoryError(self._settings.memory_bytes) from None
            raise ChildDiedError(error.exitcode) from None
        except Exception as error:
            trace = getattr(error, "traceback", None) or "".join(traceback.format_exception(error))
            raise StageFailedError(type(error).__name__, str(error), trace) from error

    async def end(self) -> None:
        self._ended = True
        await asyncio.to_thread(self._stop)  # pebble waits for its threads

    async def _renew(self) -> None:
        await asyncio.to_thread(self._stop)
        if self._ended:
            raise ChildCannotStartError
        self._pool = self._new_pool()
        self._started = False

    def _stop(self) -> None:
        self._pool.stop()
        self._pool.join()
