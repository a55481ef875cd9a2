"""Publishes articles at a steady rate, as long as what comes after it keeps up."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from aiokafka import AIOKafkaProducer

from benchmarks.soak.ledger import Origin
from harness.articles import raw

KEYS = 500
_MOST_UNDER_WAY = 2000
"""Articles: more than comes in half a minute, which a fault may hold up; a stage that is too slow is not drowned."""


class Flow:
    """What has been published so far."""

    def __init__(self, topic: str, articles: int, minutes: float) -> None:
        self.published: list[Origin] = []
        self.sent = 0
        self._topic = topic
        self._articles = articles
        self._seconds = minutes * 60
        self._began = time.monotonic()

    @property
    def progress(self) -> float:
        """How much of the way has been gone, from 0 to 1, by articles or by time."""
        return max(self.sent / self._articles, (time.monotonic() - self._began) / self._seconds)

    async def run(self, address: str, rate: float, finished: Callable[[], int]) -> None:
        """Publish until there are enough, or the time is over, and wait until the broker has them."""
        # it repeats nothing and gives nothing up, so that what is lost or twice is not its doing
        options = {"enable_idempotence": True, "request_timeout_ms": 600_000, "linger_ms": 5}
        self._began = due = time.monotonic()
        async with AIOKafkaProducer(bootstrap_servers=address, **options) as producer:
            under_way: set[asyncio.Future[Any]] = set()
            while self.progress < 1:
                if self.sent - finished() < _MOST_UNDER_WAY:
                    under_way.add(await self._send(producer, under_way))
                    due += 1 / rate
                    await asyncio.sleep(max(0.0, due - time.monotonic()))
                else:
                    await asyncio.sleep(0.5)
                    due = time.monotonic()
            await asyncio.gather(*under_way)

    async def _send(self, producer: AIOKafkaProducer, under_way: set[asyncio.Future[Any]]) -> asyncio.Future[Any]:
        key = f"k{self.sent % KEYS}"
        value = raw(self.sent, id=key)
        sent: asyncio.Future[Any] = await producer.send(self._topic, key=key.encode(), value=value)
        self.sent += 1

        def arrived(future: asyncio.Future[Any]) -> None:
            under_way.discard(future)
            self._arrived((future.result().partition, future.result().offset))

        sent.add_done_callback(arrived)
        return sent

    def _arrived(self, origin: Origin) -> None:
        self.published.append(origin)
