"""Whether a worker's brokers answer: once in the log when they no longer do, once when they do again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog

from workers.observability.health import Health

log = structlog.get_logger("quotewire.brokers")


class Contact:
    """Keeps the health informed too. `brokers` are the addresses that the worker asks first."""

    def __init__(self, brokers: str, health: Health, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._brokers = brokers
        self._health = health
        self._now = now
        self._away = False

    def lost(self, reason: str) -> None:
        """Note that the brokers do not answer."""
        if not self._away:
            since = self._now() - timedelta(seconds=self._health.silent_seconds)
            log.warning("brokers away", brokers=self._brokers, since=since.isoformat(timespec="seconds"), reason=reason)
        self._away = True

    def made(self) -> None:
        """Note that the brokers have answered."""
        if self._away:
            log.warning("brokers back", brokers=self._brokers, away_seconds=round(self._health.silent_seconds))
        self._away = False
        self._health.heard()
