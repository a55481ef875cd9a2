"""What runs in a child process: a job, within limits."""

import ctypes
import gc
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol, TypeVar

from workers.stages.definition import Stage

ItemT_contra = TypeVar("ItemT_contra", contravariant=True)
ResultT = TypeVar("ResultT")


class Job(Protocol[ItemT_contra, ResultT]):
    """What children do: plain data, which is sent to each of them."""

    @property
    def name(self) -> str:
        """What errors call it."""

    @property
    def stages(self) -> Sequence[Stage]:
        """What the fork server loads for all children, models included."""

    def start(self) -> Callable[[Sequence[ItemT_contra]], list[ResultT]]:
        """Make ready to work, in a child; return what works on a batch.

        That gives one result per item, in order; fewer, though at least one, when those together are large enough.
        """


@dataclass(frozen=True, slots=True)
class ChildSettings:
    """What a child is given when it starts."""

    job: Job[Any, Any]
    memory_bytes: int


OUT_OF_MEMORY = 77
"""Exit code of a child that was refused memory: whatever it holds may be half made."""

_PR_SET_PDEATHSIG = 1
"""From Linux' prctl(2)."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What a job raised; the exception itself may not survive pickling."""

    class_name: str
    message: str
    stacktrace: str


def serve(channel: Connection, settings: ChildSettings) -> None:
    """Work on batches until the worker closes its end of the channel: None asks whether this process is ready for one.

    Ends this process when it is refused memory.
    """
    _limit(settings)
    work = settings.job.start()
    gc.freeze()  # a collection would write to what is shared with the fork server, and so copy it
    with suppress(EOFError):
        while True:
            try:
                batch = channel.recv()
                channel.send(None if batch is None else _outcome(work, batch))
            except MemoryError:
                os._exit(OUT_OF_MEMORY)


def _outcome(work: Callable[[Sequence[Any]], list[Any]], batch: Sequence[Any]) -> list[Any] | Failure:
    try:
        return work(batch)
    except MemoryError:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever an article may cause, the worker is to know
        return Failure(type(error).__name__, str(error), traceback.format_exc())


def _limit(settings: ChildSettings) -> None:
    """Bind this process to the worker's life and to its limits."""
    _end_with_worker()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the worker decides when children end
    if sys.platform == "linux":  # elsewhere the kernel does not enforce it
        resource.setrlimit(resource.RLIMIT_AS, (settings.memory_bytes, settings.memory_bytes))
        Path("/proc/self/oom_score_adj").write_text("1000")  # in a full container this one goes, not the worker


def _end_with_worker() -> None:
    """Ask the kernel to end this process when its parent, the fork server, ends for whatever reason.

    The fork server ends when nobody holds the pipe to it any more. Only the worker should hold it, but children inherit it. On
    systems other than Linux a child ends with its own pipe, when it next reads from it.
    """
    alive = forkserver._forkserver._forkserver_alive_fd  # type: ignore[attr-defined] # noqa: SLF001 - has no public name
    os.close(alive)
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before the kernel knew
            os._exit(1)
