"""How old the oldest record is that a worker has not finished, also where it has not read it or cannot ask for it."""

import math
import time
from collections.abc import Callable, Mapping

from aiokafka import TopicPartition


class Oldest:
    """Remembers since when records wait, as seconds since 1970, by partition."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._since: dict[TopicPartition, float] = {}
        self._unread: dict[TopicPartition, tuple[int, float]] = {}
        """The offsets at which reading stands in front of records, and when that was first seen."""
        self._silent = False

    def seen(self, in_hand: Mapping[TopicPartition, float], unread: Mapping[TopicPartition, int]) -> None:
        """Record the times of the oldest records in hand; and where reading stands, of partitions that have others.

        Nobody knows the time of a record that was not read: it has waited at least since reading was first seen to stand there.
        """
        now = self._clock()
        self._unread = {
            partition: known if (known := self._unread.get(partition)) and known[0] == offset else (offset, now)
            for partition, offset in unread.items()
        }
        self._since = {partition: since for partition, (_, since) in self._unread.items()} | dict(in_hand)
        self._silent = False

    def silence(self, in_hand: Mapping[TopicPartition, float]) -> None:
        """Record that the brokers do not answer: what waited goes on to wait, whoever has it by now."""
        self._since |= in_hand
        self._silent = True

    @property
    def seconds(self) -> float:
        """The age of the oldest; 0 when there is none, NaN when nobody can tell."""
        if not self._since:
            return math.nan if self._silent else 0.0
        return max(0.0, self._clock() - min(self._since.values()))
