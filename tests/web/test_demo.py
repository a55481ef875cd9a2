"""A newcomer's first minutes: `make demo WEB=1`, and the steps that `quotewire` itself suggests."""

import asyncio
import json
import os
import re
import signal
import sys
from pathlib import Path

import aiohttp
import pytest

from harness.installation import PATIENCE_SECONDS
from tests.commands.test_commands import quotewire_command

pytestmark = pytest.mark.processes


async def test_quotes_arrive_on_the_page_until_ctrl_c() -> None:
    demo = await asyncio.create_subprocess_exec(
        *(sys.executable, "-u", "-m", "workers.demo_web"), stdout=asyncio.subprocess.PIPE, start_new_session=True
    )
    assert demo.stdout
    async with asyncio.timeout(PATIENCE_SECONDS), aiohttp.ClientSession() as session:
        try:
            found = re.search(r"http://\S+", (await demo.stdout.readline()).decode())
            assert found
            shown = 0
            while not shown:
                async with session.get(found[0]) as answer:
                    shown = (await answer.text()).count("<blockquote>")
                await asyncio.sleep(0.1)
        finally:
            demo.send_signal(signal.SIGINT)
        assert await demo.wait() == 0


async def test_the_first_steps_of_the_help_lead_to_a_quote_on_the_page(tmp_path: Path) -> None:
    """`quotewire run` says what other commands need to reach its broker; `publish` says so, too, if it is forgotten."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("QUOTEWIRE_")}
    run = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "workers", "run"),
        env={**bare, "QUOTEWIRE_HTTP_PORT": "0"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    web = None
    try:
        assert run.stdout
        async with asyncio.timeout(PATIENCE_SECONDS):
            while "other_commands" not in (said := json.loads(await run.stdout.readline())):
                pass
            drained = asyncio.create_task(run.stdout.read())
            needed = dict(word.split("=") for word in said["other_commands"].split()[1:])
            article = str(Path(__file__).parents[2] / "workers/samples/harbour-bridge.html")

            forgotten = {"QUOTEWIRE_BROKERS": needed["QUOTEWIRE_BROKERS"]}
            refused = await asyncio.to_thread(quotewire_command, "publish", article, environment=forgotten)
            assert (refused.returncode, refused.stderr.count(b"\n")) == (3, 1)
            assert b"set QUOTEWIRE_DELIVERY=at_least_once" in refused.stderr

            web = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "workers", "web", "--port", "0", "--store", str(tmp_path / "web.sqlite")),
                env={**bare, **needed},
                stderr=asyncio.subprocess.PIPE,
            )
            assert web.stderr
            found = re.search(r"http://\S+", (await web.stderr.readline()).decode())
            assert found
            published = await asyncio.to_thread(quotewire_command, "publish", article, environment=needed)
            assert published.returncode == 0, published.stderr
            async with aiohttp.ClientSession() as session:
                shown = 0
                while not shown:
                    async with session.get(found[0]) as answer:
                        shown = (await answer.text()).count("<blockquote>")
                    await asyncio.sleep(0.1)
    finally:
        for process in (web, run):
            if process:
                process.send_signal(signal.SIGINT)
                await process.wait()
        await drained
