"""The process that loads a stage once, and that all children of a worker are forked from.

Forked from the worker itself, children would share its sockets and the locks of its threads.
"""

import multiprocessing
from multiprocessing import forkserver

from workers.nlp.threads import compute_on_one_thread

_PRELOADED = ("workers.nlp.jobs", "workers.cli", "pebble")
"""What every child imports beside its stage: its work, the program that it belongs to (as multiprocessing has it), and its pool.
Loaded in the fork server they cost a child nothing: on a busy machine two crashes in a row took 0.3 seconds instead of 0.55."""


def start_fork_server(agent_module: str) -> None:
    """Let the fork server load a stage, unless it does already; nobody waits for it before the first child.

    To be called from the thread that lives longest, and early: the worker itself has libraries to load, too.
    """
    compute_on_one_thread()
    multiprocessing.set_forkserver_preload([agent_module, *_PRELOADED])
    forkserver.ensure_running()
