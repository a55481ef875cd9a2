"""What runs in a child process: a stage's work on a batch of records, within limits."""

import ctypes
import gc
import os
import resource
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from multiprocessing import forkserver
from pathlib import Path

from schemas.base import Record
from schemas.clean_article import CleanArticle
from workers.errors import OutputTooLargeError, RecordRejectedError
from workers.kafka.publishing import publish, retract
from workers.kafka.receiving import receive
from workers.kafka.records import InputRecord, Outcome, Rejected
from workers.stages.definition import Process, Stage
from workers.stages.received import Received


@dataclass(frozen=True, slots=True)
class ChildSettings:
    """What a child is given when it starts."""

    stage: Stage
    memory_bytes: int
    max_body_bytes: int
    topic_prefix: str


@dataclass(frozen=True, slots=True)
class _Job:
    """What this process has to do for as long as it lives."""

    process: Process
    settings: ChildSettings


OUT_OF_MEMORY = 77
"""Exit code of a child that was refused memory: whatever it holds may be half made."""

ENOUGH_BYTES = 8 * 1024 * 1024
"""What is made of a batch before the rest of it has to wait: the worker holds it until the brokers have it."""

_PR_SET_PDEATHSIG = 1
"""From Linux' prctl(2)."""

_jobs: list[_Job] = []
"""Holds one, once this process has started: a process pool passes nothing but arguments to its functions."""


def start_child(settings: ChildSettings) -> None:
    """Bind this process to the worker's life and to its limits, and take the stage, which the fork server has loaded."""
    _end_with_worker()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the worker decides when children end
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # pebble's handler would wait for the end of a long call into C
    if sys.platform == "linux":  # elsewhere the kernel does not enforce it
        resource.setrlimit(resource.RLIMIT_AS, (settings.memory_bytes, settings.memory_bytes))
        Path("/proc/self/oom_score_adj").write_text("1000")  # in a full container this one goes, not the worker
    _jobs.append(_Job(import_module(settings.stage.loaded_module).LOADED, settings))
    gc.freeze()  # a collection would write to what is shared with the fork server, and so copy it


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


def check_in() -> int:
    """Return the id of this process, which shows that it is up; raises what kept the stage from being loaded."""
    _jobs[0].process([])
    return os.getpid()


def run_batch(records: list[InputRecord]) -> list[Outcome]:
    """Do the stage's work on a batch; one outcome per record, in order.

    There are fewer, though at least one, when those together are large enough. Ends this process when it is refused memory.
    """
    try:
        return _outcomes(_jobs[0], records)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _outcomes(job: _Job, records: Sequence[InputRecord]) -> list[Outcome]:
    """Let the stage work on those records that can be read, all at once; the others are rejected, or are retractions."""
    received = [_received(job.settings, record) for record in records]
    articles = iter(job.process([one for one in received if isinstance(one, Received)]))
    outcomes: list[Outcome] = []
    size = 0
    for record, one in zip(records, received, strict=True):
        outcomes.append(_published(job.settings, record, next(articles)) if isinstance(one, Received) else one)
        size += outcomes[-1].size
        if size > ENOUGH_BYTES:
            break
    return outcomes


def _published(settings: ChildSettings, record: InputRecord, article: CleanArticle) -> Outcome:
    try:
        return publish(record, article, settings.stage, settings.topic_prefix, datetime.now(UTC))
    except OutputTooLargeError as error:
        return Rejected(type(error).__name__, str(error))


def _received(settings: ChildSettings, record: InputRecord) -> Received[Record] | Outcome:
    """Decode a record; return its outcome at once when it is a retraction or cannot be read."""
    try:
        if record.value is None:
            return retract(record, settings.stage, settings.topic_prefix, datetime.now(UTC))
        return receive(record, settings.stage, settings.topic_prefix, settings.max_body_bytes)
    except RecordRejectedError as rejection:
        return Rejected(type(rejection).__name__, str(rejection))
