"""The process that loads a stage once, and that all children of a worker are forked from.

Forked from the worker itself, children would share its sockets and the locks of its threads.
"""

import multiprocessing
import os
from multiprocessing import forkserver

_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""A child is one CPU's worth of work; BLAS would start a thread, and reserve memory, for every CPU of the machine. And what is
forked must not have threads."""

_PRELOADED = ("workers.nlp.jobs", "workers.cli", "pebble")
"""What every child imports beside its stage: its work, the program that it belongs to (as multiprocessing has it), and its pool.
Loaded in the fork server they cost a child nothing: on a busy machine two crashes in a row took 0.3 seconds instead of 0.55."""


def start_fork_server(agent_module: str) -> None:
    """Let the fork server load a stage, unless it does already; nobody waits for it before the first child.

    To be called from the thread that lives longest, and early: the worker itself has libraries to load, too.
    """
    for variable in _ONE_THREAD:
        os.environ.setdefault(variable, "1")
    multiprocessing.set_forkserver_preload([agent_module, *_PRELOADED])
    forkserver.ensure_running()
