"""Counts the committed records of articles that are numbered in their metadata, as a consumer sees them."""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Callable

import orjson
from aiokafka import AIOKafkaConsumer, ConsumerRecord


def number_of(record: ConsumerRecord) -> int:
    """Return the number of an article in its metadata."""
    return int(orjson.loads(record.value)["metadata"]["number"])


class Tally:
    """What has come out so far, by the number of each article."""

    def __init__(self) -> None:
        self.seen: Counter[int] = Counter()
        self.out_of_order = 0
        self.silence = 0.0
        """The longest time without an article that had not come before, in seconds, since `listen`."""
        self._last_news = time.monotonic()
        self._ids: dict[int, set[bytes]] = defaultdict(set)
        self._last: dict[bytes, int] = defaultdict(lambda: -1)
        self._next_offset: dict[int, int] = defaultdict(int)

    @property
    def twice(self) -> int:
        """How many articles have more than one committed record."""
        return sum(count > 1 for count in self.seen.values())

    @property
    def twice_unlike(self) -> int:
        """How many have records with different `ce_id`, which no consumer can recognise as copies."""
        return sum(len(ids) > 1 for ids in self._ids.values())

    async def read(self, address: str, topic: str, *, committed: bool = True) -> None:
        """Read a topic from its beginning until cancelled."""
        self._next_offset.clear()
        level = "read_committed" if committed else "read_uncommitted"
        options = {"isolation_level": level, "auto_offset_reset": "earliest", "metadata_max_age_ms": 5000}
        async with AIOKafkaConsumer(bootstrap_servers=address, **options) as consumer:
            consumer.subscribe([topic])  # now, since a start would fail on a broker that has yet to hear of the topic
            while True:
                for records in (await consumer.getmany(timeout_ms=200)).values():
                    for record in records:
                        self.count(record)

    def listen(self) -> None:
        """Measure the silence from now on."""
        self.silence, self._last_news = 0.0, time.monotonic()

    async def until(self, condition: Callable[[], bool], patience: float) -> bool:
        """Wait until it is true, or nothing new has come for so many seconds; tell whether it is."""
        since = time.monotonic()
        while not (met := condition()) and time.monotonic() - max(since, self._last_news) < patience:
            await asyncio.sleep(0.05)
        return met

    def forget(self) -> None:
        """Start counting anew: what comes again from now on is meant to."""
        self.seen.clear()
        self._ids.clear()
        self._last.clear()

    def count(self, record: ConsumerRecord) -> None:
        """Count a record, unless it has been read before: aiokafka reads all partitions anew when some are added."""
        if record.offset < self._next_offset[record.partition]:
            return
        self._next_offset[record.partition] = record.offset + 1
        number = number_of(record)
        if not self.seen[number]:
            now = time.monotonic()
            self.silence, self._last_news = max(self.silence, now - self._last_news), now
            self.out_of_order += number <= self._last[record.key]
        self._last[record.key] = max(number, self._last[record.key])
        self.seen[number] += 1
        self._ids[number].add(dict(record.headers)["ce_id"])
