"""Runs one worker: starts its children and its Faust app, stops on a signal, ends on anything unforeseen."""

import asyncio
import os
import signal
from functools import partial
from typing import NoReturn

import structlog

from schemas.lineage import StageName
from workers import __version__
from workers.agents import build_agent
from workers.app import StageApp
from workers.errors import PartitionLostError, QuotewireError
from workers.kafka.admin import admin_client, check_topics, wait_for_brokers
from workers.nlp.children import Children
from workers.nlp.jobs import ChildSettings
from workers.settings import Settings, unknown_variables
from workers.topics import FLOWS

log = structlog.get_logger("quotewire.worker")

START_SECONDS = 60
"""How long a worker waits for brokers that start together with it."""
STOP_SECONDS = 10
"""Leaving the group takes a moment; with the brokers gone it would take for ever."""


async def run_worker(stage: StageName, settings: Settings) -> None:
    """Run a worker until SIGTERM or SIGINT.

    Raises QuotewireError when it cannot start; afterwards anything unforeseen ends the process, so that what it held
    comes back to another worker: a part of it that failed and was started again could have lost its place.
    """
    log.info("starting", stage=stage, version=__version__, delivery=settings.delivery, brokers=settings.brokers)
    for variable in unknown_variables():
        log.warning("unknown setting", variable=variable)
    await wait_for_brokers(settings.brokers, START_SECONDS)
    async with admin_client(settings.brokers) as admin:
        await check_topics(admin, settings.topic_prefix)
    child = ChildSettings(
        partial(build_agent, stage), settings.child_memory_bytes, settings.max_body_bytes, settings.topic_prefix
    )
    children = Children(settings.children, settings.article_seconds, child)
    stopping = _stop_signal()
    try:
        await children.start()
        await _consume(stage, settings, children, stopping)
    finally:
        children.stop()
    log.info("stopped", stage=stage)


async def _consume(stage: StageName, settings: Settings, children: Children, stopping: asyncio.Event) -> None:
    app = StageApp(FLOWS[stage], settings, children.process, _end)
    await app.start()
    log.info("ready", stage=stage)
    crashed = asyncio.create_task(_watch(app))
    await stopping.wait()
    crashed.cancel()
    log.info("stopping", stage=stage)
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await app.stop()
    except TimeoutError:
        log.warning("did not leave in time; what was in hand comes back to another worker", stage=stage)
        children.stop()
        os._exit(0)


async def _watch(app: StageApp) -> None:
    """End the process when Faust stops by itself, as it does when its consumer fails."""
    await app.faust.wait_until_stopped()
    _end(app.faust.crash_reason or QuotewireError("Faust stopped"))


def _stop_signal() -> asyncio.Event:
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    return stopping


def _end(error: BaseException) -> NoReturn:
    """End the process at once: no commit, no goodbye; children end with it."""
    if isinstance(error, PartitionLostError):
        log.error("partition lost", reason=str(error))
    else:
        log.critical("worker failed", reason=str(error), exc_info=error)
    os._exit(1)
