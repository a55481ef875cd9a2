"""Stages that are loaded once in a process: in the fork server for all of its children."""

import os
from base64 import b64decode, b64encode
from collections.abc import Sequence
from functools import cache
from multiprocessing.reduction import ForkingPickler

from workers.stages.definition import Process, Stage

_VARIABLE = "_QUOTEWIRE_STAGES"
"""Of the environment: multiprocessing tells a fork server nothing but the names of modules, and a stage has settings too."""


@cache
def loaded(stage: Stage) -> Process:
    """Return a stage ready to work; it is loaded unless this process or the fork server that it comes from has done that."""
    return stage.load_or_fail_later()


def announce(stages: Sequence[Stage]) -> None:
    """Tell a fork server that is about to start, or to start again, which stages its children will want."""
    os.environ[_VARIABLE] = b64encode(ForkingPickler.dumps(tuple(stages))).decode()


def load_announced() -> None:
    """Load the stages that were announced to this process."""
    for stage in ForkingPickler.loads(b64decode(os.environ[_VARIABLE])):
        loaded(stage)
