"""One child process as the worker sees it: it is given batches, replaced whenever it ends, and ended when it takes too long."""

import asyncio
import multiprocessing
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
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
"""multiprocessing asks after all children whenever it starts one, and whoever asks first takes the exit code away."""


class ChildProcess:
    """A process that works on one batch at a time, and another one once that has ended for whatever reason.

    Its end is noticed at once: the kernel closes its end of the channel while it works, and its sentinel while it is idle.
    """

    def __init__(self, settings: ChildSettings, seconds: float, on_replaced: OnReplaced) -> None:
        self._settings = settings
        self._seconds = seconds
        self._on_replaced = on_replaced
        self._thread = ThreadPoolExecutor(1, "child")
        """Waits for the process, so that the event loop need not; whatever concerns the process is done there, but for its end."""
        self._process: BaseProcess | None = None
        self._channel: Connection | None = None
        self._batches = 0
        """That the process has worked on; 0 before it is known to be up."""
        self._ended = False
        self._burial: asyncio.Task[None] | None = None
        """Kept, since asyncio only knows tasks weakly."""

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
                    self._on_replaced(error)
                except ChildError as error:
                    self._on_replaced(error)
                    raise
            raise ChildCannotStartError
        finally:
            self._watch()

    async def end(self) -> None:
        """End the process at once, for good."""
        self._unwatch()
        self._ended = True
        self._kill()
        await asyncio.to_thread(self._thread.shutdown)

    async def _within_limits(self, items: Sequence[Any]) -> list[Any]:
        """Have a batch worked on; a child that freezes while it takes a batch or gives its results is killed after all."""
        loop = asyncio.get_running_loop()
        killing = loop.call_later(_START_SECONDS + self._seconds + _BURY_SECONDS, self._kill)
        try:
            return await loop.run_in_executor(self._thread, self._work, items)
        finally:
            killing.cancel()

    def _work(self, items: Sequence[Any]) -> list[Any]:
        """Have a batch worked on, in the thread that waits for the process."""
        if self._process and self._batches >= _BATCHES:
            self._bury()
        if self._process is None:
            self._start()
        assert self._channel
        ready = False
        try:
            self._answer(None, _READY_SECONDS if self._batches else _START_SECONDS, ChildFrozenError)
            ready = True
            result = self._answer(items, self._seconds, ChildTimedOutError)
        except (EOFError, OSError):  # the kernel has closed its end of the channel
            raise self._why_ended(self._bury(), ready=ready) from None
        self._batches += 1
        if isinstance(result, Failure):
            self._bury()  # it is alive, in an unknown state
            raise StageFailedError(result.class_name, result.message, result.stacktrace)
        return result  # type: ignore[no-any-return]

    def _answer(
        self, question: Sequence[Any] | None, seconds: float, late: type[ChildFrozenError | ChildTimedOutError]
    ) -> Any:
        assert self._channel
        self._channel.send(question)
        if not self._channel.poll(seconds):
            self._bury()
            raise late(seconds)
        return self._channel.recv()

    def _why_ended(self, code: int | None, *, ready: bool) -> ChildLostError | ChildError:
        if not ready:
            return ChildEndedError(code)
        return ChildOutOfMemoryError(self._settings.memory_bytes) if code == OUT_OF_MEMORY else ChildDiedError(code)

    def _start(self) -> None:
        self._channel, theirs = _FORKS.Pipe()
        process = _FORKS.Process(target=serve, args=(theirs, self._settings), daemon=True, name="quotewire child")
        try:
            with _BOOKS:
                process.start()
        except (EOFError, OSError) as error:  # the fork server has just ended
            self._channel.close()
            raise ChildEndedError(None) from error
        finally:
            theirs.close()
        self._process, self._batches = process, 0

    def _bury(self) -> int | None:
        """End the process if it has not ended; return its exit code."""
        assert self._process
        assert self._channel
        process, self._process = self._process, None
        self._channel.close()
        process.kill()  # harmless when it is ending, and keeps its exit code
        with _BOOKS:
            process.join(_BURY_SECONDS)
            return process.exitcode

    def _kill(self) -> None:
        if process := self._process:
            process.kill()

    def _watch(self) -> None:
        """Notice when the process ends while it is idle."""
        if self._process:
            asyncio.get_running_loop().add_reader(self._process.sentinel, self._gone)

    def _unwatch(self) -> None:
        if self._process:
            asyncio.get_running_loop().remove_reader(self._process.sentinel)

    def _gone(self) -> None:
        self._unwatch()
        self._burial = asyncio.create_task(self._bury_idle())

    async def _bury_idle(self) -> None:
        code = await asyncio.get_running_loop().run_in_executor(self._thread, self._bury)
        self._on_replaced(ChildEndedError(code))
