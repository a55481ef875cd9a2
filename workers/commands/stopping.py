"""How commands that run until they are stopped learn of it."""

import asyncio
import signal
from typing import Any


def stop_signal() -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT (Ctrl-C) set from now on."""
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    return stopping


async def until_one_ends(*tasks: asyncio.Task[Any]) -> None:
    """Wait until one of some tasks ends, and cancel the others; what it raised is raised."""
    done, going = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in going:
        task.cancel()
    await asyncio.gather(*going, return_exceptions=True)
    for task in done:
        task.result()
