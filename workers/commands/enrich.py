"""`quotewire enrich`: the stages on files, without Kafka, in child processes as workers have them."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path

from schemas.base import Record
from schemas.lineage import StageName
from workers.commands.console import Progress, complain
from workers.commands.inputs import Line, count_lines, read_lines
from workers.commands.outputs import Outputs
from workers.kafka.records import Rejected
from workers.offline import origins, stages_between
from workers.processes.children import Children
from workers.processes.offline_job import Enriched, OfflineJob
from workers.settings import Settings
from workers.stages.entities.definition import ENTITIES_STAGE

_BATCH = 16
"""Articles that the stages get together."""
_BATCH_BYTES = 4 * 1024 * 1024
"""A batch ends before it grows larger, unless its first record does."""

Workforce = Children[Record, Enriched | Rejected]


async def enrich(
    paths: list[Path], out: Outputs, come_from: str, go_to: StageName, jobs: int, settings: Settings
) -> int:
    """Write what the stages make of the records of files, in order; return the number of bad lines.

    An article that crashes its process, takes too long or needs too much memory is a bad line, and the others are done.
    """
    stages = tuple(stage.with_settings(settings) for stage in stages_between(come_from, go_to))
    seconds = settings.article_seconds * len(stages)
    job = OfflineJob(come_from, stages, ENTITIES_STAGE.with_settings(settings))
    children: Workforce = Children(jobs, seconds, job, settings.child_memory_bytes)
    bad = 0
    try:
        await children.start()
        with Progress("articles", count_lines(paths), hidden=out.shown) as progress:
            lines = read_lines(paths, origins()[come_from], settings.max_body_bytes)
            async for line, result in _done(children, lines, 2 * jobs + 1):
                if isinstance(result, Enriched):
                    out.write(result.value)
                else:
                    complain(f"{line.place}: {result}")
                    bad += 1
                progress.advance()
    finally:
        await children.stop()
    return bad


async def _done(children: Workforce, lines: Iterable[Line], ahead: int) -> AsyncIterator[tuple[Line, Enriched | str]]:
    """Yield each line, in order, with the record made of it or what is wrong with it; so many batches are under way."""
    waiting: deque[tuple[list[Line], asyncio.Task[list[Enriched | Rejected]]]] = deque()
    batches = _batches(lines)
    while True:
        while len(waiting) < ahead and (batch := next(batches, None)) is not None:
            waiting.append((batch, asyncio.create_task(_all_of(children, _records(batch)))))
        if not waiting:
            return
        batch, working = waiting.popleft()
        results = iter(await working)
        for line in batch:
            result = next(results) if line.record is not None else None
            yield line, result if isinstance(result, Enriched) else result.message if result else str(line.problem)


async def _all_of(children: Workforce, records: list[Record]) -> list[Enriched | Rejected]:
    """Work on all records of a batch: large results come in pieces."""
    results: list[Enriched | Rejected] = []
    while len(results) < len(records):
        results += await children.process(records[len(results) :])
    return results


def _batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    batch: list[Line] = []
    size = 0
    for line in lines:
        if batch and (len(batch) == _BATCH or size + line.size > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += line.size
    if batch:
        yield batch


def _records(batch: list[Line]) -> list[Record]:
    return [line.record for line in batch if line.record is not None]
