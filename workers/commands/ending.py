"""How a command ends."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import typer

ResultT = TypeVar("ResultT")

GOOD, SOME_BAD, USAGE, FAILED = 0, 1, 2, 3
"""Exit codes: all went well; some records were bad, the rest is done; usage or settings; brokers or anything else."""


def run_to_end(work: Coroutine[Any, Any, ResultT]) -> ResultT:
    """Run the work of a command; Ctrl-C ends it."""
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        raise typer.Exit(FAILED) from None
