"""The child processes of a worker, and what becomes of a batch that they do not finish."""

import asyncio
import multiprocessing
import os
import traceback
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool

from pebble import ProcessExpired, ProcessPool

from workers.errors import ChildCannotStartError, ChildDiedError, ChildError, ChildTimedOutError, StageFailedError
from workers.kafka.records import InputRecord, Outcome, Rejected
from workers.nlp.jobs import ChildSettings, run_batch, start_child

_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""A child is one CPU's worth of work; BLAS would start a thread, and reserve memory, for every CPU of the machine."""

_STARTS = 3
"""How often a child is started for a batch before something must be wrong with this installation."""


class Children:
    """Runs batches in child processes, each within its time."""

    def __init__(self, count: int, article_seconds: float, settings: ChildSettings) -> None:
        for variable in _ONE_THREAD:
            os.environ.setdefault(variable, "1")
        self._children = [_Child(settings, article_seconds) for _ in range(count)]
        self._free: asyncio.Queue[_Child] = asyncio.Queue()

    async def start(self) -> None:
        """Start all children and wait until their models are loaded.

        Raises ChildCannotStartError when one of them cannot be.
        """
        await asyncio.gather(*(child.run([]) for child in self._children))
        for child in self._children:
            self._free.put_nowait(child)

    async def process(self, records: list[InputRecord]) -> list[Outcome]:
        """Do the stage's work on a batch; one outcome per record, in order.

        A batch that fails, takes longer than one article may or kills its child is done again article by article, a
        batch of one too, since somebody else may have killed the child. Who fails again is rejected, the others not.
        """
        try:
            return await self._run(records)
        except ChildError:
            return [await self._alone(record) for record in records]

    async def _alone(self, record: InputRecord) -> Outcome:
        try:
            (outcome,) = await self._run([record])
        except StageFailedError as error:
            return Rejected(error.class_name, str(error), error.stacktrace)
        except ChildError as error:
            return Rejected(type(error).__name__, str(error))
        return outcome

    async def _run(self, records: list[InputRecord]) -> list[Outcome]:
        """Run a batch in a free child.

        Who gives up waiting does not end the child, since loading a model takes seconds: it is free when it is done.
        """
        child = await self._free.get()
        return await asyncio.shield(self._occupy(child, records))

    async def _occupy(self, child: "_Child", records: list[InputRecord]) -> list[Outcome]:
        try:
            return await child.run(records)
        finally:
            self._free.put_nowait(child)

    def stop(self) -> None:
        """End all children at once; what they work on comes back from Kafka."""
        for child in self._children:
            child.stop()


class _Child:
    """One process, started again whenever it ends.

    A pool of one: in a pool of several they share a pipe, and one that is killed while it reads a task takes it along.
    """

    def __init__(self, settings: ChildSettings, seconds: float) -> None:
        self._settings = settings
        self._seconds = seconds
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=1,
            initializer=start_child,
            initargs=(self._settings,),
            context=multiprocessing.get_context("spawn"),  # a fork would share Kafka's sockets and the locks of threads
        )

    async def run(self, records: list[InputRecord]) -> list[Outcome]:
        """Run a batch; its time counts from its start in the child.

        Raises ChildError when it fails there, ChildCannotStartError when no child comes up to take it.
        """
        for _ in range(_STARTS):
            try:
                return await self._try(records)
            except BrokenProcessPool:  # the child ended before it took the batch, so the batch is not to blame
                self.stop()
                self._pool = self._new_pool()
        raise ChildCannotStartError

    async def _try(self, records: list[InputRecord]) -> list[Outcome]:
        try:
            future = self._pool.schedule(run_batch, args=(records,), timeout=self._seconds)
        except RuntimeError as error:  # pebble's word for a pool that broke while nobody looked
            raise BrokenProcessPool from error
        try:
            outcomes: list[Outcome] = await asyncio.wrap_future(future)
        except BrokenProcessPool:
            raise
        except FutureTimeoutError:
            raise ChildTimedOutError(self._seconds) from None
        except ProcessExpired as error:
            raise ChildDiedError(error.exitcode) from None
        except Exception as error:
            trace = getattr(error, "traceback", None) or "".join(traceback.format_exception(error))
            raise StageFailedError(type(error).__name__, str(error), trace) from error
        return outcomes

    def stop(self) -> None:
        self._pool.stop()
        self._pool.join()
