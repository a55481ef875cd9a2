"""Logs: JSON, one event a line, on standard output; Faust's and aiokafka's among them."""

import logging
import sys

import structlog
from structlog.tracebacks import ExceptionDictTransformer

_LIBRARIES = ("faust", "mode", "aiokafka", "workers.kafka.consumer")
"""Of their many lines at level info none is about an article or a decision; their warnings are let through."""


def configure_logs(level: str) -> None:
    """Send the logs of Quotewire and its libraries to standard output."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),  # they hold whole articles
    ]
    handler = logging.StreamHandler(sys.stdout)
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
