"""An installation of Quotewire under a prefix of its own: topics, workers as processes, and a client to publish and read."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord

from harness.brokers import Broker, Cluster, own_kafka
from workers.kafka.admin import admin_client, create_topics
from workers.kafka.connection import Connection
from workers.kafka.embedded import SETTINGS
from workers.kafka.records import OutputRecord
from workers.kafka.sending import send_all
from workers.topics import RAW, Topic

PARTITIONS = 4
PROGRAM = "workers worker"
PATIENCE_SECONDS = 240
"""Tests wait for conditions; this is when a condition will never come, on the busiest machine."""


@dataclass
class WorkerProcess:
    """A worker as operators run it."""

    stage: str
    process: asyncio.subprocess.Process
    log: Path

    def said(self) -> list[dict[str, Any]]:
        """Return its log so far; lines that are not JSON, such as a stack trace, count as events too."""
        events = []
        for line in self.log.read_text().splitlines():
            try:
                events.append(json.loads(line))
            except json.JSONDecodeError:
                events.append({"event": line})
        return events

    def has_said(self, event: str) -> bool:
        return any(said["event"] == event for said in self.said())

    @property
    def url(self) -> str:
        """Where it serves its probes and metrics."""
        (port,) = [said["port"] for said in self.said() if said["event"] == "serving probes and metrics"]
        return f"http://127.0.0.1:{port}"

    def family(self) -> list[int]:
        """Return the processes that come from it: a resource tracker, a fork server and its children."""
        found = [self.process.pid]
        for parent in found:
            for path in Path(f"/proc/{parent}/task").glob("*/children"):
                found += map(int, path.read_text().split())
        return found[1:]

    def peak(self) -> int:
        """Return the peak resident memory of its own process, in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        (line,) = [line for line in status if line.startswith("VmHWM")]
        return int(line.split()[1]) * 1024

    def memory(self) -> int:
        """Return the proportional set size of it and all that come from it, in bytes: what they share counts once."""
        total = 0
        for process in (self.process.pid, *self.family()):
            with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
                lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
        return total

    def processor_seconds(self) -> float:
        """Return the processor time of it and all that come from it."""
        ticks = 0
        for process in (self.process.pid, *self.family()):
            with suppress(FileNotFoundError, ProcessLookupError):
                fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])  # utime and stime, see proc(5)
        return ticks / os.sysconf("SC_CLK_TCK")

    def partitions(self) -> list[int]:
        """Return the partitions that it was last assigned."""
        assigned = [event["partitions"] for event in self.said() if event["event"] == "partitions assigned"]
        return assigned[-1] if assigned else []

    async def kill(self) -> None:
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), PATIENCE_SECONDS)


@dataclass
class Installation:
    """Topics and workers under a prefix; settings are environment variables without QUOTEWIRE_."""

    broker: Broker
    prefix: str
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    workers: list[WorkerProcess] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        own = {"BROKERS": self.broker.address, "TOPIC_PREFIX": self.prefix, "CHILDREN": "1", "SESSION_SECONDS": "10"}
        own |= {"HTTP_PORT": "0", "REBALANCE_SECONDS": "15", **self.settings}
        bare = {name: value for name, value in os.environ.items() if not name.startswith("QUOTEWIRE_")}
        delivery = {} if self.broker.is_kafka else SETTINGS
        return {**bare, **{f"QUOTEWIRE_{name}": value for name, value in own.items()}, **delivery}

    async def create_topics(self, partitions: int) -> None:
        async with admin_client(Connection(self.broker.address)) as client:
            await create_topics(client, self.prefix, partitions, 1)

    async def start(self, *stages: str, program: str = PROGRAM, **settings: str) -> list[WorkerProcess]:
        """Start a worker of each stage, and wait until all of them are ready."""
        started = [await self.launch(stage, program, **settings) for stage in stages]
        for worker in started:
            await self.until(lambda worker=worker: worker.has_said("ready"))  # type: ignore[misc]
        return started

    async def launch(self, stage: str, program: str = PROGRAM, **settings: str) -> WorkerProcess:
        """Start a worker, and wait for nothing; `program` is a module that takes the stage as its last word."""
        log = self.folder / f"{stage}-{len(self.workers)}.log"
        with log.open("wb") as output:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", *program.split(), stage),
                env={**self.environment, **{f"QUOTEWIRE_{name}": value for name, value in settings.items()}},
                stdout=output,
                stderr=output,
            )
        worker = WorkerProcess(stage, process, log)
        self.workers.append(worker)
        return worker

    async def command(self, *words: str, **settings: str) -> tuple[int, str, str]:
        """Run a command of `quotewire` to its end; return its exit code, and what it printed to standard output and standard error."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "workers", *words),
            env={**self.environment, **{f"QUOTEWIRE_{name}": value for name, value in settings.items()}},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(PATIENCE_SECONDS):
            out, errors = await process.communicate()
        assert process.returncode is not None
        return process.returncode, out.decode(), errors.decode()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for a condition; when it never comes, show what the workers said last."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not condition():
                    await asyncio.sleep(0.05)
        except TimeoutError:
            said = "\n".join(f"{worker.log.name}: {worker.log.read_text()[-2000:]}" for worker in self.workers)
            raise AssertionError(f"never came true; the workers said:\n{said}") from None

    async def publish(self, records: Iterable[tuple[bytes | None, bytes | None]], topic: Topic | None = None) -> None:
        """Publish keys and values to the raw topic, or another, in order."""
        await self.publish_with_headers(((key, value, ()) for key, value in records), topic)

    async def publish_with_headers(
        self,
        records: Iterable[tuple[bytes | None, bytes | None, Sequence[tuple[str, bytes]]]],
        topic: Topic | None = None,
        **options: Any,
    ) -> None:
        name = self.prefix + (topic or RAW).name
        async with AIOKafkaProducer(**{**Connection(self.broker.address).producer(), **options}) as producer:
            await send_all(
                producer, [OutputRecord(name, key, value, tuple(headers)) for key, value, headers in records]
            )

    async def read(self, topic: Topic, enough: Callable[[list[ConsumerRecord]], bool]) -> list[ConsumerRecord]:
        """Read the committed records of a topic from its beginning until there are enough, and whatever is there then."""
        found: list[ConsumerRecord] = []
        name = self.prefix + topic.name
        level = "read_committed" if self.broker.is_kafka else "read_uncommitted"
        options = {"isolation_level": level, "auto_offset_reset": "earliest"}
        async with AIOKafkaConsumer(name, **Connection(self.broker.address).client(), **options) as consumer:
            loop = asyncio.get_running_loop()
            deadline = loop.time() + PATIENCE_SECONDS
            while not enough(found) and loop.time() < deadline:
                for records in (await consumer.getmany(timeout_ms=500)).values():
                    found.extend(records)
            while more := await consumer.getmany(timeout_ms=1000):
                found.extend(record for records in more.values() for record in records)
        if not enough(found):
            said = "\n".join(f"{worker.log.name}: {worker.log.read_text()[-2000:]}" for worker in self.workers)
            raise AssertionError(f"only {len(found)} records came to {name}; the workers said:\n{said}")
        return found


@asynccontextmanager
async def installation(
    broker: Broker, prefix: str, folder: Path, partitions: int = PARTITIONS
) -> AsyncIterator[Installation]:
    """Make an installation, and end its workers afterwards whatever happened."""
    made = Installation(broker, prefix, folder)
    await made.create_topics(partitions)
    try:
        yield made
    finally:
        for worker in made.workers:
            if worker.process.returncode is None:
                await worker.kill()


@asynccontextmanager
async def on_own_kafka(folder: Path, why: str) -> AsyncIterator[tuple[Cluster, Installation]]:
    """Make an installation on a Kafka of its own, for a test that breaks that one; `why` says so."""
    async with own_kafka() as cluster:
        kafka = Broker(cluster.address, is_kafka=True, why=why)
        async with installation(kafka, "own.", folder) as own:
            yield cluster, own
