"""The stages one after another, without Kafka."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from schemas.base import Record
from schemas.clean_article import CleanArticle
from schemas.lineage import StageName
from workers import __version__
from workers.errors import RecordRejectedError
from workers.flow import STAGES
from workers.kafka.codec import check_readable
from workers.processes.loading import loaded
from workers.stages.definition import Process, Stage
from workers.stages.entities.definition import ENTITIES_STAGE
from workers.stages.identity import revision
from workers.stages.received import Received

RAW_ARTICLES = "raw"
"""Stands where the name of a stage could: records that no stage has worked on."""


def origins() -> dict[str, type[Record]]:
    """Return the types of records to begin with, by the name of the stage that makes them, or `RAW_ARTICLES`."""
    names = (RAW_ARTICLES, *(stage.name for stage in STAGES))
    types = (stage.consumes.record_type for stage in STAGES)
    return {name: record_type for name, record_type in zip(names, types, strict=False) if record_type}


def stages_between(come_from: str, go_to: StageName) -> tuple[Stage, ...]:
    """Return the stages that lead from records of one stage to those of another; none when there is nothing to do."""
    names = [stage.name for stage in STAGES]
    first = 0 if come_from == RAW_ARTICLES else names.index(come_from) + 1
    return STAGES[first : names.index(go_to) + 1]


class OfflineFlow:
    """The stages that lead from records of one stage to those of another; each is loaded once."""

    def __init__(self, come_from: str, stages: Sequence[Stage], finds_entities: Stage = ENTITIES_STAGE) -> None:
        self._processes = [loaded(stage) for stage in stages]
        self._find_entities: Process | None = loaded(finds_entities) if _may_lack_entities(come_from) else None

    @staticmethod
    def needs(come_from: str, stages: Sequence[Stage], finds_entities: Stage) -> tuple[Stage, ...]:
        """Return all stages that have to be loaded."""
        return (*((finds_entities,) if _may_lack_entities(come_from) else ()), *stages)

    def run(self, records: Sequence[Record]) -> list[Record | RecordRejectedError]:
        """Take records through the stages; one comes out for each that goes in, in order, or why a stage refused it."""
        current: list[Record | RecordRejectedError] = [_complete(record) for record in records]
        if self._find_entities:
            current = _through(partial(self._with_entities, self._find_entities), current)
        for process in self._processes:
            current = _through(process, current)
        return current

    @staticmethod
    def _with_entities(find_entities: Process, received: Sequence[Received[Any]]) -> list[Record]:
        """Find the entities of articles that come without any field for them."""
        return [
            one.record if "entities" in one.record.model_fields_set else find_entities([one])[0] for one in received
        ]


def _through(
    process: Callable[[Sequence[Received[Any]]], Sequence[Record]], current: Sequence[Record | RecordRejectedError]
) -> list[Record | RecordRejectedError]:
    """Let a stage work on those records that it can read, all at once."""
    checked = [_checked(one) for one in current]
    made = iter(process([Received(one, __version__) for one in checked if isinstance(one, Record)]))
    return [next(made) if isinstance(one, Record) else one for one in checked]


def _checked(one: Record | RecordRejectedError) -> Record | RecordRejectedError:
    if isinstance(one, CleanArticle):
        try:
            check_readable(one)
        except RecordRejectedError as rejection:
            return rejection
    return one


def _may_lack_entities(come_from: str) -> bool:
    return come_from == ENTITIES_STAGE.name


def _complete(record: Record) -> Record:
    """Add the revision to an article from elsewhere, which needs no more than id and text."""
    if isinstance(record, CleanArticle) and not record.revision:
        return record.model_copy(update={"revision": revision(record.title, record.text)})
    return record
