"""Counts what comes to the output topics of all stages, by the raw record that each of it was made of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import orjson
from aiokafka import AIOKafkaConsumer, ConsumerRecord

from workers.flow import all_topics, public_topics
from workers.kafka.headers import RAW_ORIGIN
from workers.topics import RAW, holds_dead_letters

Origin = tuple[int, int]
"""Partition and offset of a raw record."""


class Ledger:
    """One output topic. An article has one record there, or as many as each of them says (`index` of `count`)."""

    def __init__(self) -> None:
        self.twice = 0
        """Records that had come before."""
        self.out_of_order = 0
        """Records that came after a later one of their key."""
        self.finished = 0
        """Articles all of whose records have come."""
        self._seen: dict[Origin, int] = defaultdict(int)
        """A bit for each record of an article."""
        self._wanted: dict[Origin, int] = {}
        self._last: dict[bytes, tuple[int, int]] = defaultdict(lambda: (-1, -1))

    def count(self, record: ConsumerRecord) -> None:
        """Count a record."""
        _, partition, offset = dict(record.headers)[RAW_ORIGIN].decode().split("/")
        said = orjson.loads(record.value) if record.value else {}
        origin, index, count = (int(partition), int(offset)), said.get("index", 0), said.get("count", 1)
        place = (origin[1], index)
        if self._seen[origin] & 1 << index:
            self.twice += 1
            return
        self.out_of_order += place <= self._last[record.key]
        self._last[record.key] = place
        self._seen[origin] |= 1 << index
        self._wanted[origin] = (1 << count) - 1
        self.finished += self._seen[origin] == self._wanted[origin]

    def lost(self, published: Iterable[Origin]) -> int:
        """Count the articles of which something has not come."""
        return sum(origin not in self._wanted or self._seen[origin] != self._wanted[origin] for origin in published)


class Ledgers:
    """All output topics, as a consumer of committed records sees them."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self.topics: Mapping[str, Ledger] = {topic.name: Ledger() for topic in public_topics() if topic is not RAW}
        self.dead_letters = 0
        self._next_offset: dict[tuple[str, int], int] = defaultdict(int)

    @property
    def finished(self) -> int:
        """How many articles have come out everywhere."""
        return min(ledger.finished for ledger in self.topics.values())

    async def read(self, address: str) -> None:
        """Read all topics from their beginning until cancelled."""
        options = {"isolation_level": "read_committed", "auto_offset_reset": "earliest"}
        async with AIOKafkaConsumer(bootstrap_servers=address, **options) as consumer:
            consumer.subscribe([self._prefix + topic.name for topic in all_topics() if topic is not RAW])
            while True:
                for records in (await consumer.getmany(timeout_ms=500, max_records=500)).values():
                    for record in records:
                        self._count(record)

    def _count(self, record: ConsumerRecord) -> None:
        """Count a record, unless this reader has read it before: it may begin anew when the broker has been away."""
        place = (record.topic, record.partition)
        if record.offset < self._next_offset[place]:
            return
        self._next_offset[place] = record.offset + 1
        name = record.topic.removeprefix(self._prefix)
        if holds_dead_letters(name):
            self.dead_letters += 1
        else:
            self.topics[name].count(record)
