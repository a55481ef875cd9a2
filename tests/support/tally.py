"""Counts the committed records of articles that are numbered in their metadata, as a consumer sees them."""

import asyncio
import time
from collections import Counter, defaultdict

import orjson
from aiokafka import AIOKafkaConsumer, ConsumerRecord


class Tally:
    """What has come out so far, by the number of each article."""

    def __init__(self) -> None:
        self.seen: Counter[int] = Counter()
        self.out_of_order = 0
        self.last_news = time.monotonic()
        """When an article came that had not come before, by a clock that never jumps."""
        self._ids: dict[int, set[bytes]] = defaultdict(set)
        self._last: dict[bytes, int] = defaultdict(lambda: -1)

    @property
    def twice(self) -> int:
        """How many articles have more than one committed record."""
        return sum(count > 1 for count in self.seen.values())

    @property
    def twice_unlike(self) -> int:
        """How many have records with different `ce_id`, which nobody can tell for copies."""
        return sum(len(ids) > 1 for ids in self._ids.values())

    async def read(self, address: str, topic: str, *, committed: bool = True) -> None:
        """Read a topic from its beginning until cancelled."""
        level = "read_committed" if committed else "read_uncommitted"
        options = {"isolation_level": level, "auto_offset_reset": "earliest", "metadata_max_age_ms": 5000}
        async with AIOKafkaConsumer(topic, bootstrap_servers=address, **options) as consumer:
            while True:
                for records in (await consumer.getmany(timeout_ms=200)).values():
                    for record in records:
                        self.count(record)

    async def until(self, articles: int, patience: float) -> bool:
        """Wait until so many articles have come, or none has come for so many seconds; tell whether they have."""
        self.last_news = time.monotonic()
        while len(self.seen) < articles and time.monotonic() - self.last_news < patience:
            await asyncio.sleep(0.05)
        return len(self.seen) >= articles

    def forget(self) -> None:
        """Count from now on: what comes again is meant to."""
        self.seen.clear()
        self._ids.clear()
        self._last.clear()

    def count(self, record: ConsumerRecord) -> None:
        """Count a record."""
        number = int(orjson.loads(record.value)["metadata"]["number"])
        if not self.seen[number]:
            self.last_news = time.monotonic()
            self.out_of_order += number <= self._last[record.key]
        self._last[record.key] = max(number, self._last[record.key])
        self.seen[number] += 1
        self._ids[number].add(dict(record.headers)["ce_id"])
