"""Where a fault strikes: brokers, workers that are started again when they end, a producer, and a reader who counts."""

import asyncio
import random
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from aiokafka import AIOKafkaProducer
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from harness.articles import raw, story
from harness.brokers import Broker, Cluster, Extras, free_ports, own_kafka
from harness.installation import PROGRAM, Installation, WorkerProcess
from harness.network import Network, network
from harness.tally import Tally
from workers.errors import TopicsUnfitError
from workers.flow import all_topics
from workers.kafka.admin import admin_client, create_topics
from workers.kafka.connection import Connection
from workers.kafka.embedded import embedded_broker
from workers.stages.clean.definition import CLEAN
from workers.topics import RAW, Topic

KEYS = 120
"""Divisible by the numbers of partitions that articles are sent to by hand, so that a key stays in one."""
_PATIENCE_SECONDS = 150
"""Longer than a transaction of a dead worker (60 seconds) and a worker's attempts to deliver (120)."""
_MOMENT_SECONDS = 2
"""For what comes twice, once everything has come."""

_NETWORK = "NETWORK"
_PROTOCOLS = f"PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,{_NETWORK}:PLAINTEXT"


@dataclass(frozen=True)
class Place:
    """What a fault needs around it."""

    brokers: int = 1
    """Of Kafka, which keep as many replicas; 0 is the embedded broker."""
    partitions: int = 6
    final: str = CLEAN.name
    """The topic that is read."""
    properties: tuple[tuple[str, object], ...] = ()
    """Of the brokers, with underscores for dots."""
    network: bool = False
    """Whether there is a network before the only broker that workers may be sent through."""


class SharedBrokers:
    """Keeps the brokers of one scene for the next one that wants the same."""

    def __init__(self) -> None:
        self._stack = AsyncExitStack()
        self._kind: tuple[object, ...] | None = None
        self.cluster: Cluster | None = None
        self.network: Network | None = None
        self.address = ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def set_for(self, place: Place) -> None:
        """Have brokers as a place wants them, all of them up."""
        kind = (place.brokers, place.properties, place.network)
        if kind == self._kind:
            if self.cluster:
                await self.cluster.start()
            if self.network:
                self.network.settle()
            return
        await self._stack.aclose()
        self._kind = self.cluster = self.network = None
        if place.brokers:
            extras, properties = Extras(), dict(place.properties)
            if place.network:
                ours, brokers_own = free_ports(2)
                self.network = await self._stack.enter_async_context(network(ours, brokers_own))
                extras = Extras({_NETWORK: brokers_own}, {_NETWORK: ours})
                properties["listener_security_protocol_map"] = _PROTOCOLS
            self.cluster = await self._stack.enter_async_context(own_kafka(place.brokers, extras, **properties))
            self.address = self.cluster.address
        else:
            self.address = await self._stack.enter_async_context(embedded_broker())
        self._kind = kind

    def passed_over(self) -> int:
        """Count the transactions that these brokers called complete without their markers."""
        return self.cluster.markers_passed_over() if self.cluster else 0


@dataclass
class Scene:
    """One run of a fault."""

    quotewire: Installation
    brokers: SharedBrokers
    place: Place
    chance: random.Random
    tally: Tally = field(default_factory=Tally)
    published: int = 0
    gaps: list[float] = field(default_factory=list)
    """The longest silence after each strike, in seconds, until work went on."""
    notes: Counter[str] = field(default_factory=Counter)
    """What happened how often, to be told."""
    members: list[WorkerProcess] = field(default_factory=list)
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)
    reading: asyncio.Task[None] | None = None

    @property
    def kafka(self) -> Cluster:
        """The brokers, where they are Kafka's."""
        assert self.brokers.cluster is not None
        return self.brokers.cluster

    @property
    def network(self) -> Network:
        """What is between the broker and workers that are told its address, where the place has it."""
        assert self.brokers.network is not None
        return self.brokers.network

    @property
    def group(self) -> str:
        """The consumer group of the clean stage."""
        return f"{self.quotewire.prefix}quotewire-clean"

    @property
    def raw_topic(self) -> str:
        """The raw topic with the prefix of this scene."""
        return self.quotewire.prefix + RAW.name

    def lost(self) -> int:
        """Count the articles that have not come out."""
        return sum(number not in self.tally.seen for number in range(self.published))

    def uninvited(self) -> int:
        """Count what came out and was never published."""
        return sum(number >= self.published for number in self.tally.seen)

    def dropped(self, numbers: Iterable[int]) -> None:
        """Expect no more of articles that the brokers have dropped before any worker could read them."""
        for number in numbers:
            self.tally.seen[number] += 1

    def read(self) -> None:
        """Begin to read the topic that counts from its beginning."""
        topic = self.quotewire.prefix + self.place.final
        address, committed = self.quotewire.broker.address, bool(self.place.brokers)
        self.reading = self.background(self.tally.read(address, topic, committed=committed))

    def stop_reading(self) -> None:
        """Read no more of it, since it is about to go."""
        assert self.reading is not None
        self.tasks.remove(self.reading)
        self.reading.cancel()

    async def alter(self, topic: Topic, changes: dict[str, str]) -> None:
        """Change settings of a topic; those that are not named are what Quotewire makes them."""
        wanted = topic.configuration() | changes
        resource = ConfigResource(ConfigResourceType.TOPIC, self.quotewire.prefix + topic.name, wanted)
        async with admin_client(Connection(self.quotewire.broker.address)) as admin:
            for response in await admin.alter_configs([resource]):
                for code, message, *_ in response.resources:
                    assert not code, message

    def background(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run something until the end of the scene."""
        task = asyncio.create_task(work)
        self.tasks.append(task)
        return task

    async def keep(self, *stages: str, program: str = PROGRAM, **settings: str) -> None:
        """Start a worker of each stage, and start another whenever one ends, as Compose does; wait until the first are ready."""
        first = [await self.quotewire.launch(stage, program, **settings) for stage in stages]
        for worker in first:
            self.members.append(worker)
            self.background(self._replace(worker, settings))
        await self.quotewire.until(lambda: all(worker.has_said("ready") for worker in first))

    async def _replace(self, worker: WorkerProcess, settings: dict[str, str]) -> None:
        while True:
            if (code := await worker.process.wait()) > 0:
                self.notes[f"workers ended with {code}"] += 1
            self.members.remove(worker)
            worker = await self.quotewire.launch(worker.stage, **settings)
            self.members.append(worker)

    async def publish(
        self, count: int, *, partition: Callable[[int], int | None] = lambda _: None, saying: str = ""
    ) -> None:
        """Publish articles, and wait until the brokers have them."""
        async with self._producer() as producer:
            sent = [await self._send(producer, partition, saying) for _ in range(count)]
            await asyncio.gather(*sent)

    @asynccontextmanager
    async def flow(self, rate: float) -> AsyncIterator[None]:
        """Let so many articles a second flow, through whatever happens to the brokers, until the end of the block."""
        enough = asyncio.Event()
        flowing = self.background(self._flow(rate, enough))
        await self.through(40)
        yield
        enough.set()
        await flowing

    async def _flow(self, rate: float, enough: asyncio.Event) -> None:
        async with self._producer() as producer:
            sent = []
            while not enough.is_set():
                sent.append(await self._send(producer))
                await asyncio.sleep(1 / rate)
            await asyncio.gather(*sent)

    def _producer(self) -> AIOKafkaProducer:
        """Make a producer that repeats nothing and gives nothing up, so that what is lost or twice is not its doing.

        The embedded broker knows no idempotent producers.
        """
        idempotent = self.quotewire.broker.is_kafka
        options = {"enable_idempotence": idempotent, "request_timeout_ms": 600_000, "linger_ms": 5}
        return AIOKafkaProducer(bootstrap_servers=self.quotewire.broker.address, **options)

    async def _send(
        self, producer: AIOKafkaProducer, partition: Callable[[int], int | None] = lambda _: None, saying: str = ""
    ) -> asyncio.Future[Any]:
        number = self.published
        key, body = f"k{number % KEYS}", f"{story(number)}\n{saying}\n"
        value = raw(number, id=key, body=body, metadata={"number": number})
        sent = await producer.send(self.raw_topic, key=key.encode(), value=value, partition=partition(number))
        self.published += 1
        return sent  # type: ignore[no-any-return]

    async def through(self, articles: int) -> None:
        """Wait until so many articles have come out."""
        await self._until(lambda: len(self.tally.seen) >= articles)

    async def _until(self, condition: Callable[[], bool]) -> None:
        """Wait for a condition, or until nothing new comes any more.

        A producer or reader that has failed fails the run at once, so that it is not taken for a loss.
        """

        def met() -> bool:
            for task in self.tasks:
                if task.done():
                    task.result()
            return condition()

        await self.tally.until(met, _PATIENCE_SECONDS)

    async def strike(self, fault: Callable[[], Awaitable[object]]) -> None:
        """Do harm, and wait until what was published after it comes out, or all there is."""
        self.tally.listen()
        await fault()
        mark = self.published
        await self._until(lambda: max(self.tally.seen, default=-1) >= mark or len(self.tally.seen) >= self.published)
        self.gaps.append(self.tally.silence)

    async def finish(self) -> None:
        """Wait until everything has come out, and a moment more for what comes twice."""
        await self.through(self.published)
        await asyncio.sleep(_MOMENT_SECONDS)


@asynccontextmanager
async def scene(shared: SharedBrokers, place: Place, folder: Path, seed: int = 0) -> AsyncIterator[Scene]:
    """Set a scene, with topics and groups of its own; take them away afterwards."""
    await shared.set_for(place)
    prefix = f"f{uuid.uuid4().hex[:8]}."
    broker = Broker(shared.address, is_kafka=bool(place.brokers), why="faults")
    quotewire = Installation(broker, prefix, folder, {"SESSION_SECONDS": "6", "REBALANCE_SECONDS": "20"})
    await _create_topics(shared.address, prefix, place)
    made = Scene(quotewire, shared, place, random.Random(seed))
    made.read()
    try:
        yield made
    finally:
        for task in made.tasks:
            task.cancel()
        await asyncio.wait(made.tasks)
        for worker in quotewire.workers:
            if worker.process.returncode is None:
                await worker.kill()
    if place.brokers:
        async with admin_client(Connection(shared.address)) as admin:
            await admin.delete_topics([prefix + topic.name for topic in all_topics()])


async def _create_topics(address: str, prefix: str, place: Place) -> None:
    """Create topics, and wait until they are known: one of several brokers may hear of them later than another."""
    async with asyncio.timeout(_PATIENCE_SECONDS), admin_client(Connection(address)) as admin:
        known = False
        while not known:
            with suppress(TopicsUnfitError):
                states = await create_topics(admin, prefix, place.partitions, max(1, place.brokers))
                known = not any(state.created for state in states)
