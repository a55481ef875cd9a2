"""Opens and closes lanes as the consumer group assigns partitions to a worker and revokes them."""

from collections.abc import Callable
from typing import Any

import structlog
from aiokafka import TopicPartition

from workers.errors import PartitionsHeldError
from workers.kafka.lanes import Lanes

log = structlog.get_logger("quotewire.worker")

REVOKE_SECONDS = 5
"""Lanes that are not closed by then end the process, which fences nobody and delays no rebalance."""


class Rebalancing:
    """Connects a Faust app's rebalances to lanes."""

    def __init__(
        self,
        stage: str,
        lanes: Lanes,
        on_change: Callable[[bool], None],
        on_failure: Callable[[BaseException], None],
    ) -> None:
        self._stage = stage
        self._lanes = lanes
        self._on_change = on_change
        """Called with whether the group has assigned partitions, none perhaps, or has just revoked them."""
        self._on_failure = on_failure

    def connect(self, app: Any) -> None:
        """Listen to a Faust app."""
        app.on_partitions_revoked.connect(self._revoked)
        app.on_partitions_assigned.connect(self._assigned)

    async def _assigned(self, _app: Any, assigned: set[Any], **_: Any) -> None:
        partitions = _partitions(assigned)
        log.info("partitions assigned", stage=self._stage, partitions=sorted(p.partition for p in partitions))
        self._lanes.open(partitions)
        self._on_change(True)  # noqa: FBT003 - a callback's only argument

    async def _revoked(self, _app: Any, revoked: set[Any], **_: Any) -> None:
        partitions = _partitions(revoked)
        log.info("partitions revoked", stage=self._stage, partitions=sorted(p.partition for p in partitions))
        self._on_change(False)  # noqa: FBT003
        try:
            await self._lanes.close(partitions, REVOKE_SECONDS)
        except PartitionsHeldError as error:
            self._on_failure(error)


def _partitions(partitions: set[Any]) -> set[TopicPartition]:
    return {TopicPartition(partition.topic, partition.partition) for partition in partitions}
