"""The best broker to be had: somebody's Kafka, Apache Kafka from Maven's jars, or the embedded broker."""

import asyncio
import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from workers.kafka.admin import wait_for_brokers
from workers.kafka.embedded import embedded_broker

KAFKA_VERSION = "4.3.1"
_START_SECONDS = 120
_POM = Path(__file__).with_name("pom.xml")
_CACHE = Path(__file__).parents[2] / ".cache" / f"kafka-{KAFKA_VERSION}"

_PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={folder}/log
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
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
"""


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
    """Give the best broker that this machine can run."""
    if address := os.environ.get("QUOTEWIRE_TEST_BROKERS"):
        yield Broker(address, is_kafka=True, why="QUOTEWIRE_TEST_BROKERS")
    elif shutil.which("java") and shutil.which("mvn"):
        async with own_kafka() as (address, _):
            yield Broker(address, is_kafka=True, why=f"Apache Kafka {KAFKA_VERSION}")
    else:
        async with embedded_broker() as address:
            yield Broker(address, is_kafka=False, why="no Java and Maven here, so tests run on the embedded broker")


def _jars() -> Path:
    """Fetch Kafka's jars, once; test runs side by side wait for each other."""
    libraries = _CACHE / "libs"
    _CACHE.mkdir(parents=True, exist_ok=True)
    with (_CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (_CACHE / "complete").exists():
            goal = ("dependency:copy-dependencies", f"-DoutputDirectory={libraries}")
            subprocess.run(["mvn", "-q", "-B", "-f", str(_POM), *goal], check=True, timeout=600)
            (_CACHE / "complete").touch()
    return libraries


@asynccontextmanager
async def own_kafka() -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """Run a Kafka of one's own, for a test that breaks it; give its address and its process."""
    libraries = _jars()
    with tempfile.TemporaryDirectory(prefix="quotewire-kafka-") as name:
        folder = Path(name)
        port, controller = _free_ports()
        properties = folder / "server.properties"
        properties.write_text(_PROPERTIES.format(port=port, controller=controller, folder=folder))
        (folder / "log4j2.yaml").write_text(_LOGGING)
        java = ["java", "-Xmx512m", f"-Dlog4j2.configurationFile={folder}/log4j2.yaml", "-cp", f"{libraries}/*"]
        formatting = [*java, "kafka.tools.StorageTool", "format", "-t", uuid.uuid4().hex[:22], "-c", str(properties)]
        with (folder / "kafka.out").open("wb") as output:
            await asyncio.to_thread(subprocess.run, formatting, check=True, stdout=output, stderr=output)
            process = await asyncio.create_subprocess_exec(
                *(*java, "kafka.Kafka", str(properties)), stdout=output, stderr=output
            )
            try:
                await wait_for_brokers(f"127.0.0.1:{port}", _START_SECONDS)
                yield f"127.0.0.1:{port}", process
            finally:
                if process.returncode is None:
                    process.kill()
                await process.wait()


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]
