"""One child process as the worker sees it: it is given batches, replaced whenever it ends, and ended when it takes too long."""

import asyncio
import multiprocessing
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from workers.errors import (
    ChildCannotStartError,
    ChildDiedError,
    ChildEndedError,
    ChildError,
    ChildFrozenError,
    ChildLostError,
    ChildOutOfMemoryError,
    ChildTimedOutError,
    StageFailedError,
)
from workers.processes.child import OUT_OF_MEMORY, ChildSettings, Failure, serve

OnReplaced = Callable[[ChildLostError | ChildError], None]
"""Called in the event loop with why a child has to be replaced."""

_STARTS = 3
"""How often a child is started for a batch before the installation must be at fault."""
_START_SECONDS = 120
"""How long a child may take to start, on a busy machine; the first waits until the stage is loaded."""
_READY_SECONDS = 10
"""How long a child that is up may take to say that it is ready for a batch: it has nothing else to do, so later it is frozen."""
_BURY_SECONDS = 10
"""How long a process may take to end that was killed (kill -9), on the busiest machine."""
_BATCHES = 2_000
"""A child is replaced after so many batches, so that leaks in libraries do not add up."""

_FORKS = multiprocessing.get_context("forkserver")
_BOOKS = threading.Lock()
"""multiprocessing asks after all children whenever it starts one, and an exit code can be read only once."""


@dataclass(slots=True)
class _Running:
    """A process that runs, as far as is known."""

    process: BaseProcess
    channel: Connection
    batches: int = 0
    """That it has worked on; 0 before it is known to be up."""


class ChildProcess:
    """A process that works on one batch at a time, and the next process once that has ended for whatever reason.

    Its end is noticed at once: the kernel closes its end of the channel, for which a thread waits while it works, and the pipe
    that is its sentinel, which the event loop watches while it is idle.
    """

    def __init__(self, settings: ChildSettings, seconds: float, on_replaced: OnReplaced) -> None:
        self._settings = settings
        self._seconds = seconds
        self._on_replaced = on_replaced
        self._thread = ThreadPoolExecutor(1, "child")
        self._running: _Running | None = None
        """Replaced in the thread alone."""
        self._ended = False
        self._burial: asyncio.Task[None] | None = None
        """Kept, since asyncio itself does not."""

    async def run(self, items: Sequence[Any]) -> list[Any]:
        """Have a batch worked on; the time for that counts from when the child was ready for it. An empty one shows that it is up.

        Raises ChildError when the child fails at it (it is replaced then), ChildCannotStartError when none comes up to take it.
        """
        self._unwatch()
        try:
            for _ in range(_STARTS):
                if self._ended:
                    break
                try:
                    return await self._within_limits(items)
                except ChildLostError as error:
                    self._tell(error)
                except ChildError as error:
                    self._tell(error)
                    raise
            raise ChildCannotStartError
        finally:
            self._watch()

    def _tell(self, error: ChildLostError | ChildError) -> None:
        if not self._ended:
            self._on_replaced(error)

    async def end(self) -> None:
        """End the process at once, for good."""
        self._unwatch()
        self._ended = True
        self._kill()
        await asyncio.to_thread(self._thread.shutdown)

    async def _within_limits(self, items: Sequence[Any]) -> list[Any]:
        """Have a batch worked on; a child that freezes while it takes the batch or gives its results is killed after all."""
        loop = asyncio.get_running_loop()
        killing = loop.call_later(_START_SECONDS + self._seconds + _BURY_SECONDS, self._kill)
        try:
            return await loop.run_in_executor(self._thread, self._work, items)
        finally:
            killing.cancel()

    def _work(self, items: Sequence[Any]) -> list[Any]:
        """Have a batch worked on, in the thread that waits for the process."""
        if self._running and self._running.batches >= _BATCHES:
            self._bury(self._running)
        running = self._running = self._running or self._start()
        ready = False
        try:
            self._answer(running, None, _READY_SECONDS if running.batches else _START_SECONDS, ChildFrozenError)
            ready = True
            result = self._answer(running, items, self._seconds, ChildTimedOutError)
        except (EOFError, OSError):  # the kernel has closed its end of the channel
            raise self._why_ended(self._bury(running), ready=ready) from None
        running.batches += 1
        if isinstance(result, Failure):
            self._bury(running)  # it is alive, in an unknown state
            raise StageFailedError(result.class_name, result.message, result.stacktrace)
        return result  # type: ignore[no-any-return]

    def _answer(
        self, running: _Running, question: Sequence[Any] | None, seconds: float, late: Callable[[float], Exception]
    ) -> Any:
        running.channel.send(question)
        if not running.channel.poll(seconds):
            self._bury(running)
            raise late(seconds)
        return running.channel.recv()

    def _why_ended(self, code: int | None, *, ready: bool) -> ChildLostError | ChildError:
        if not ready:
            return ChildEndedError(code)
        return ChildOutOfMemoryError(self._settings.memory_bytes) if code == OUT_OF_MEMORY else ChildDiedError(code)

    def _start(self) -> _Running:
        ours, theirs = _FORKS.Pipe()
        process = _FORKS.Process(target=serve, args=(theirs, self._settings), daemon=True, name="quotewire child")
        try:
            with _BOOKS:
                process.start()
        except (EOFError, OSError) as error:  # the fork server has just ended
            ours.close()
            raise ChildEndedError(None) from error
        finally:
            theirs.close()
        return _Running(process, ours)

    def _bury(self, running: _Running) -> int | None:
        """End a process if it has not ended; return its exit code."""
        self._running = None
        running.channel.close()
        running.process.kill()  # harmless when it is ending: it keeps its exit code
        with _BOOKS:
            running.process.join(_BURY_SECONDS)
            return running.process.exitcode

    def _kill(self) -> None:
        if running := self._running:
            running.process.kill()

    def _watch(self) -> None:
        """Notice when the process ends while it is idle."""
        if running := self._running:
            asyncio.get_running_loop().add_reader(running.process.sentinel, self._gone, running)

    def _unwatch(self) -> None:
        if running := self._running:
            asyncio.get_running_loop().remove_reader(running.process.sentinel)

    def _gone(self, running: _Running) -> None:
        self._unwatch()
        self._burial = asyncio.create_task(self._bury_idle(running))

    async def _bury_idle(self, running: _Running) -> None:
        code = await asyncio.get_running_loop().run_in_executor(self._thread, self._bury, running)
        self._tell(ChildEndedError(code))
