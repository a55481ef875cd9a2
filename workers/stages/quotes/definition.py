"""The definition of the quotes stage."""

from typing import Final

from schemas.enriched_article import EnrichedArticle
from schemas.quote import QuoteRecord
from workers.stages.definition import Parts, Stage
from workers.stages.entities.definition import ENTITIES
from workers.stages.quotes.records import quote_records
from workers.topics import Topic

ENRICHED: Final = Topic(
    "articles.enriched.v1",
    EnrichedArticle,
    "Articles with all that was found",
    cleanup_policy="compact,delete",
)
QUOTES: Final = Topic("quotes.v1", QuoteRecord, "Quotes with their speakers, one record each")

QUOTES_STAGE: Final = Stage(
    name="quotes",
    consumes=ENTITIES,
    publishes=ENRICHED,
    parts=Parts(QUOTES, quote_records),
    package=__package__,
)
