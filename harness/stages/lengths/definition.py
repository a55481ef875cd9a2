"""The definition of a stage that Quotewire does not have."""

from collections.abc import Sequence
from typing import Final

from schemas.article import AboutArticle
from schemas.enriched_article import EnrichedArticle
from workers.stages.definition import Parts, Stage
from workers.stages.quotes.definition import ENRICHED
from workers.topics import Topic


class MeasuredArticle(EnrichedArticle):
    """An article with the lengths of its quotes."""

    lengths: list[int]


class Length(AboutArticle):
    """How long one quote is."""

    length: int


def length_records(article: MeasuredArticle) -> Sequence[Length]:
    about = {name: getattr(article, name) for name in AboutArticle.model_fields}
    return [Length(**about, length=length) for length in article.lengths]


MEASURED: Final = Topic("articles.measured.v1", MeasuredArticle, "Articles with the lengths of their quotes")
LENGTHS: Final = Topic("lengths.v1", Length, "Lengths of quotes")

LENGTHS_STAGE: Final = Stage(
    name="lengths",
    consumes=ENRICHED,
    publishes=MEASURED,
    parts=Parts(LENGTHS, length_records),
    package=__package__,
)
