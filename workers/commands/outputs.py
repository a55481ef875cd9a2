"""Where `quotewire enrich` puts what it made: JSON Lines, and for people a terminal in colour and a page."""

import sys
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from rich.console import Console

from schemas.enriched_article import EnrichedArticle
from workers.commands.console import visible
from workers.views.page import page
from workers.views.terminal import show


class Outputs:
    """Takes encoded records; JSON Lines unless they are to be shown.

    `output`: a file instead of standard output; `shown`: on standard output, in colour; `html`: a page in addition.
    """

    def __init__(self, output: Path | None, *, shown: bool = False, html: Path | None = None) -> None:
        self.shown = shown
        self._articles: list[EnrichedArticle] = []
        self._console = Console(highlight=False, force_terminal=True) if shown else None
        self._files = ExitStack()
        self._lines: BinaryIO | None = None
        if not shown:
            self._lines = self._files.enter_context(_opened(output))
        # Opened first: a page that cannot be written is known before the work is done.
        self._page = self._files.enter_context(html.open("wb")) if html else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        with self._files:
            if self._page and kind is None:
                self._page.write(page(self._articles))

    def write(self, record: bytes) -> None:
        """Write one more record."""
        if self._lines:
            self._lines.write((visible(record.decode()).encode() if self._lines.isatty() else record) + b"\n")
        if self._console or self._page:
            article = EnrichedArticle.model_validate_json(record)
            if self._console:
                show(article, self._console)
            if self._page:
                self._articles.append(article)


def _opened(output: Path | None) -> BinaryIO:
    return output.open("wb") if output else open(sys.stdout.fileno(), "wb", closefd=False)
