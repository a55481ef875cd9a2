"""What runs in a child process: reading records, a stage's work on them, writing what comes of it."""

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass

from schemas.base import Record
from schemas.lineage import Origin
from schemas.raw_article import RawArticle
from schemas.warnings import Oddity
from workers import __version__
from workers.agents.base import Agent, Publication
from workers.errors import RecordRejectedError
from workers.kafka.codec import check_raw, decode_input, encode
from workers.kafka.records import InputRecord, Outcome, Output, Processed, Rejected
from workers.stages.received import Received


@dataclass(frozen=True, slots=True)
class ChildSettings:
    """What a child is told when it starts."""

    agent: Callable[[], Agent]
    """Makes the stage's agent, in the child; must travel between processes."""
    memory_bytes: int
    max_body_bytes: int
    prefix: str


@dataclass(slots=True)
class _Child:
    agent: Agent
    settings: ChildSettings


_PR_SET_PDEATHSIG = 1
"""From Linux' prctl(2)."""

_children: list[_Child] = []
"""What this process is, once it has started: a process pool hands nothing but arguments to its functions."""


def start_child(settings: ChildSettings) -> None:
    """Bind this process to its parent's life and to its limits, and load the stage."""
    _end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the parent decides when children end
    if sys.platform == "linux":  # elsewhere the kernel does not hold a process to it
        resource.setrlimit(resource.RLIMIT_AS, (settings.memory_bytes, settings.memory_bytes))
    _children.append(_Child(settings.agent(), settings))


def _end_with_parent() -> None:
    """Ask the kernel to end this process when its parent ends, whatever ended it; elsewhere it ends with its pipe."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before the kernel knew
            os._exit(1)


def run_batch(records: list[InputRecord]) -> list[Outcome]:
    """Do the stage's work on a batch; one outcome per record, in order."""
    child = _children[0]
    outcomes: list[Outcome | None] = [None] * len(records)
    received: dict[int, Received[Record]] = {}
    for number, record in enumerate(records):
        try:
            if record.value is None:
                outcomes[number] = _retracted(child, record)
            else:
                received[number] = _received(child, record)
        except RecordRejectedError as rejection:
            outcomes[number] = Rejected(type(rejection).__name__, str(rejection))
    published = child.agent.process(list(received.values()))
    for number, publications in zip(received, published, strict=True):
        outcomes[number] = Processed(tuple(_output(publication) for publication in publications))
    return [outcome for outcome in outcomes if outcome is not None]


def _output(publication: Publication) -> Output:
    value = None if publication.record is None else encode(publication.record)
    return Output(publication.topic.name, publication.article_id.encode(), value)


def _retracted(child: _Child, record: InputRecord) -> Processed:
    """Pass a retraction on to every topic of the stage."""
    if not record.key:
        raise RecordRejectedError("key", "is null, and so is the value", "retract an article by a null under its id")
    return Processed(tuple(Output(topic.name, record.key, None) for topic in child.agent.flow.publishes))


def _received(child: _Child, record: InputRecord) -> Received[Record]:
    oddities: tuple[str, ...] = ()
    try:
        key = record.key.decode() if record.key else None
    except UnicodeDecodeError:
        key, oddities = None, (Oddity.KEY_NOT_UTF8.value,)
    article = decode_input(record, child.agent.flow.consumes.record_type or Record)
    if isinstance(article, RawArticle):
        check_raw(article, key, child.settings.max_body_bytes)
    topic = record.topic.removeprefix(child.settings.prefix)
    origin = Origin(topic=topic, partition=record.partition, offset=record.offset)
    return Received(article, __version__, origin, key, oddities)
