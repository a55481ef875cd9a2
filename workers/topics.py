"""Every topic: name, record type, partitions, retention, sizes. Nothing else in Quotewire spells a topic's name."""

from dataclasses import dataclass
from typing import Final, Literal

from schemas import ArticleWithEntities, CleanArticle, EnrichedArticle, MentionRecord, QuoteRecord, RawArticle
from schemas.base import Record
from schemas.lineage import StageName

DEFAULT_PARTITIONS: Final = 12
"""How many workers of a stage can share the work, at the most."""

_DAY = 24 * 60 * 60
_MEBIBYTE = 1024 * 1024

RAW_MAX_BYTES: Final = 12 * _MEBIBYTE
"""The largest raw record."""
DERIVED_MAX_BYTES: Final = 16 * _MEBIBYTE
"""The largest record that a worker publishes: an article with all that was found in it, or a dead letter."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as it should be on the brokers; `name` is without the prefix of an installation."""

    name: str
    record_type: type[Record] | None
    """What its values are; None for dead letters, which are whatever came."""
    title: str
    retention_seconds: int
    max_record_bytes: int = DERIVED_MAX_BYTES
    cleanup_policy: Literal["delete", "compact,delete"] = "delete"

    def configuration(self) -> dict[str, str]:
        """Spell the topic's settings as Kafka wants them."""
        return {
            "cleanup.policy": self.cleanup_policy,
            "retention.ms": str(self.retention_seconds * 1000),
            "max.message.bytes": str(self.max_record_bytes),
        }


RAW: Final = Topic("articles.raw.v1", RawArticle, "Raw articles", 7 * _DAY, RAW_MAX_BYTES)
CLEAN: Final = Topic("articles.clean.v1", CleanArticle, "Clean articles", 30 * _DAY)
ENTITIES: Final = Topic("articles.entities.v1", ArticleWithEntities, "Articles with their entities", 30 * _DAY)
MENTIONS: Final = Topic("mentions.v1", MentionRecord, "Entities of an article, one record each", 30 * _DAY)
ENRICHED: Final = Topic(
    "articles.enriched.v1",
    EnrichedArticle,
    "Articles with all that was found",
    30 * _DAY,
    cleanup_policy="compact,delete",
)
QUOTES: Final = Topic("quotes.v1", QuoteRecord, "Quotes with their speakers, one record each", 30 * _DAY)


@dataclass(frozen=True, slots=True)
class Flow:
    """What one stage reads and writes."""

    stage: StageName
    consumes: Topic
    publishes: tuple[Topic, ...]


FLOWS: Final[dict[StageName, Flow]] = {
    "clean": Flow("clean", RAW, (CLEAN,)),
    "entities": Flow("entities", CLEAN, (ENTITIES, MENTIONS)),
    "quotes": Flow("quotes", ENTITIES, (ENRICHED, QUOTES)),
}


def dead_letters_of(topic: Topic) -> Topic:
    """Give the topic for what cannot be processed of another one."""
    return Topic(f"{topic.name}-dlt", None, f"Dead letters of {topic.name}", 30 * _DAY)


PUBLIC: Final = (RAW, CLEAN, ENTITIES, MENTIONS, ENRICHED, QUOTES)
"""The topics of the flow, in its order."""
ALL: Final = (*PUBLIC, *(dead_letters_of(flow.consumes) for flow in FLOWS.values()))
