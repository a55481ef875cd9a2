"""Tells open pages that the store has changed."""

import asyncio
import contextlib


class Feed:
    """The number of the store's last change, to be waited on."""

    def __init__(self, change: int) -> None:
        self.change = change
        self.closed = False
        """Whether nothing will change any more, since the program ends."""
        self._told = asyncio.Event()

    def tell(self, change: int) -> None:
        """Say that there is a new change."""
        self.change = change
        self._wake()

    def close(self) -> None:
        """End all waiting."""
        self.closed = True
        self._wake()

    async def wait(self, shown: int, seconds: float) -> bool:
        """Wait for another change than the one shown, but no longer than some seconds; return whether there is one."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.change == shown and not self.closed:
                    await self._told.wait()
        return self.change != shown

    def _wake(self) -> None:
        self._told.set()
        self._told.clear()
