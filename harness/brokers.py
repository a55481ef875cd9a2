"""The best broker to be had: somebody's Kafka, Apache Kafka from Maven's jars, or the embedded broker."""

import asyncio
import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL, Signals

from workers.commands.console import quiet_libraries
from workers.kafka.admin import admin_client, wait_for_brokers
from workers.kafka.connection import Connection
from workers.kafka.embedded import embedded_broker

KAFKA_VERSION = os.environ.get("KAFKA_VERSION", "4.3.1")
"""Of the brokers that tests start; 3.9.1 works as well."""
_START_SECONDS = 120
_CACHE = Path(__file__).parents[1] / ".cache"

_PROPERTIES = """\
process.roles=broker,controller
controller.listener.names=CONTROLLER
offsets.topic.num.partitions=4
transaction.state.log.num.partitions=4
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
"""
_LOGGING = """\
Configuration:
  Appenders:
    Console: {name: STDOUT, target: SYSTEM_OUT, PatternLayout: {pattern: "%d %p %c %m%n"}}
  Loggers:
    Root: {level: WARN, AppenderRef: {ref: STDOUT}}
    Logger: {name: kafka.coordinator.transaction.TransactionMarkerChannelManager, level: INFO}
"""
_PASSED_OVER = "Couldn't find leader endpoint for partitions"


@dataclass(frozen=True, slots=True)
class Broker:
    """A broker that tests may use; topics and groups on it need names of their own."""

    address: str
    is_kafka: bool
    """Whether it has transactions; the embedded broker has none."""
    why: str
    """How it was chosen, for the skips."""


@asynccontextmanager
async def best_broker() -> AsyncIterator[Broker]:
    """Run the best broker that this machine can run."""
    if address := os.environ.get("QUOTEWIRE_TEST_BROKERS"):
        yield Broker(address, is_kafka=True, why="QUOTEWIRE_TEST_BROKERS")
    elif shutil.which("java") and shutil.which("mvn"):
        async with own_kafka() as cluster:
            yield Broker(cluster.address, is_kafka=True, why=f"Apache Kafka {KAFKA_VERSION}")
    else:
        async with embedded_broker() as address:
            yield Broker(address, is_kafka=False, why="no Java and Maven here, so tests run on the embedded broker")


def jars(pom: str, name: str, *options: str) -> str:
    """Fetch the jars that a file of this folder names, once; return their class path. Test runs side by side wait for each other."""
    cache, wanted = _CACHE / name, Path(__file__).with_name(pom)
    cache.mkdir(parents=True, exist_ok=True)
    complete = cache / "complete"
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not complete.exists() or complete.read_text() != wanted.read_text():
            goal = ("dependency:copy-dependencies", f"-DoutputDirectory={cache / 'libs'}", *options)
            subprocess.run(["mvn", "-q", "-B", "-f", wanted, *goal], check=True, timeout=600)
            complete.write_text(wanted.read_text())
    return f"{cache / 'libs'}/*"


@dataclass
class Node:
    """One Kafka broker, and controller, as a process that a test may end and start again."""

    port: int
    folder: Path
    process: asyncio.subprocess.Process | None = None
    options: Sequence[str] = ()
    """Of its Java."""

    async def start(self) -> None:
        """Start it on the folder and port that it had before, and wait for nothing."""
        program = (*java(self.folder), *self.options, "kafka.Kafka", str(self.folder / "server.properties"))
        with (self.folder / "kafka.out").open("ab") as output:
            self.process = await asyncio.create_subprocess_exec(*program, stdout=output, stderr=output)

    def signal(self, number: Signals) -> None:
        """Send its process a signal."""
        assert self.process is not None
        self.process.send_signal(number)

    async def end(self, number: Signals) -> None:
        """End it with SIGTERM, which is an orderly stop, or SIGKILL; wait until it is gone."""
        self.signal(number)
        assert self.process is not None
        await self.process.wait()


@dataclass
class Cluster:
    """Kafka brokers of a test's own."""

    nodes: list[Node]

    @property
    def address(self) -> str:
        """All of its brokers, to be asked first."""
        return ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)

    def markers_passed_over(self) -> int:
        """Count the transactions that Kafka called complete without their markers, as its own log has it (KAFKA-20734)."""
        return sum((node.folder / "kafka.out").read_text().count(_PASSED_OVER) for node in self.nodes)

    async def start(self) -> None:
        """Start the brokers that do not run, and wait until all of them answer."""
        quiet_libraries()
        for node in self.nodes:
            if node.process is None or node.process.returncode is not None:
                await node.start()
        for node in self.nodes:
            await wait_for_brokers(Connection(f"127.0.0.1:{node.port}"), _START_SECONDS)

    async def until_in_sync(self) -> None:
        """Wait until every replica of every partition has what its leader has."""
        async with asyncio.timeout(_START_SECONDS), admin_client(Connection(self.address)) as admin:
            while any(
                len(partition["isr"]) < len(partition["replicas"])
                for topic in await admin.describe_topics()
                for partition in topic["partitions"]
            ):
                await asyncio.sleep(0.5)


@dataclass(frozen=True, slots=True)
class Extras:
    """What a broker may have besides properties."""

    listeners: Mapping[str, int] = field(default_factory=dict)
    """Ports by the names of listeners."""
    advertised: Mapping[str, int] = field(default_factory=dict)
    """Ports at which clients reach them, where these are others: those of a proxy."""
    users: Sequence[str] = ()
    """With SCRAM, as Kafka's storage tool takes them."""
    java_options: Sequence[str] = ()


@asynccontextmanager
async def own_kafka(brokers: int = 1, extras: Extras | None = None, /, **properties: object) -> AsyncIterator[Cluster]:
    """Run a Kafka of one's own, for a test that breaks it; properties have underscores for dots.

    Three brokers keep three copies of everything and need two, as in production.
    """
    extras = extras or Extras()
    ports = free_ports(2 * brokers)
    voters = ",".join(f"{number}@127.0.0.1:{ports[2 * number - 1]}" for number in range(1, brokers + 1))
    copies: dict[str, object] = {
        "offsets_topic_replication_factor": brokers,
        "transaction_state_log_replication_factor": brokers,
    }
    copies["transaction_state_log_min_isr"] = max(1, brokers - 1)
    copies["listener_security_protocol_map"] = "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"
    shared = {**copies, **properties, "controller_quorum_voters": voters}
    with tempfile.TemporaryDirectory(prefix="quotewire-kafka-") as name:
        cluster_id = uuid.uuid4().hex[:22]
        nodes = []
        for number in range(1, brokers + 1):
            port, controller = ports[2 * number - 2 : 2 * number]
            open_to_all = {"PLAINTEXT": port, **extras.listeners}
            own = {
                "node_id": number,
                "listeners": _addresses({**open_to_all, "CONTROLLER": controller}),
                "advertised_listeners": _addresses({**open_to_all, **extras.advertised}),
            }
            node = Node(port, Path(name) / str(number), options=extras.java_options)
            await asyncio.to_thread(_format, node.folder, {**shared, **own}, cluster_id, extras.users)
            nodes.append(node)
        cluster = Cluster(nodes)
        try:
            await cluster.start()
            yield cluster
        finally:
            for node in nodes:
                if node.process and node.process.returncode is None:
                    await node.end(SIGKILL)


def _addresses(ports: Mapping[str, int]) -> str:
    return ",".join(f"{listener}://127.0.0.1:{port}" for listener, port in ports.items())


def _format(folder: Path, properties: dict[str, object], cluster_id: str, users: Sequence[str]) -> None:
    """Write the configuration of a broker and format its storage."""
    folder.mkdir()
    lines = [f"{name.replace('_', '.')}={value}" for name, value in properties.items()]
    configuration = folder / "server.properties"
    configuration.write_text("\n".join([_PROPERTIES, f"log.dirs={folder}/log", *lines]))
    (folder / "log4j2.yaml").write_text(_LOGGING)
    with (folder / "kafka.out").open("wb") as output:
        scram = [word for user in users for word in ("--add-scram", user)]
        tool = [*java(folder), "kafka.tools.StorageTool", "format", "-t", cluster_id, "-c", str(configuration), *scram]
        subprocess.run(tool, check=True, stdout=output, stderr=output)


def java(folder: Path) -> list[str]:
    """Return the beginning of a command that runs one of Kafka's programs; what it logs goes by a file in a folder."""
    classes = jars("pom.xml", f"kafka-{KAFKA_VERSION}", f"-Dkafka.version={KAFKA_VERSION}")
    return ["java", "-Xmx512m", f"-Dlog4j2.configurationFile={folder}/log4j2.yaml", "-cp", classes]


def free_ports(count: int) -> list[int]:
    """Find ports that are free now, all of them different."""
    with ExitStack() as stack:
        listeners = [stack.enter_context(socket.socket()) for _ in range(count)]
        for listener in listeners:
            listener.bind(("127.0.0.1", 0))
        return [listener.getsockname()[1] for listener in listeners]
