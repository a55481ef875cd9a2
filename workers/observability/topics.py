"""Looks every few seconds whether the topics of a stage are there: neither Faust nor a producer says that it waits for one."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog
from aiokafka.errors import KafkaError, TopicAuthorizationFailedError

from workers.observability.health import Health
from workers.observability.metrics import Metrics

log = structlog.get_logger("quotewire.topics")

_EVERY_SECONDS = 2
_ANSWER_SECONDS = 20


class TopicWatch:
    """Compares the topics that a stage needs, with their prefix, with those on the brokers."""

    def __init__(self, topics: Sequence[str], metrics: Metrics, health: Health) -> None:
        self._topics = topics
        self._metrics = metrics
        self._health = health
        self._counts: dict[str, int] = {}
        """Partitions, as they were last seen, by topic."""

    async def run(self, look: Callable[[], Awaitable[Mapping[str, int]]]) -> None:
        """Look until cancelled; `look` returns the number of partitions of those topics that are there.

        That brokers do not answer is for the monitor to say. Raises TopicAuthorizationFailedError.
        """
        while True:
            try:
                async with asyncio.timeout(_ANSWER_SECONDS):
                    self.seen(await look())
            except TopicAuthorizationFailedError:
                raise
            except (TimeoutError, KafkaError):
                pass
            await asyncio.sleep(_EVERY_SECONDS)

    def seen(self, counts: Mapping[str, int]) -> None:
        """Say once what is different now."""
        before = self._health.missing_topics
        if before:
            self._health.heard()  # the consumer cannot ask for a topic that is not there
        missing = self._health.missing_topics = tuple(topic for topic in self._topics if topic not in counts)
        for topic in self._topics:
            self._metrics.missing_topics.labels(self._metrics.stage, topic).set(topic in missing)
            if topic in missing and topic not in before:
                log.error(
                    "topic is missing",
                    topic=topic,
                    reason="it was deleted while this worker runs; articles that need it wait",
                    fix="`quotewire topics` creates it; what was in it is gone",
                )
            elif topic in before and topic not in missing:
                log.warning("topic is there again", topic=topic, partitions=counts[topic])
        for topic, now in counts.items():
            if (known := self._counts.get(topic, now)) < now:
                log.warning("partitions added", topic=topic, before=known, now=now)
            self._counts[topic] = now
