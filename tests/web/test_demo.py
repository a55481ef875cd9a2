"""`make demo WEB=1` shows quotes until Ctrl-C."""

import asyncio
import re
import signal
import sys

import aiohttp
import pytest

from harness.installation import PATIENCE_SECONDS

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
