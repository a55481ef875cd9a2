"""Serves the pages while the topics are read."""

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn

from workers.errors import PortTakenError
from workers.kafka.connection import Connection
from workers.web.app import application
from workers.web.feed import Feed
from workers.web.queries import Queries
from workers.web.reader import Reader, topics_of
from workers.web.store import Store

_STOP_SECONDS = 3
"""For answers that are under way."""


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the command."""
        yield


@asynccontextmanager
async def serving(
    connection: Connection, prefix: str, host: str, port: int, path: Path
) -> AsyncIterator[tuple[str, asyncio.Task[None]]]:
    """Serve pages of what is read into a file; yield their address, and the task that ends with an error when reading fails.

    Raises BrokersUnreachableError, BrokerRefusesError, TopicsUnfitError, AccessDeniedError, StoreError, PortTakenError.
    """
    with _listening(host, port) as listener:
        cluster, partitions = await topics_of(connection, prefix)
        store = Store(path, f"{cluster} {prefix}")
        feed = Feed(store.change)
        app = application(Queries(path), feed, _names(host))
        server = _Server(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                lifespan="off",
                timeout_graceful_shutdown=_STOP_SECONDS,
            )
        )
        pages = asyncio.create_task(server.serve(sockets=[listener]))
        reading = asyncio.create_task(Reader(store, feed, connection, prefix, partitions).run())
        try:
            yield _address(host, listener.getsockname()[1]), reading
        finally:
            feed.close()
            server.should_exit = True
            reading.cancel()
            await asyncio.wait({reading, pages})
            store.close()


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """Take the port first: when it cannot be had, nothing has been begun."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        fix = "name another one with --port, or 0 for any free one"
        raise PortTakenError("pages", host, port, error.strerror or str(error), fix) from error
    with listener:
        yield listener


def _names(host: str) -> list[str]:
    """Return by which names browsers may ask: on this machine alone, no name that somebody else may point at it."""
    return ["localhost", "127.0.0.1", "[::1]", host] if _is_loopback(host) else ["*"]


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _address(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
