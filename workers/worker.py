"""Runs one worker: starts its children and its Faust app, stops on a signal, ends on any unforeseen error."""

import asyncio
import math
import signal
import sys
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from typing import Any, NoReturn

import structlog
from aiokafka.errors import KafkaError
from prometheus_client import REGISTRY

from workers import __version__
from workers.agents.stage_agent import Observers, StageAgent
from workers.errors import BrokersUnreachableError, PartitionLostError, QuotewireError
from workers.kafka.admin import admin_client, check_equal, check_rights, wait_for_brokers
from workers.kafka.coordination import watch_tasks
from workers.kafka.membership import leave_for_the_dead
from workers.kafka.refusals import watch_refusals
from workers.kafka.rights import denial
from workers.observability.children import ChildrenCollector
from workers.observability.children_watch import ChildrenWatch
from workers.observability.health import STALLED_SECONDS, Health
from workers.observability.logs import end_process
from workers.observability.metrics import Metrics
from workers.observability.monitor import Monitor
from workers.observability.server import serve
from workers.observability.topics import TopicWatch
from workers.observability.watchdog import Watchdog
from workers.processes.children import Children
from workers.processes.fork_server import fork_server_id
from workers.processes.stage_job import StageJob
from workers.settings import Settings, unknown_variables
from workers.stages.definition import Stage

log = structlog.get_logger("quotewire.worker")

UP_SECONDS = 300
"""How long a worker may take to join its group, on the busiest machine."""
STOP_SECONDS = 10
"""Leaving the group takes a moment; without brokers it would never end."""
_SWITCH_SECONDS = 0.001
"""How long a thread keeps the interpreter while another waits for it. A batch goes through several threads on its way to a child and
back; with Python's 5 milliseconds each, a child that needs 50 for a batch stood still for a quarter of its time."""


async def run_worker(stage: Stage, settings: Settings) -> NoReturn:
    """Run a worker until SIGTERM or SIGINT.

    Raises QuotewireError when it cannot start. Afterwards any unforeseen error ends the process, so that another worker gets
    what it held: a part that failed and was restarted within the process could have lost its place.

    It ends the process itself, with 0 after a signal to stop: with brokers that do not answer, threads and tasks of Faust and
    aiokafka have been seen to keep a process alive for another minute after its work was done.
    """
    stopping = _stop_signal()
    log.info("starting", stage=stage.name, version=__version__, delivery=settings.delivery, brokers=settings.brokers)
    for variable in unknown_variables():
        log.warning("unknown setting", variable=variable)
    worker = _Worker(stage, settings)
    try:
        if await _done_before(stopping, worker.start()):
            log.info("ready", stage=stage.name)
            await stopping.wait()
    except QuotewireError:
        await worker.stop()
        raise
    log.info("stopping", stage=stage.name)
    await worker.stop()
    log.info("stopped", stage=stage.name)
    end_process(0)


class _Worker:
    """The parts of a worker, in the order in which they come up."""

    def __init__(self, stage: Stage, settings: Settings) -> None:
        sys.setswitchinterval(_SWITCH_SECONDS)
        self._settings = settings
        self._metrics = Metrics(stage.name)
        REGISTRY.register(ChildrenCollector(stage.name, fork_server_id))
        self._health = Health(STALLED_SECONDS + 2 * settings.article_seconds)
        job = StageJob(stage, settings.topic_prefix, settings.max_body_bytes)
        memory = settings.child_memory_bytes
        self._children = Children(
            settings.children, settings.article_seconds, job, memory, ChildrenWatch(self._metrics)
        )
        observers = Observers(self._metrics, self._health)
        self._agent = StageAgent(stage, settings, self._children.process, observers, self._fail)
        self._watching: list[asyncio.Task[None]] = []
        self._server = AsyncExitStack()

    async def start(self) -> None:
        """Start everything; the children load their models while the worker waits for brokers, however long that takes.

        Raises QuotewireError when that fails, or when brokers that have answered do not let the worker join its group.
        """
        port = await self._server.enter_async_context(
            serve(self._health, self._settings.http_host, self._settings.http_port)
        )
        log.info("serving probes and metrics", port=port)
        await self._prepare()
        self._watch(watch_tasks(self._agent.app.lane_consumer.client_tasks))
        try:
            async with asyncio.timeout(UP_SECONDS):
                await self._agent.start()
        except TimeoutError as error:
            raise QuotewireError(f"did not come up within {UP_SECONDS} seconds") from error
        self._health.seen(None, busy=False)  # its patience begins now, however long it waited for brokers
        self._health.started = True
        monitor = Monitor(
            self._agent.lanes,
            self._agent.app.lane_consumer,
            self._agent.topic,
            self._metrics,
            self._health,
            self._agent.connection.brokers,
        )
        self._watch(monitor.run(lambda: self._children.finished))
        self._watch(TopicWatch(self._agent.topics, self._metrics, self._health).run(self._agent.partition_counts))
        self._watch(watch_refusals(self._agent.connection, self._health))
        self._watch(self._crash())
        self._watch(Watchdog(self._agent.leave).beat())

    async def _prepare(self) -> None:
        """Start the children and check the topics, both at the same time.

        When either fails, the children are still waited for: stopping those that are just starting has multiprocessing print
        tracebacks.
        """
        loading = asyncio.create_task(self._children.start())
        checking = asyncio.create_task(self._check_brokers())
        try:
            await asyncio.wait({loading, checking}, return_when=asyncio.FIRST_EXCEPTION)
        finally:
            checking.cancel()
            await asyncio.wait({loading, checking})
        loading.result()
        checking.result()

    async def _check_brokers(self) -> None:
        connection = self._agent.connection
        try:
            await wait_for_brokers(connection, 0)
        except BrokersUnreachableError as error:
            log.warning("waiting for brokers", reason=str(error))
            self._health.awaited_brokers = connection.brokers
            await wait_for_brokers(connection, math.inf)
            self._health.awaited_brokers = None
        async with admin_client(connection) as admin:
            check_equal(await check_rights(admin, self._agent.rights, connection.principal))
            await leave_for_the_dead(admin, self._agent.group)

    async def _crash(self) -> None:
        """Fail when Faust stops by itself, as it does when its consumer fails."""
        await self._agent.app.wait_until_stopped()
        raise self._agent.app.crash_reason or QuotewireError("Faust stopped")

    def _watch(self, watch: Coroutine[Any, Any, None]) -> None:
        """Run something that only ends when something is wrong."""
        task = asyncio.create_task(watch)
        task.add_done_callback(lambda ended: None if ended.cancelled() else self._fail(ended.exception()))
        self._watching.append(task)

    def _fail(self, error: BaseException | None) -> None:
        """End the process at once, with no more than a goodbye to its group: no commit; children end with it.

        During shutdown, failures are only logged.
        """
        error = denial(error, self._agent.rights, self._agent.connection.principal) or error
        reason = str(error) or type(error).__name__
        if self._health.stopping:
            log.warning("failed while stopping", reason=reason)
            return
        if isinstance(error, PartitionLostError):
            log.error("partition lost", reason=reason)
        else:
            log.critical("worker failed", reason=reason, exc_info=error)
        self._agent.leave()
        end_process(1)

    async def stop(self) -> None:
        """Let go of everything, as far as there is time; another worker gets what was in hand either way."""
        self._health.stopping = True
        for task in self._watching:
            task.cancel()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._agent.stop()
                await self._children.stop()
                await self._server.aclose()
        except (TimeoutError, KafkaError) as error:
            reason = str(error) or f"it took longer than {STOP_SECONDS} seconds"
            log.warning("did not leave in order; what was in hand comes back to another worker", reason=reason)


async def _done_before(event: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Finish some work, unless an event comes first and cancels it; return whether it was finished."""
    working, coming = asyncio.create_task(work), asyncio.create_task(event.wait())
    await asyncio.wait({working, coming}, return_when=asyncio.FIRST_COMPLETED)
    coming.cancel()
    if working.done():
        working.result()
        return True
    working.cancel()
    await asyncio.wait({working}, timeout=STOP_SECONDS)
    return False


def _stop_signal() -> asyncio.Event:
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    return stopping
