"""A network between clients and a broker that a test can slow down, cut, and break connections of: a proxy on the loopback interface."""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

_CHUNK_BYTES = 8 * 1024
"""Connections take turns by so much, as on a line that they share: a heartbeat does not wait behind all of what another has fetched."""


class Network:
    """Carries bytes both ways, in order, as slowly as it is told.

    While it is cut, nothing arrives and nothing is refused, and what was on its way arrives when it is whole again, as with TCP
    over a line that was unplugged. (A connection that is opened in between seems to open, since this machine answers for the
    proxy; what is sent over it waits.)
    """

    def __init__(self, port: int, broker_port: int) -> None:
        self.address = f"127.0.0.1:{port}"
        """Where clients reach the broker through it."""
        self.latency = 0.0
        """Seconds that everything takes, each way."""
        self.bytes_per_second = math.inf
        """Of all connections together, both ways."""
        self._broker_port = broker_port
        self._whole = asyncio.Event()
        self._whole.set()
        self._idle_from = 0.0
        self._writers: set[asyncio.StreamWriter] = set()

    def cut(self) -> None:
        """Let nothing arrive any more."""
        self._whole.clear()

    def mend(self) -> None:
        """Let everything arrive that was held up, and what comes."""
        self._whole.set()

    def settle(self) -> None:
        """Be as fast as can be, and whole."""
        self.latency, self.bytes_per_second = 0.0, math.inf
        self.mend()

    def break_connections(self) -> None:
        """Reset every connection; what was on its way is gone."""
        for writer in self._writers:
            writer.transport.abort()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Connect a client to the broker, until one of them hangs up."""
        try:
            broker_reader, broker_writer = await asyncio.open_connection("127.0.0.1", self._broker_port)
        except OSError:  # the broker is down, so the client's connection is reset, too
            writer.transport.abort()
            return
        self._writers |= {writer, broker_writer}
        try:
            await asyncio.gather(self._carry(reader, broker_writer), self._carry(broker_reader, writer))
        finally:
            self._writers -= {writer, broker_writer}
            writer.transport.abort()
            broker_writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one way; the end of the stream is carried like bytes, after the same time."""
        on_its_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        taking = asyncio.create_task(self._take(reader, on_its_way))
        clock = asyncio.get_running_loop().time
        try:
            with suppress(ConnectionError):
                while True:
                    due, data = await on_its_way.get()
                    await asyncio.sleep(max(0.0, due - clock()))
                    await self._whole.wait()
                    if not data:
                        break
                    self._idle_from = max(self._idle_from, clock()) + len(data) / self.bytes_per_second
                    await asyncio.sleep(max(0.0, self._idle_from - clock()))
                    writer.write(data)
                    await writer.drain()
        finally:
            taking.cancel()
            writer.close()

    async def _take(self, reader: asyncio.StreamReader, on_its_way: asyncio.Queue[tuple[float, bytes]]) -> None:
        """Take what a side sends, with the time at which it is due at the other."""
        data = b"first"
        while data:
            try:
                data = await reader.read(_CHUNK_BYTES)
            except ConnectionError:
                data = b""
            on_its_way.put_nowait((asyncio.get_running_loop().time() + self.latency, data))


@asynccontextmanager
async def network(port: int, broker_port: int) -> AsyncIterator[Network]:
    """Run a network that clients reach at a port, and that leads to a broker at another."""
    made = Network(port, broker_port)
    async with await asyncio.start_server(made.carry, "127.0.0.1", port):
        yield made
        made.mend()
        made.break_connections()
