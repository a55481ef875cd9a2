"""Logs: JSON, one event a line, on standard output; Faust's and aiokafka's among them."""

import copy
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NoReturn, TextIO

import stamina
import structlog
from structlog.tracebacks import ExceptionDictTransformer

from workers.observability.library_lines import LibraryLines
from workers.observability.thinning import EVERY_SECONDS, Thinning

_LIBRARIES = ("faust", "mode", "aiokafka", "workers.kafka.app", "workers.kafka.consumer")
"""Of their many lines at level info none is about an article or a decision; their warnings are let through, thinned. The last two
are the names under which Faust logs for classes of ours."""
_OURS = "quotewire."
"""How the names of our own loggers begin: what they say is never left out."""
_ADDED = ("broker", "reason", "said", "left_out")
"""What a line of a library has besides its event."""


def configure_logs(level: str) -> None:
    """Send the logs of Quotewire and its libraries to standard output."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ExtraAdder(_ADDED),
        _timed,
        structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),  # they hold whole articles
    ]
    handler = ThinnedHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    threading.excepthook = _thread_failed
    stamina.instrumentation.set_on_retry_hooks([_tried_again])
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level) if level != "debug" else logging.DEBUG)
    if level == "debug":
        logging.getLogger("aiokafka.conn").setLevel(
            logging.INFO
        )  # below, it logs requests whole: passwords, tokens, articles
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _thread_failed(failure: threading.ExceptHookArgs) -> None:
    """Log what ends a thread, as aiokafka's when a worker stops without its brokers: Python prints a traceback line by line."""
    name = failure.thread.name if failure.thread else "unknown"
    logging.getLogger("threading").error("%s has ended", name, exc_info=failure.exc_value)


def _timed(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Add when something was logged: a line that was left out at first is written later than that."""
    record = event.get("_record")
    logged = datetime.fromtimestamp(record.created, UTC) if record else datetime.now(UTC)
    event["timestamp"] = logged.isoformat(timespec="microseconds").replace("+00:00", "Z")
    return event


def end_process(code: int) -> NoReturn:
    """End this process at once, but not before the log is complete: `os._exit` alone leaves out what handlers still have to tell."""
    logging.shutdown()
    os._exit(code)


def _tried_again(details: stamina.instrumentation.RetryDetails) -> None:
    """Log what is tried again, without what it was given: stamina's own line holds articles whole."""
    logging.getLogger("stamina").warning("%s is tried again: %r", details.name, details.caused_by)


class ThinnedHandler(logging.StreamHandler[TextIO]):
    """Writes what we log as it is, and of what libraries warn of again and again, a line a minute for each cause."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(stream)
        self._lines = LibraryLines()
        self._thinning: Thinning[logging.LogRecord] = Thinning(clock)
        self._timer: threading.Timer | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, or count it; called with the lock held, from any thread."""
        if record.levelno < logging.WARNING or record.name.startswith(_OURS):
            super().emit(record)
            return
        try:
            cause = self._lines.cause_of(record)
        except Exception:  # noqa: BLE001 - as logging itself does: a library whose arguments do not fit must not fail for it
            self.handleError(record)
            return
        ours = copy.copy(record)  # others may have a handler for it too
        ours.msg, ours.args = cause.event, ()
        ours.__dict__.update(cause.fields)
        left_out = self._thinning.take(cause.kind, cause.detail, ours)
        if left_out is not None:
            self._write(ours, left_out)
        self._come_back()

    def tell(self) -> None:
        """Write what was left out and is due."""
        self.acquire()
        try:
            self._timer = None
            for line, left_out in self._thinning.due():
                self._write(line, left_out)
            self._come_back()
        finally:
            self.release()

    def close(self) -> None:
        """Write what was left out and has not been told: the process ends."""
        self.acquire()
        try:
            for line, left_out in self._thinning.rest():
                self._write(line, left_out)
        finally:
            self.release()
        super().close()

    def _write(self, line: logging.LogRecord, left_out: int) -> None:
        if left_out:
            line.left_out = left_out
        super().emit(line)

    def _come_back(self) -> None:
        """See to it that `tell` is called while there is something left out: perhaps no further line comes."""
        if self._thinning and not self._timer:
            self._timer = threading.Timer(EVERY_SECONDS / 4, self.tell)
            self._timer.daemon = True
            self._timer.start()
