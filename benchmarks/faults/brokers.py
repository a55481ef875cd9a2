"""Brokers that stop, die and come back while articles flow through all three stages."""

import asyncio
import signal
from contextlib import suppress

from aiokafka.errors import KafkaError

from benchmarks.faults.scene import Scene
from benchmarks.faults.workers import STAGES, Fault
from workers.errors import BrokersUnreachableError
from workers.kafka.admin import admin_client
from workers.kafka.connection import Connection

_RATE = 15.0
"""Articles a second: the flow."""
_MOVED_SECONDS = 60
_GROUP, _TRANSACTION = 0, 1
"""Kinds of coordinator, as Kafka's protocol numbers them."""


def only_broker(number: signal.Signals, times: int) -> Fault:
    """Make the fault of an only broker that gets a signal under flow and comes back three seconds after it is gone."""

    async def run(made: Scene) -> None:
        await made.keep(*STAGES)
        async with made.flow(_RATE):
            for _ in range(times):
                await made.strike(lambda: _away(made, [0], number, 3))
                await asyncio.sleep(4)
        await made.finish()

    run.__doc__ = f"The only broker gets {number.name} under flow and comes back, {times} times."
    return run


async def _away(made: Scene, nodes: list[int], number: signal.Signals, seconds: float) -> None:
    await asyncio.gather(*(made.kafka.nodes[node].end(number) for node in nodes))
    await asyncio.sleep(seconds)
    await made.kafka.start()


async def rolling_restart(made: Scene) -> None:
    """Each of three brokers is stopped (SIGTERM) and started again, one after another, when all replicas are in sync."""
    await made.keep(*STAGES)
    async with made.flow(_RATE):
        for node in range(3):
            await made.kafka.until_in_sync()
            await made.strike(lambda node=node: _away(made, [node], signal.SIGTERM, 2))  # type: ignore[misc]
    await made.finish()


async def coordinator_moved(made: Scene) -> None:
    """The broker that coordinates the clean stage's group, then the one of a transaction, is stopped until another does, twice."""
    await made.keep("clean")
    async with made.flow(_RATE):
        for _ in range(2):
            for key, kind in (made.group, _GROUP), (f"{made.group}-{made.raw_topic}-0", _TRANSACTION):
                await made.kafka.until_in_sync()
                await made.strike(lambda key=key, kind=kind: _move(made, key, kind))  # type: ignore[misc]
                made.notes["coordinators moved"] += 1
    await made.finish()


async def _move(made: Scene, key: str, kind: int) -> None:
    before = await _coordinator(made, key, kind)
    await made.kafka.nodes[before - 1].end(signal.SIGTERM)
    async with asyncio.timeout(_MOVED_SECONDS):
        while await _coordinator(made, key, kind) == before:
            await asyncio.sleep(0.5)
    await made.kafka.start()


async def _coordinator(made: Scene, key: str, kind: int) -> int:
    while True:
        with suppress(KafkaError, BrokersUnreachableError):  # none at the moment
            async with admin_client(Connection(made.quotewire.broker.address)) as admin:
                return int(await admin.find_coordinator(key, kind))
        await asyncio.sleep(0.5)


async def two_of_three(made: Scene) -> None:
    """Two of three brokers are killed; one alone may not take anything, and they come back after 20 seconds."""
    await made.keep(*STAGES)
    async with made.flow(_RATE):
        await made.strike(lambda: _away(made, [0, 1], signal.SIGKILL, 20))
    await made.finish()


async def all_down(made: Scene) -> None:
    """All three brokers are killed, and come back after two minutes."""
    await made.keep(*STAGES)
    async with made.flow(_RATE):
        await made.strike(lambda: _away(made, [0, 1, 2], signal.SIGKILL, 120))
    await made.finish()


async def forgotten_id(made: Scene) -> None:
    """Kafka forgets the transactional ids of workers that have nothing to do (here after a second, otherwise after seven days)."""
    await made.keep("clean")
    for _ in range(3):
        await made.strike(lambda: made.publish(100))
        await asyncio.sleep(8)
    await made.finish()
    assert len(made.quotewire.workers) == 1, "it ended"
    assert made.quotewire.workers[0].has_said("trying again"), "Kafka forgot nothing"
