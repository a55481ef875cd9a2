"""The health of a worker: whether it is alive, whether it is ready, and why not."""

import time
from collections.abc import Callable

STALLED_SECONDS = 120.0
"""Longer than any single wait of a healthy worker, apart from the time that an article may take: brokers abort a transaction
after 60 seconds, and a rebalance takes no longer than that by default."""
BROKERS_SECONDS = 30.0
"""How long brokers may be silent before a worker is no longer ready."""


class Health:
    """The state behind the probes; times are seconds of a clock that never jumps."""

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
        self.missing_topics: tuple[str, ...] = ()
        """Topics that the stage needs and that are not there."""
        self.held_back: tuple[str, ...] = ()
        """Partitions in which records wait for somebody's transaction to end."""

    def heard(self) -> None:
        """Record that the brokers have answered."""
        self._heard = self._clock()

    @property
    def silent_seconds(self) -> float:
        """How long the brokers have not answered."""
        return self._clock() - self._heard

    def seen(self, state: object, *, busy: bool) -> None:
        """Record how far the worker is, as any value that changes with progress, and whether there is anything to do."""
        if state != self._state or not busy:
            self._moved = self._clock()
        self._state = state

    def stalled(self) -> str | None:
        """Return why the worker counts as stalled, or None; before its start it has nothing to do, and cannot stall."""
        if not self.started:
            return None
        seconds = self._clock() - self._moved
        return f"no progress for {seconds:.0f} seconds with records waiting" if seconds > self._patience else None

    def not_ready(self) -> list[str]:
        """Return why the worker is not ready; nothing when it is."""
        silent = self.silent_seconds
        reasons = {
            "starting": not self.started,
            f"waiting for brokers at {self.awaited_brokers}": self.awaited_brokers is not None,
            "stopping": self.stopping,
            "waiting for partitions: the consumer group is rebalancing": self.started and not self.assigned,
            f"brokers have not answered for {silent:.0f} seconds": silent > BROKERS_SECONDS,
            **{f"topic {topic} is missing: `quotewire topics` creates it": True for topic in self.missing_topics},
        }
        stalled = self.stalled()
        return [reason for reason, holds in reasons.items() if holds] + ([stalled] if stalled else [])

    def waits(self) -> list[str]:
        """Return what articles wait for through no fault of the worker's, which is ready all the same."""
        return [f"records of {partition} are held back by an open transaction" for partition in self.held_back]
