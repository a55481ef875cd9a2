"""A record on its way into a stage, and what the stage writes about its own work."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from schemas.base import Record
from schemas.clean_article import CleanArticle
from schemas.lineage import Model, Origin, StageLineage, StageName, Status

_OF_THE_ARTICLE = {"record_said", "page_said"}
"""Fields of a stage's lineage that stand in the article's records alone."""

RecordT = TypeVar("RecordT", bound=Record)


@dataclass(frozen=True, slots=True)
class Received(Generic[RecordT]):
    """A record with what is known about it."""

    record: RecordT
    worker: str
    """Version of Quotewire that does the work."""
    origin: Origin | None = None
    """Its place in Kafka; None when it came from a file."""
    key: str | None = None
    """Its key in the topic; None when it had none or came from a file."""
    oddities: tuple[str, ...] = ()
    """Warnings that were known before the stage began (see `schemas.oddities.Oddity`)."""

    def report(
        self,
        stage: StageName,
        status: Status,
        model: Model | None = None,
        oddities: Iterable[str] = (),
        **lineage: Any,
    ) -> dict[str, Any]:
        """Return the fields `status`, `warnings` and `lineage` of the article that a stage makes of this record.

        They continue those of the record, if it is an article. `lineage` has the fields of `StageLineage` that only some
        stages fill in.
        """
        before = self.record if isinstance(self.record, CleanArticle) else None
        mine = StageLineage(worker=self.worker, model=model, input=self.origin, **lineage)
        warnings = [*(before.warnings if before else ()), *self.oddities, *map(str, oddities)]
        return {
            "status": {**(before.status if before else {}), stage: status},
            "warnings": list(dict.fromkeys(warnings)),
            "lineage": {**(before.lineage if before else {}), stage: mine},
        }


def lineage_of_parts(article: CleanArticle) -> dict[StageName, StageLineage]:
    """Return the lineage for records about single things in an article: without what was said about the article as a whole."""
    return {
        stage: lineage.model_copy(update=dict.fromkeys(_OF_THE_ARTICLE)) for stage, lineage in article.lineage.items()
    }
