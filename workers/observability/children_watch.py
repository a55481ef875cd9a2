"""What is told of a worker's children: that they had to be replaced, and why."""

import structlog

from workers.errors import ChildError, ChildLostError
from workers.observability.metrics import Metrics

log = structlog.get_logger("quotewire.children")


class ChildrenWatch:
    """Counts and logs children that had to be replaced."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self.worked = metrics.worked

    def replaced(self, error: ChildLostError | ChildError) -> None:
        """Count and log a child that has to be replaced."""
        reason = type(error).__name__
        log.warning("child replaced", reason=reason, detail=str(error))
        self._metrics.restarted(reason)
