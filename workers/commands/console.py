"""What commands show people: messages and progress on standard error, so that standard output stays a clean pipe."""

import logging
from types import TracebackType
from typing import Self

import rich.progress
from rich.console import Console

stderr = Console(stderr=True, highlight=False, soft_wrap=True)


def quiet_libraries() -> None:
    """Keep aiokafka's log off the screen: commands report in one line that no broker answers."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)


def complain(message: str) -> None:
    """Print what is wrong, in one line."""
    stderr.print(message, style="red", markup=False)


def tell(message: str) -> None:
    """Print a message."""
    stderr.print(message, markup=False)


class Progress:
    """A progress bar on a terminal, nothing elsewhere; `hidden` when the terminal shows the work itself."""

    def __init__(self, what: str, total: int | None, *, hidden: bool = False) -> None:
        columns = (
            rich.progress.TextColumn("{task.description}"),
            rich.progress.BarColumn(),
            rich.progress.MofNCompleteColumn(),
            rich.progress.TimeRemainingColumn(),
        )
        self._bar = rich.progress.Progress(*columns, console=stderr, disable=hidden or not stderr.is_terminal)
        self._task = self._bar.add_task(what, total=total)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def advance(self) -> None:
        """Advance by one."""
        self._bar.advance(self._task)
