"""`quotewire enrich`: the stages on files, without Kafka."""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from pathlib import Path

from schemas.base import Record
from schemas.lineage import StageName
from workers.commands.console import Progress, complain
from workers.commands.inputs import Line, count_lines, read_lines
from workers.commands.outputs import Outputs
from workers.kafka.codec import encode
from workers.offline import OfflineFlow, origins
from workers.processes.threads import compute_on_one_thread

_BATCH = 16
"""Articles that a stage gets together."""

_flows: list[OfflineFlow] = []
"""The flow of this process: a process pool passes nothing but arguments to its functions."""


def enrich(paths: list[Path], out: Outputs, come_from: str, go_to: StageName, jobs: int, max_body: int) -> int:
    """Write what the stages make of the records of files, in order; return the number of bad lines."""
    compute_on_one_thread()
    total = count_lines(paths)
    bad = 0
    with Progress("articles", total, hidden=out.shown) as progress:
        lines = read_lines(paths, origins()[come_from], max_body)
        for done in _done(lines, come_from, go_to, jobs):
            if isinstance(done, Line):
                complain(f"{done.place}: {done.problem}")
                bad += 1
            else:
                out.write(done)
            progress.advance()
    return bad


def _done(lines: Iterable[Line], come_from: str, go_to: StageName, jobs: int) -> Iterator[bytes | Line]:
    """Yield for each line, in order, the record made of it, or the line itself when it is bad."""
    if jobs == 1:
        _load(come_from, go_to)
        for batch in _batches(lines):
            yield from _merged(batch, _run(_records(batch)))
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _load, (come_from, go_to)) as pool:
        waiting: deque[tuple[list[Line], Future[list[bytes]]]] = deque()
        for batch in _batches(lines):
            waiting.append((batch, pool.submit(_run, _records(batch))))
            if len(waiting) > 2 * jobs:  # enough to keep all busy, not the whole file
                oldest, future = waiting.popleft()
                yield from _merged(oldest, future.result())
        for oldest, future in waiting:
            yield from _merged(oldest, future.result())


def _batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    iterator = iter(lines)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


def _records(batch: list[Line]) -> list[Record]:
    return [line.record for line in batch if line.record is not None]


def _merged(batch: list[Line], made: list[bytes]) -> Iterator[bytes | Line]:
    remaining = iter(made)
    for line in batch:
        yield line if line.record is None else next(remaining)


def _load(come_from: str, go_to: StageName) -> None:
    _flows.append(OfflineFlow(come_from, go_to))


def _run(records: list[Record]) -> list[bytes]:
    return [encode(record) for record in _flows[-1].run(records)]
