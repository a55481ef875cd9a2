"""Counts what a Compose project loses while an operator scales it, takes it down and brings it up again.

A project of its own: numbered articles are published from the host while the entities stage goes from one worker to two,
three and back to one; in the middle everything goes down and up again; then it says what came out:

    python -m benchmarks.compose_flow [ARTICLES]

Needs Docker with Compose 2.24 or newer; ends with 1 when an article is lost, comes twice or out of order. Its containers,
networks and volumes are removed afterwards.
"""

import asyncio
import json
import os
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from harness.articles import raw
from workers.kafka.connection import Connection
from workers.kafka.records import OutputRecord
from workers.kafka.sending import send_all
from workers.stages.quotes.definition import ENRICHED
from workers.topics import RAW

ROOT = Path(__file__).parents[1]
PROJECT = "quotewire-flow"
STAGES = ("clean", "entities", "quotes")
REVISIONS = 20
"""How often each article is published: order is promised within one."""
UNDER_WAY = 500
"""Articles that are published and not yet enriched, while the operator's steps are taken."""
PATIENCE_SECONDS = 900
"""When a condition will never come, on the slowest machine."""

Number = int
"""Which of the published records an enriched article was made of."""


class Flow:
    """The Compose project, and how far its articles have come."""

    def __init__(self, articles: int, under_way: int = UNDER_WAY, **environment: str) -> None:
        self.articles = articles
        """To publish at the least; more while an operator's step takes longer."""
        self.under_way = under_way
        self.published = 0
        self.through: set[Number] = set()
        self.port = _free_port()
        self.brokers = f"127.0.0.1:{self.port}"
        self.environment = {"COMPOSE_PROJECT_NAME": PROJECT, "KAFKA_PORT": str(self.port), **environment}
        """For Docker Compose."""
        self._began = self._came = time.monotonic()
        self._longest_silence = 0.0

    def say(self, text: str) -> None:
        """Print what happened, and when."""
        print(f"{time.monotonic() - self._began:7.1f} s  {text}", flush=True)

    def state(self) -> str:
        """Return how many articles were published and have come through."""
        return f"{self.published} published, {len(self.through)} through"

    async def compose(self, *arguments: str) -> str:
        """Run a command of Docker Compose; return what it printed."""
        return await self.run("docker", "compose", *arguments)

    async def run(self, *command: str, **environment: str) -> str:
        """Run a command on the project; return what it printed."""
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=ROOT,
            env={**os.environ, **self.environment, **environment},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        output, errors = await process.communicate()
        if process.returncode:
            raise SystemExit(f"{' '.join(command)}: {output.decode()}{errors.decode()}")
        return output.decode()

    async def up(self, *arguments: str) -> None:
        """Bring the project up, and wait until every worker is ready."""
        await self.compose("up", "--detach", *arguments)
        await self.ready()

    async def ready(self) -> None:
        """Wait until every worker is ready."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while {worker["Health"] for worker in await self.workers()} != {"healthy"}:
                await asyncio.sleep(1)

    async def workers(self) -> list[dict[str, str]]:
        """Return the states of the workers, including those that have ended."""
        listed = await self.compose("ps", "--all", "--format", "json", *STAGES)
        return [json.loads(line) for line in listed.splitlines()]

    async def ended_badly(self) -> list[str]:
        """Stop the workers, and name those that ended with anything but 0, or had done so before."""
        workers = [worker["Name"] for worker in await self.workers()]
        await self.compose("stop", *STAGES)
        process = await asyncio.create_subprocess_exec(
            *("docker", "inspect", "--format", "{{.Name}} {{.State.ExitCode}} {{.RestartCount}}", *workers),
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await process.communicate()
        return [line for line in output.decode().splitlines() if not line.endswith(" 0 0")]

    async def keep_flowing(self, until: Callable[[], bool]) -> None:
        """Publish numbered articles, in order, so that hundreds are under way all the time, until a condition holds."""
        async with AIOKafkaProducer(**Connection(self.brokers).producer()) as producer, self._enriched() as consumer:
            while not until():
                if self.published - len(self.through) < self.under_way:
                    numbers = range(self.published, self.published + 100)
                    await send_all(producer, [_record(number) for number in numbers])
                    self.published = numbers.stop
                if more := await _more(consumer):
                    self._longest_silence = max(self._longest_silence, time.monotonic() - self._came)
                    self._came = time.monotonic()
                    self.through.update(number for _, number in more)

    def longest_silence(self) -> float:
        """Return the longest time in which nothing came out, in seconds, since this was asked before."""
        longest, self._longest_silence = self._longest_silence, 0.0
        return longest

    async def some_more(self) -> None:
        """Wait until some more articles have come through."""
        enough = len(self.through) + self.under_way // 2
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(self.through) < enough:
                await asyncio.sleep(0.2)

    async def everything(self) -> list[tuple[str, Number]]:
        """Read all that came out: key and number of each, in order within a key.

        Ends when none has come for ten seconds, or, while some are missing, for five minutes.
        """
        found: list[tuple[str, Number]] = []
        async with self._enriched() as consumer:
            quiet = time.monotonic()
            while time.monotonic() - quiet < (10 if len(set(found)) == self.published else 300):
                if more := await _more(consumer):
                    quiet = time.monotonic()
                    found += more
        return found

    async def comes_out_whole(self) -> bool:
        """Read all that came out, and say what was lost, came twice or out of order."""
        found = await self.everything()
        times = Counter(number for _, number in found)
        lost = set(range(self.published)) - times.keys()
        twice = [number for number, count in times.items() if count > 1]
        late = list(_out_of_order(found))
        self.say(f"{self.published} published; lost {len(lost)}, twice {len(twice)}, out of order {len(late)}")
        return not (lost or twice or late)

    def _enriched(self) -> AIOKafkaConsumer:
        return AIOKafkaConsumer(
            *(ENRICHED.name,),
            bootstrap_servers=self.brokers,
            isolation_level="read_committed",
            auto_offset_reset="earliest",
        )


async def _more(consumer: AIOKafkaConsumer) -> list[tuple[str, Number]]:
    polled = (await consumer.getmany(timeout_ms=200)).values()
    return [(one.key.decode(), json.loads(one.value)["metadata"]["number"]) for records in polled for one in records]


def _key(number: Number) -> str:
    return f"article-{number // REVISIONS}"


def _record(number: Number) -> OutputRecord:
    key = _key(number)
    return OutputRecord(RAW.name, key.encode(), raw(number, id=key, metadata={"number": number}), ())


def _out_of_order(found: list[tuple[str, Number]]) -> Iterator[Number]:
    """Return the articles that came after a later one of their key."""
    latest: dict[str, Number] = {}
    for key, number in found:
        if number < latest.get(key, -1):
            yield number
        latest[key] = max(number, latest.get(key, -1))


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


async def _run(flow: Flow) -> int:
    await flow.up()
    flow.say("up, all workers ready")
    stopping = asyncio.Event()
    flowing = asyncio.create_task(flow.keep_flowing(stopping.is_set))
    for workers in (2, 3, 1):
        await flow.some_more()
        flow.say(f"entities={workers} after {flow.state()}")
        await flow.up("--no-recreate", "--scale", f"entities={workers}", "entities")
        flow.say(f"ready after {flow.state()}")
    await flow.some_more()
    stopping.set()
    await flowing
    flow.say(f"down after {flow.state()}")
    ended_badly = await flow.ended_badly()
    await flow.compose("down")
    flow.say(f"is down; workers that did not end with 0: {', '.join(ended_badly) or 'none'}")
    await flow.up()
    flow.say("up again, all workers ready")
    await flow.keep_flowing(lambda: flow.published >= flow.articles)
    return int(not await flow.comes_out_whole() or bool(ended_badly))


async def main() -> int:
    """Run the flow, and clean up whatever happened."""
    flow = Flow(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
    try:
        return await _run(flow)
    finally:
        await flow.compose("down", "--volumes")


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
