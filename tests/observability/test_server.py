"""The probes' answers over HTTP."""

import socket

import aiohttp
import pytest

from workers.errors import PortTakenError
from workers.observability.health import Health
from workers.observability.server import serve


async def _get(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as response:
        return response.status, await response.text()


async def test_probes_answer_with_the_reasons() -> None:
    health = Health(100)
    async with serve(health, "127.0.0.1", 0) as port:
        assert await _get(port, "/livez") == (200, '{"live": true, "reasons": []}')
        assert await _get(port, "/readyz") == (503, '{"ready": false, "reasons": ["starting"]}')
        health.started = health.assigned = True
        assert await _get(port, "/readyz") == (200, '{"ready": true, "reasons": []}')
        health.held_back = ("articles.raw.v1-3",)
        waits = '"waits": ["records of articles.raw.v1-3 are held back by an open transaction"]'
        assert await _get(port, "/readyz") == (200, f'{{"ready": true, "reasons": [], {waits}}}')
        status, text = await _get(port, "/metrics")
        assert (status, "process_cpu_seconds_total" in text) == (200, True)


async def test_a_worker_that_gets_nowhere_does_not_live() -> None:
    now = [0.0]
    health = Health(100, lambda: now[0])
    async with serve(health, "127.0.0.1", 0) as port:
        now[0] = 101
        assert (await _get(port, "/livez"))[0] == 200  # it has not started: it may wait for brokers
        health.started = True
        status, text = await _get(port, "/livez")
        assert (status, "no progress for 101 seconds" in text) == (503, True)


async def test_a_port_that_is_taken_is_a_clear_error() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(PortTakenError, match="set QUOTEWIRE_HTTP_PORT to another port, or to 0"):
            async with serve(Health(100), "127.0.0.1", taken.getsockname()[1]):
                pass
