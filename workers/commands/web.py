"""`quotewire web`: quotes as they come, in a browser."""

import asyncio
from pathlib import Path

from workers.commands.console import tell
from workers.commands.stopping import stop_signal, until_one_ends
from workers.kafka.connection import Connection
from workers.settings import Settings
from workers.web.server import serving


async def web(settings: Settings, host: str, port: int, path: Path) -> None:
    """Serve pages until SIGTERM or SIGINT.

    Raises BrokersUnreachableError, BrokerRefusesError, TopicsUnfitError, AccessDeniedError, StoreError, PortTakenError.
    """
    stopping = stop_signal()
    async with serving(Connection.of(settings), settings.topic_prefix, host, port, path) as (address, reading):
        tell(f"quotes as they come: {address} (Ctrl-C ends it)")
        await until_one_ends(asyncio.create_task(stopping.wait()), reading)
