"""The stages one after another, without Kafka."""

from collections.abc import Callable, Sequence
from typing import Any, get_args

from schemas import ArticleWithEntities, CleanArticle, RawArticle
from schemas.base import Record
from schemas.lineage import StageName
from workers import __version__
from workers.stages.identity import revision
from workers.stages.received import Received

STAGES: tuple[StageName, ...] = get_args(StageName)
INPUTS: dict[str, type[Record]] = {"raw": RawArticle, "clean": CleanArticle, "entities": ArticleWithEntities}
"""By the name of the stage that made them."""

Step = Callable[[Sequence[Received[Any]]], Sequence[Record]]


class Pipeline:
    """The stages that lead from records of one stage to those of another; models are loaded once."""

    def __init__(self, come_from: str, go_to: StageName) -> None:
        first = 0 if come_from == "raw" else STAGES.index(_stage(come_from)) + 1
        self._stages = STAGES[first : STAGES.index(go_to) + 1]
        self._steps = {stage: _step(stage) for stage in self._stages}
        self._needs_entities = come_from == "entities"
        self._find_entities = _step("entities") if self._needs_entities else None

    def run(self, records: Sequence[Record]) -> list[Record]:
        """Take records through the stages; one comes out for each that goes in, in order."""
        current: Sequence[Record] = [_complete(record) for record in records]
        if self._needs_entities:
            current = [self._with_entities(record) for record in current]
        for stage in self._stages:
            current = self._steps[stage]([Received(record, __version__) for record in current])
        return list(current)

    def _with_entities(self, record: Record) -> Record:
        """Find the entities of an article that comes without any field for them."""
        if self._find_entities is None or "entities" in record.model_fields_set:
            return record
        (found,) = self._find_entities([Received(record, __version__)])
        return found


def _stage(name: str) -> StageName:
    return next(stage for stage in STAGES if stage == name)


def _complete(record: Record) -> Record:
    """Give an article from elsewhere, which needs no more than id and text, its revision."""
    if isinstance(record, CleanArticle) and not record.revision:
        return record.model_copy(update={"revision": revision(record.title, record.text)})
    return record


def _step(stage: StageName) -> Step:
    """Load a stage; only its own libraries are imported."""
    if stage == "clean":
        from workers.stages.clean import clean_articles

        return clean_articles
    if stage == "entities":
        from workers.stages.entities import find_entities, load_model

        model = load_model()
        return lambda received: find_entities(received, model)
    from workers.stages.quotes import find_quotes
    from workers.stages.quotes import load_model as load_syntax

    syntax = load_syntax()
    return lambda received: find_quotes(received, syntax)
