"""Kills a worker whose event loop is stuck, since the loop cannot notice that itself."""

import asyncio
import threading
import time
from collections.abc import Callable

import structlog

from workers.observability.logs import end_process

log = structlog.get_logger("quotewire.watchdog")

_BEAT_SECONDS = 1
_CHECK_SECONDS = 5
_MISSES = 12
"""Checks in a row without a beat. They are counted instead of timed, so that a worker that was frozen as a whole, and resumes, is
not killed for it."""


class Watchdog:
    """A thread that listens to the heartbeat of the event loop."""

    def __init__(self, goodbye: Callable[[], None]) -> None:
        self._goodbye = goodbye
        """Called in the watchdog's thread, before it ends the process."""
        self._beats = 0
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    async def beat(self) -> None:
        """Beat as long as the event loop runs."""
        while True:
            self._beats += 1
            await asyncio.sleep(_BEAT_SECONDS)

    def _watch(self) -> None:
        misses = 0
        while misses < _MISSES:
            seen = self._beats
            time.sleep(_CHECK_SECONDS)
            misses = misses + 1 if self._beats == seen else 0
        log.critical("worker failed", reason=f"its event loop has stood still for {_MISSES * _CHECK_SECONDS} seconds")
        self._goodbye()
        end_process(1)
