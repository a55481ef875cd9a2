"""A fourth stage: it measures quotes."""

from collections.abc import Sequence

from harness.stages.lengths.definition import MeasuredArticle
from schemas.enriched_article import EnrichedArticle
from workers.stages.definition import Process
from workers.stages.received import Received


def load() -> Process:
    return measure


def measure(received: Sequence[Received[EnrichedArticle]]) -> list[MeasuredArticle]:
    return [
        MeasuredArticle(
            **{**dict(one.record), **one.report("lengths", "ok")},
            lengths=[len(quote.text) for quote in one.record.quotes],
        )
        for one in received
    ]
