"""What libraries log, in words of ours: what it is about, and which lines have one cause."""

import asyncio
import logging
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from aiokafka.errors import KafkaConnectionError, NodeNotReadyError, RequestTimedOutError

_SILENT = (OSError, asyncio.TimeoutError, KafkaConnectionError, NodeNotReadyError, RequestTimedOutError)
"""What aiokafka's lines hold as arguments when a broker does not answer."""
_METADATA = "Unable to update metadata from %s"
"""aiokafka's line that follows one about each broker that it names."""
_BROKER = (
    re.compile(r'^Unable [^"]*"(?P<address>[^"]+)":'),
    re.compile(
        r"node (?:(?:with )?id )?(?P<number>\d+)|(?:messages|offsets) from (?P<from>\d+)|Cannot send .* to (?P<to>\d+):"
    ),
    re.compile(r"metadata from \[(?P<only>\d+)\]$"),
    re.compile(r"Connection at (?P<address>\S+) closed"),
)
"""Where aiokafka's lines name a broker: by its address, or by its number where they have no more."""
_EVENTS = {
    "aiokafka.consumer.group_coordinator": "consumer group disturbed",
    "aiokafka.consumer.fetcher": "fetching disturbed",
    "aiokafka.producer.sender": "publishing disturbed",
    "stamina": "trying again",
}
"""What a line of a logger is about, whatever it says; the others just warn."""
_NUMBERS = re.compile(r"0x[0-9a-f]+|\d+(?:\.\d+)?")
_LONGEST = 1000
"""Code points of a text that a line holds: libraries quote records whole."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What a line is about; lines with equal kind and detail have one cause."""

    kind: Hashable
    detail: Hashable
    event: str
    fields: Mapping[str, str]


class LibraryLines:
    """Tells the causes of lines. It remembers why a broker was last found silent: lines about what follows from that do not say."""

    def __init__(self) -> None:
        self._reasons: dict[str, str] = {}

    def cause_of(self, record: logging.LogRecord) -> Cause:
        """Return the cause of a warning or an error."""
        text = record.getMessage()
        arguments = record.args if isinstance(record.args, tuple) else (record.args,)
        error = next((one for one in arguments if isinstance(one, BaseException)), None)
        if record.name.startswith("aiokafka") and (isinstance(error, _SILENT) or record.msg == _METADATA):
            return self._silent(text, error)
        if isinstance(record.msg, str) and record.args:
            return _said(record.name, (record.name, record.msg), text, text)
        return _said(record.name, (record.name, _NUMBERS.sub("0", text)), None, text)

    def _silent(self, text: str, error: BaseException | None) -> Cause:
        broker = _broker(text)
        if error is None or isinstance(error, NodeNotReadyError):
            reason = self._reasons.get(broker) or "no connection"
        else:
            reason = self._reasons[broker] = str(error) or type(error).__name__
        fields = {**({"broker": broker} if broker else {}), "reason": reason[:_LONGEST]}
        return Cause(("silent", broker), reason, "broker does not answer", fields)


def _said(logger: str, kind: Hashable, detail: Hashable, text: str) -> Cause:
    return Cause(kind, detail, _EVENTS.get(logger, "a library warns"), {"said": text[:_LONGEST]})


def _broker(text: str) -> str:
    """Return which broker a line is about; empty when it does not say."""
    for pattern in _BROKER:
        if found := pattern.search(text):
            (name,) = filter(None, found.groups())
            return name if "address" in found.groupdict() else f"node {name}"
    return ""
