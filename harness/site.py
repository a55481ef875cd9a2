"""`quotewire web` as people run it, with an installation whose quotes it shows."""

import asyncio
import re
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from harness.installation import PATIENCE_SECONDS, Installation
from harness.quoted import wire
from schemas.enriched_article import EnrichedArticle
from workers.stages.quotes.definition import ENRICHED, QUOTES

_ADDRESS = re.compile(r"http://\S+")


@dataclass
class Site:
    """Pages under an address, and the installation whose quotes they show."""

    made: Installation
    store: Path
    process: asyncio.subprocess.Process | None = None
    address: str = ""
    said: list[str] = field(default_factory=list)

    async def start(self, port: int = 0) -> None:
        self.said.clear()
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "workers", "web", "--port", str(port), "--store", str(self.store)),
            env=self.made.environment,
            stderr=asyncio.subprocess.PIPE,
        )
        assert self.process.stderr
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (found := _ADDRESS.search(self.said[-1] if self.said else "")):
                line = await self.process.stderr.readline()
                assert line, self.said
                self.said.append(line.decode())
        self.address = found[0].rstrip("/")
        self.listening = asyncio.create_task(self._listen(self.process.stderr))

    async def _listen(self, stderr: asyncio.StreamReader) -> None:
        async for line in stderr:
            self.said.append(line.decode())

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    async def stop(self, number: int = signal.SIGTERM) -> int:
        assert self.process
        self.process.send_signal(number)
        code = await asyncio.wait_for(self.process.wait(), PATIENCE_SECONDS)
        await self.listening
        return code

    async def publish(self, *articles: EnrichedArticle) -> None:
        """Publish articles and their quotes as the quotes stage does, but for the transaction."""
        for one in articles:
            key = one.article_id.encode()
            whole, quotes = wire(one)
            await self.made.publish([(key, value) for value in quotes] or [(key, None)], QUOTES)
            await self.made.publish([(key, whole)], ENRICHED)

    async def retract(self, article_id: str) -> None:
        for topic in (QUOTES, ENRICHED):
            await self.made.publish([(article_id.encode(), None)], topic)

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(self.address + path, headers=headers) as answer:
            return answer.status, await answer.text()

    async def shows(self, path: str, condition: Callable[[str], bool]) -> str:
        """Wait until a page is as it should be, and return it."""
        text = ""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not condition(text := (await self.get(path))[1]):
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"never came true: {text}\n{self.said}") from None
        return text
