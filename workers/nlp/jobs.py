"""What runs in a child process: reading records, a stage's work on them, writing what comes of it."""

import ctypes
import gc
import os
import resource
import signal
import sys
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import forkserver
from pathlib import Path

from schemas.base import Record
from schemas.clean_article import CleanArticle
from schemas.lineage import Origin, StageLineage, StageName
from schemas.raw_article import RawArticle
from schemas.warnings import Oddity
from workers import __version__
from workers.agents.base import Agent, Publication
from workers.errors import RecordRejectedError
from workers.kafka.codec import check_raw, decode_input, encode
from workers.kafka.records import RETRACTED, InputRecord, Outcome, Output, Processed, Rejected
from workers.stages.received import Received


@dataclass(frozen=True, slots=True)
class ChildSettings:
    """What a child is told when it starts."""

    agent_module: str
    """Makes the stage's agent, its `AGENT`, when it is imported, which the fork server does for all children."""
    memory_bytes: int
    max_body_bytes: int
    prefix: str


@dataclass(slots=True)
class _Child:
    agent: Agent
    settings: ChildSettings


OUT_OF_MEMORY = 77
"""Exit code of a child that was refused memory. Not the end of the world, but of a process that may hold half-made things."""

_PR_SET_PDEATHSIG = 1
"""From Linux' prctl(2)."""

_children: list[_Child] = []
"""What this process is, once it has started: a process pool hands nothing but arguments to its functions."""


def start_child(settings: ChildSettings) -> None:
    """Bind this process to the worker's life and to its limits, and take the stage, which the fork server has loaded."""
    _end_with_worker()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the worker decides when children end
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # pebble's handler would wait for the end of a long call into C
    if sys.platform == "linux":  # elsewhere the kernel does not hold a process to it
        resource.setrlimit(resource.RLIMIT_AS, (settings.memory_bytes, settings.memory_bytes))
        Path("/proc/self/oom_score_adj").write_text("1000")  # in a full container this one goes, not the worker
    _children.append(_Child(import_module(settings.agent_module).AGENT, settings))
    gc.freeze()  # a collection would write to what is shared with the fork server, and so copy it


def _end_with_worker() -> None:
    """Ask the kernel to end this process when its parent, the fork server, ends, whatever ended it.

    That ends when nobody holds the pipe to it any more, which only the worker should: children inherit it. Elsewhere than on
    Linux a child ends with its own pipe, when it next reads from it.
    """
    alive = forkserver._forkserver._forkserver_alive_fd  # type: ignore[attr-defined] # noqa: SLF001 - has no public name
    os.close(alive)
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before the kernel knew
            os._exit(1)


def greet() -> int:
    """Show that this child is up; give its process id."""
    return os.getpid()


def run_batch(records: list[InputRecord]) -> list[Outcome]:
    """Do the stage's work on a batch; one outcome per record, in order.

    Ends this process when it is refused memory.
    """
    try:
        return _outcomes(_children[0], records)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _outcomes(child: _Child, records: list[InputRecord]) -> list[Outcome]:
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
        outcomes[number] = _processed(child.agent.flow.stage, publications)
    return [outcome for outcome in outcomes if outcome is not None]


def _processed(stage: StageName, publications: list[Publication]) -> Processed:
    """Make the outcome of an article, the first of whose publications is the article itself."""
    article = publications[0]
    outputs = tuple(_output(publication) for publication in publications)
    if not isinstance(article.record, CleanArticle):
        return Processed(outputs, article.article_id, RETRACTED)
    made_by = tuple(_maker(name, lineage) for name, lineage in article.record.lineage.items())
    return Processed(outputs, article.article_id, article.record.status[stage], made_by)


def _maker(stage: StageName, lineage: StageLineage) -> str:
    model = f"{lineage.model.name} {lineage.model.version}" if lineage.model else "no model"
    return f"{stage}: {lineage.worker}, {model}"


def _output(publication: Publication) -> Output:
    value = None if publication.record is None else encode(publication.record)
    return Output(publication.topic.name, publication.article_id.encode(), value)


def _retracted(child: _Child, record: InputRecord) -> Processed:
    """Pass a retraction on to every topic of the stage."""
    if not record.key:
        raise RecordRejectedError("key", "is null, and so is the value", "retract an article by a null under its id")
    outputs = tuple(Output(topic.name, record.key, None) for topic in child.agent.flow.publishes)
    return Processed(outputs, record.key.decode(errors="replace"), RETRACTED)


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
