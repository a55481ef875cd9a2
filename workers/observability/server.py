"""A small web server for probes and metrics: `/livez`, `/readyz` and `/metrics` on one port."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest

from workers.errors import PortTakenError
from workers.observability.health import Health

Handler = Callable[[web.Request], Awaitable[web.Response]]


@asynccontextmanager
async def serve(health: Health, host: str, port: int) -> AsyncIterator[int]:
    """Serve probes and metrics; return the port, which is any free one when 0 was asked for.

    Raises PortTakenError.
    """

    async def live(_: web.Request) -> web.Response:
        reason = health.stalled()
        return verdict("live", [reason] if reason else [])

    async def ready(_: web.Request) -> web.Response:
        waits = health.waits()
        return verdict("ready", health.not_ready(), **({"waits": waits} if waits else {}))

    async def metrics(_: web.Request) -> web.Response:
        return exposition(generate_latest(REGISTRY))

    routes = {"/livez": live, "/readyz": ready, "/metrics": metrics}
    async with listening(routes, host, port) as taken:
        yield taken


@asynccontextmanager
async def listening(routes: Mapping[str, Handler], host: str, port: int) -> AsyncIterator[int]:
    """Answer GET requests for some paths; return the port, which is any free one when 0 was asked for.

    Raises PortTakenError.
    """
    app = web.Application()
    app.add_routes([web.get(path, handler) for path, handler in routes.items()])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            fix = "set QUOTEWIRE_HTTP_PORT to another port, or to 0 for any free one"
            raise PortTakenError("probes and metrics", host, port, error.strerror or str(error), fix) from error
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def exposition(metrics: bytes) -> web.Response:
    """Answer with metrics as Prometheus reads them."""
    return web.Response(body=metrics, headers={"Content-Type": CONTENT_TYPE_LATEST})


def verdict(name: str, reasons: list[str], **more: list[str]) -> web.Response:
    """Answer a probe: 503 with the reasons when there are some."""
    return web.json_response({name: not reasons, "reasons": reasons, **more}, status=503 if reasons else 200)
