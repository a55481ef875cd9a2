"""What a worker knows of how it is doing: whether it lives, whether it is ready, and why not."""

import time
from collections.abc import Callable

STALLED_SECONDS = 120.0
"""Longer than any single wait of a worker that is well, but for the time an article may take: a transaction is given up by the
brokers after 60 seconds, and a rebalance takes no longer than that by default."""
BROKERS_SECONDS = 30.0
"""How long brokers may be silent before a worker is no longer ready."""


class Health:
    """The state that the probes and the watchdog ask for; times are seconds of a clock that never jumps."""

    def __init__(self, patience: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._patience = patience
        self._heard = clock()
        self._moved = clock()
        self._state: object = None
        self.started = False
        """Whether children and consumer have come up."""
        self.awaited_brokers: str | None = None
        """The brokers that a worker waits for before it can start."""
        self.assigned = False
        """Whether the group has said which partitions this worker has, none perhaps; not so during a rebalance."""
        self.stopping = False

    def heard(self) -> None:
        """Note that the brokers have answered."""
        self._heard = self._clock()

    def seen(self, state: object, *, busy: bool) -> None:
        """Note how far the worker is, as anything that changes when it gets on, and whether there is anything to do."""
        if state != self._state or not busy:
            self._moved = self._clock()
        self._state = state

    def stalled(self) -> str | None:
        """Say so when the worker gets nowhere though there is something to do; before its start there is nothing."""
        if not self.started:
            return None
        seconds = self._clock() - self._moved
        return f"no progress for {seconds:.0f} seconds with records waiting" if seconds > self._patience else None

    def not_ready(self) -> list[str]:
        """Say why the worker is not ready; nothing when it is."""
        silent = self._clock() - self._heard
        reasons = {
            "starting": not self.started,
            f"waiting for brokers at {self.awaited_brokers}": self.awaited_brokers is not None,
            "stopping": self.stopping,
            "waiting for partitions: the consumer group is rebalancing": self.started and not self.assigned,
            f"brokers have not answered for {silent:.0f} seconds": silent > BROKERS_SECONDS,
        }
        stalled = self.stalled()
        return [reason for reason, holds in reasons.items() if holds] + ([stalled] if stalled else [])
