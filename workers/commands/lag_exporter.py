"""`quotewire lag-exporter`: how far the stages are, as metrics, whether workers live or not."""

import asyncio
import time
from collections.abc import Callable

import structlog
from aiohttp import web

from workers.commands.stopping import stop_signal, until_one_ends
from workers.errors import BrokersUnreachableError
from workers.kafka.connection import Connection
from workers.kafka.lookout import lookout
from workers.kafka.waiting_letters import WaitingLetters
from workers.observability.group_metrics import expose
from workers.observability.server import exposition, listening, verdict
from workers.settings import Settings

log = structlog.get_logger("quotewire.lag_exporter")

_EVERY_SECONDS = 10
_OLD_SECONDS = 60
"""When a look is older than that, it is better to say nothing: Prometheus notices, and an alert says so."""


async def lag_exporter(settings: Settings) -> None:
    """Look every few seconds, and serve what was seen, until SIGTERM or SIGINT.

    Raises BrokerRefusesError, AccessDeniedError, PortTakenError; brokers that do not answer are waited for.
    """
    stopping, exporter = stop_signal(), LagExporter()
    routes = {"/livez": exporter.live, "/readyz": exporter.ready, "/metrics": exporter.metrics}
    async with listening(routes, settings.http_host, settings.http_port) as port:
        log.info("serving probes and metrics", port=port)
        await until_one_ends(asyncio.create_task(stopping.wait()), asyncio.create_task(exporter.run(settings)))
    log.info("stopped")


class LagExporter:
    """Serves the last look."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._exposed = b""
        self._looked: float | None = None
        self._away = ""
        """What was last said of brokers that do not answer."""

    async def run(self, settings: Settings) -> None:
        """Look again and again, until cancelled."""
        letters = WaitingLetters()
        while True:
            try:
                async with lookout(Connection.of(settings), settings.topic_prefix, letters) as out:
                    while True:
                        self._exposed, self._looked = expose(await out.look()), self._clock()
                        if self._away:
                            log.info("brokers answer again")
                            self._away = ""
                        await asyncio.sleep(_EVERY_SECONDS)
            except BrokersUnreachableError as error:
                if not self._away:  # once, and not with every attempt
                    log.warning("brokers do not answer", reason=str(error))
                self._away = str(error)
            await asyncio.sleep(_EVERY_SECONDS)

    def _reasons(self) -> list[str]:
        if self._looked is None:
            return [self._away or "starting"]
        age = self._clock() - self._looked
        return [f"brokers have not answered for {age:.0f} seconds: {self._away}"] if age > _OLD_SECONDS else []

    async def live(self, _: web.Request) -> web.Response:
        """Answer that the process turns."""
        return verdict("live", [])

    async def ready(self, _: web.Request) -> web.Response:
        """Answer whether there is something to serve."""
        return verdict("ready", self._reasons())

    async def metrics(self, _: web.Request) -> web.Response:
        """Answer with the last look, or with 503 when that is too long ago."""
        if reasons := self._reasons():
            return verdict("ready", reasons)
        return exposition(self._exposed)
