"""What commands show people: messages and progress on standard error, so that standard output stays a clean pipe.

Articles come from anywhere: all of their text goes through `visible` before it is shown.
"""

import logging
import sys
import unicodedata
from types import TracebackType
from typing import Self

import rich.progress
from rich.console import Console

stderr = Console(stderr=True, highlight=False, soft_wrap=True)


def quiet_libraries() -> None:
    """Keep aiokafka's log off the screen: commands report in one line that no broker answers."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)


def visible(text: str) -> str:
    """Replace what would command a terminal or turn its text around by something visible; the text keeps its length."""
    return "".join(map(_visible, text))


def one_line(text: str) -> str:
    """Like `visible`, and line breaks too."""
    return visible(text).replace("\n", "␊")


def _visible(character: str) -> str:
    if character == "\n" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}:
        return character
    if character == "\t":
        return " "
    code = ord(character)
    return chr(0x2400 + code) if code < 0x20 else "�"


def complain(message: str) -> None:
    """Print what is wrong, in one line."""
    stderr.print(one_line(message), style="red", markup=False)


def tell(message: str) -> None:
    """Print a message, in one line."""
    stderr.print(one_line(message), markup=False)


def put_line(line: bytes) -> None:
    """Write a line to standard output at once, for programs."""
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


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
