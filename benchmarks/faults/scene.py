"""Where a fault strikes: brokers, workers that are started again when they end, a producer, and a reader who counts."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaProducer

from tests.support.articles import raw
from tests.support.brokers import Broker, Cluster, own_kafka
from tests.support.installation import PROGRAM, Installation, WorkerProcess
from tests.support.tally import Tally
from workers.kafka.admin import admin_client, create_topics
from workers.kafka.embedded import embedded_broker
from workers.topics import CLEAN, RAW

KEYS = 120
"""Divisible by the numbers of partitions that articles are sent to by hand, so that a key stays in one."""
_PATIENCE_SECONDS = 150
"""Longer than a transaction of a dead worker (60 seconds) and a worker's attempts to deliver (120)."""


@dataclass
class Scene:
    """One run of a fault."""

    quotewire: Installation
    cluster: Cluster | None
    tally: Tally = field(default_factory=Tally)
    published: int = 0
    gaps: list[float] = field(default_factory=list)
    """Seconds from each strike until an article came out that had not come before."""
    markers_passed_over: int = 0
    """How many transactions Kafka called complete without their markers."""
    members: list[WorkerProcess] = field(default_factory=list)
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)

    @property
    def kafka(self) -> Cluster:
        """The brokers, where they are Kafka's."""
        assert self.cluster is not None
        return self.cluster

    def background(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run something until the end of the scene."""
        task = asyncio.create_task(work)
        self.tasks.append(task)
        return task

    async def keep(self, *stages: str, program: str = PROGRAM) -> None:
        """Start a worker of each stage, and start another whenever one ends, as Compose does; wait until the first are ready."""
        first = [await self.quotewire.launch(stage, program) for stage in stages]
        for worker in first:
            self.members.append(worker)
            self.background(self._replace(worker))
            await self.quotewire.until(lambda worker=worker: worker.has_said("ready"))  # type: ignore[misc]

    async def _replace(self, worker: WorkerProcess) -> None:
        while True:
            await worker.process.wait()
            self.members.remove(worker)
            worker = await self.quotewire.launch(worker.stage)
            self.members.append(worker)

    async def publish(
        self, count: int, rate: float = 1e9, partition: Callable[[int], int | None] = lambda _: None
    ) -> None:
        """Publish articles, so many a second, through whatever happens to the brokers: idempotent, and never given up."""
        options = {"enable_idempotence": True, "request_timeout_ms": 600_000, "linger_ms": 5}
        async with AIOKafkaProducer(bootstrap_servers=self.quotewire.broker.address, **options) as producer:
            await self._publish(producer, count, rate, partition)

    async def _publish(
        self, producer: AIOKafkaProducer, count: int, rate: float, partition: Callable[[int], int | None]
    ) -> None:
        sent = []
        for number in range(self.published, self.published + count):
            key = f"k{number % KEYS}"
            value = raw(number, id=key, metadata={"number": number})
            topic = self.quotewire.prefix + RAW.name
            sent.append(await producer.send(topic, key=key.encode(), value=value, partition=partition(number)))
            self.published += 1
            await asyncio.sleep(1 / rate if rate < 1e6 else 0)
        await asyncio.gather(*sent)

    async def through(self, articles: int) -> None:
        """Wait until so many articles have come out."""
        await self.tally.until(articles, _PATIENCE_SECONDS)

    async def strike(self, fault: Callable[[], Awaitable[object]]) -> None:
        """Do harm, and wait until work goes on."""
        before, started = len(self.tally.seen), time.monotonic()
        await fault()
        if before < self.published:
            await self.through(before + 1)
            self.gaps.append(time.monotonic() - started)

    async def finish(self) -> None:
        """Wait until everything has come out, and a moment more for what comes twice."""
        await self.through(self.published)
        await asyncio.sleep(2)


@asynccontextmanager
async def scene(
    folder: Path,
    *,
    brokers: int = 1,
    partitions: int = 6,
    final: str = CLEAN.name,
    embedded: bool = False,
    **properties: object,
) -> AsyncIterator[Scene]:
    """Set a scene with brokers of its own, one or three, or the embedded one; read what comes out of the topic `final`."""
    kafka = embedded_broker() if embedded else own_kafka(brokers, **properties)
    async with kafka as found:
        cluster = found if isinstance(found, Cluster) else None
        address = cluster.address if cluster else str(found)
        prefix = f"f{uuid.uuid4().hex[:8]}."
        quotewire = Installation(Broker(address, is_kafka=not embedded, why="faults"), prefix, folder)
        quotewire.settings |= {"SESSION_SECONDS": "6", "REBALANCE_SECONDS": "20"}
        async with admin_client(address) as admin:
            await create_topics(admin, prefix, partitions, brokers)
        made = Scene(quotewire, cluster)
        made.background(made.tally.read(address, prefix + final, committed=not embedded))
        try:
            yield made
            made.markers_passed_over = cluster.markers_passed_over() if cluster else 0
        finally:
            for task in made.tasks:
                task.cancel()
            await asyncio.wait(made.tasks)
            for worker in quotewire.workers:
                if worker.process.returncode is None:
                    await worker.kill()
