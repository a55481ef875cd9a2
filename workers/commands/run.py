"""`quotewire run`: all stages under one supervisor."""

import asyncio
import os
import sys
from collections.abc import Mapping
from typing import IO

import structlog

from schemas.lineage import StageName
from workers.commands.ending import USAGE
from workers.commands.stopping import stop_signal
from workers.environment import PREFIX, variable
from workers.errors import SettingsError
from workers.flow import STAGES
from workers.kafka.admin import admin_client, create_topics
from workers.kafka.connection import Connection
from workers.kafka.embedded import SETTINGS, embedded_broker
from workers.settings import Settings
from workers.topics import DEFAULT_PARTITIONS

log = structlog.get_logger("quotewire.run")

_RESTART_SECONDS = 2
_STOP_SECONDS = 20


async def run(settings: Settings, *, embedded: bool) -> None:
    """Run a worker of each stage until SIGTERM or SIGINT, on the embedded broker or on the configured ones.

    Raises SettingsError when the embedded broker would have to be a secured one.
    """
    if embedded and settings.security_protocol != "PLAINTEXT":
        raise SettingsError(
            f"{variable('brokers')} must be set for {variable('security_protocol')}={settings.security_protocol}"
        )
    stopping = stop_signal()
    if not embedded:
        await supervise({}, stopping, http_port=settings.http_port)
        return
    async with embedded_broker() as address:
        async with admin_client(Connection(address)) as admin:
            await create_topics(admin, settings.topic_prefix, DEFAULT_PARTITIONS, replication=1)
        log.info(
            "embedded broker",
            brokers=address,
            kept="in memory, until this command ends",
            other_commands=f"need {variable('brokers')}={address} {variable('delivery')}=at_least_once",
        )
        own = {f"{PREFIX}BROKERS": address, f"{PREFIX}CHILDREN": "1", **SETTINGS}
        await supervise(own, stopping, http_port=settings.http_port)


async def supervise(
    settings: Mapping[str, str], stopping: asyncio.Event, *, http_port: int = 0, output: IO[bytes] | None = None
) -> None:
    """Keep a worker of each stage running, the first with probes on `http_port` and the others on the next ones.

    `settings` override the environment; `output` receives what the workers print. Raises SettingsError when a worker has refused
    its settings, which starting it again would not change.
    """
    refused: list[StageName] = []
    async with asyncio.TaskGroup() as group:
        for number, stage in enumerate(STAGES):
            port = {f"{PREFIX}HTTP_PORT": str(http_port + number if http_port else 0)}
            group.create_task(_keep_running(stage.name, {**os.environ, **settings, **port}, stopping, output, refused))
    if refused:
        raise SettingsError(f"{' and '.join(refused)}: not with these settings, as the worker has said above")


async def _keep_running(
    stage: StageName,
    environment: Mapping[str, str],
    stopping: asyncio.Event,
    output: IO[bytes] | None,
    refused: list[StageName],
) -> None:
    while not stopping.is_set():
        worker = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "workers", "worker", stage),
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,  # a terminal's Ctrl-C is for the supervisor, which ends its workers
        )
        ended = asyncio.create_task(worker.wait())
        signalled = asyncio.create_task(stopping.wait())
        await asyncio.wait({ended, signalled}, return_when=asyncio.FIRST_COMPLETED)
        signalled.cancel()
        if not ended.done():
            worker.terminate()
            await asyncio.wait({ended}, timeout=_STOP_SECONDS)
            if not ended.done():
                worker.kill()
        code = await ended
        if code == USAGE:
            refused.append(stage)
            stopping.set()
        if not stopping.is_set():
            log.warning("worker ended, starting it again", stage=stage, exit_code=code)
            await asyncio.sleep(_RESTART_SECONDS)
