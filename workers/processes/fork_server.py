"""The process that loads a stage once, and from which all children of a worker are forked.

If they were forked from the worker itself, children would share its sockets and the locks of its threads.
"""

import multiprocessing
from collections.abc import Sequence
from multiprocessing import forkserver

from workers.processes.loading import announce
from workers.processes.threads import compute_on_one_thread
from workers.stages.definition import Stage

_PRELOADED = ("workers.processes.child", "workers.cli")
"""What every child imports besides its stage: its work, and the program that it belongs to (multiprocessing imports that).
Loaded in the fork server they cost a child nothing: on a busy machine two crashes in a row took 0.3 seconds instead of 0.55."""


def start_fork_server(stages: Sequence[Stage]) -> None:
    """Start the fork server, unless it runs, and have it load stages, with models and all; nobody waits for that before the first child.

    To be called from the thread that lives longest, and early: meanwhile the worker loads libraries of its own.
    """
    compute_on_one_thread()
    announce(stages)
    multiprocessing.set_forkserver_preload(["workers.processes.preloaded", *_PRELOADED])
    forkserver.ensure_running()


def fork_server_id() -> int | None:
    """Return the process id of the fork server; None before its start."""
    process: int | None = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined] # noqa: SLF001 - has no public name
    return process
