"""Brokers that stop, die and come back while articles flow through all three stages."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from benchmarks.faults.scene import Scene, scene
from workers.kafka.admin import admin_client
from workers.topics import ENRICHED

STAGES = ("clean", "entities", "quotes")
_RATE = 15.0
"""Articles a second: the flow."""


def only_broker(number: signal.Signals, times: int = 10) -> Callable[[Path], Coroutine[Any, Any, Scene]]:
    """Make the fault of an only broker that gets a signal under flow and comes back three seconds after it is gone."""

    async def run(folder: Path) -> Scene:
        async with scene(folder, final=ENRICHED.name) as made:
            await made.keep(*STAGES)
            publishing = made.background(made.publish(times * 150, _RATE))
            await made.through(40)
            for _ in range(times):
                await made.strike(lambda: _away(made, [0], number, 3))
                await asyncio.sleep(4)
            await publishing
            await made.finish()
        return made

    run.__doc__ = f"The only broker gets {number.name} under flow, {times} times."
    return run


async def _away(made: Scene, nodes: list[int], number: signal.Signals, seconds: float) -> None:
    await asyncio.gather(*(made.kafka.nodes[node].end(number) for node in nodes))
    await asyncio.sleep(seconds)
    await made.kafka.start()


async def rolling_restart(folder: Path) -> Scene:
    """Each of three brokers is stopped (SIGTERM) and started again, one after another."""
    async with scene(folder, brokers=3, final=ENRICHED.name) as made:
        await made.keep(*STAGES)
        publishing = made.background(made.publish(900, _RATE))
        await made.through(40)
        for node in range(3):
            await made.strike(lambda node=node: _away(made, [node], signal.SIGTERM, 2))  # type: ignore[misc]
            await asyncio.sleep(8)  # until its replicas are in sync again
        await publishing
        await made.finish()
    return made


async def coordinator_moved(folder: Path) -> Scene:
    """The broker that coordinates the group of the clean stage is stopped, three times: another one coordinates it then."""
    async with scene(folder, brokers=3) as made:
        await made.keep("clean")
        publishing = made.background(made.publish(900, _RATE))
        await made.through(40)
        for _ in range(3):
            async with admin_client(made.quotewire.broker.address) as admin:
                node = await admin.find_coordinator(f"{made.quotewire.prefix}quotewire-clean")
            await made.strike(lambda node=node: _away(made, [node - 1], signal.SIGTERM, 2))  # type: ignore[misc]
            await asyncio.sleep(8)
        await publishing
        await made.finish()
    return made


async def two_of_three(folder: Path) -> Scene:
    """Two of three brokers are killed; one alone may not take anything, and they come back after 20 seconds."""
    async with scene(folder, brokers=3, final=ENRICHED.name) as made:
        await made.keep(*STAGES)
        publishing = made.background(made.publish(700, _RATE))
        await made.through(40)
        await made.strike(lambda: _away(made, [0, 1], signal.SIGKILL, 20))
        await publishing
        await made.finish()
    return made


async def all_down(folder: Path) -> Scene:
    """All three brokers are killed, and come back after two minutes."""
    async with scene(folder, brokers=3, final=ENRICHED.name) as made:
        await made.keep(*STAGES)
        publishing = made.background(made.publish(700, _RATE))
        await made.through(40)
        await made.strike(lambda: _away(made, [0, 1, 2], signal.SIGKILL, 120))
        await publishing
        await made.finish()
    return made


async def forgotten_id(folder: Path) -> Scene:
    """Kafka forgets the transactional ids of workers that have nothing to do (here after a second, otherwise after seven days)."""
    async with scene(
        folder, transactional_id_expiration_ms=1000, transaction_remove_expired_transaction_cleanup_interval_ms=500
    ) as made:
        await made.keep("clean")
        for _ in range(3):
            await made.publish(100)
            await made.through(made.published)
            await asyncio.sleep(8)
        await made.finish()
        assert len(made.quotewire.workers) == 1, "it ended"
        assert made.quotewire.workers[0].has_said("stamina.retry_scheduled"), "Kafka forgot nothing"
    return made
