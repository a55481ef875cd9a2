"""Pages on the tests' broker, and Debian's Chromium to look at them."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from harness.installation import Installation
from harness.site import Site


@pytest_asyncio.fixture(loop_scope="session")
async def site(quotewire: Installation, tmp_path: Path) -> AsyncIterator[Site]:
    made = Site(quotewire, tmp_path / "web.sqlite")
    await made.start()
    try:
        yield made
    finally:
        if made.process and made.process.returncode is None:
            await made.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    path = shutil.which("chromium")
    if not path:
        if os.environ.get("QUOTEWIRE_TEST_CHROMIUM_REQUIRED"):
            pytest.fail("Chromium is required here: apt-get install chromium")
        pytest.skip("Chromium is not installed: apt-get install chromium")
    async with async_playwright() as playwright:
        # It may not make a sandbox as root, in a container; it opens nothing but these pages.
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        await browser.close()
