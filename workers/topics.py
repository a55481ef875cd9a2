"""What a topic is, and the one that producers write to; each stage defines the topics that it publishes to."""

from dataclasses import dataclass
from typing import Final, Literal

from schemas.base import Record
from schemas.raw_article import RawArticle

DEFAULT_PARTITIONS: Final = 12
"""How many workers of a stage can share the work, at most."""

DAY: Final = 24 * 60 * 60
"""In seconds."""
_MEBIBYTE = 1024 * 1024

RAW_MAX_BYTES: Final = 12 * _MEBIBYTE
"""The largest raw record."""
DERIVED_MAX_BYTES: Final = 16 * _MEBIBYTE
"""The largest record that a worker publishes: an article with all that was found in it, or a dead letter."""
_DEAD_LETTERS = "-dlt"
"""What follows a topic's name in the name of the topic for its dead letters."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as it should be on the brokers; `name` is without the prefix of an installation."""

    name: str
    record_type: type[Record] | None
    """What its values are; None for dead letters, which are whatever came in."""
    title: str
    retention_seconds: int = 30 * DAY
    max_record_bytes: int = DERIVED_MAX_BYTES
    cleanup_policy: Literal["delete", "compact,delete"] = "delete"

    def configuration(self) -> dict[str, str]:
        """Return the topic's settings as Kafka spells them."""
        return {
            "cleanup.policy": self.cleanup_policy,
            "retention.ms": str(self.retention_seconds * 1000),
            "max.message.bytes": str(self.max_record_bytes),
        }


RAW: Final = Topic("articles.raw.v1", RawArticle, "Raw articles", 7 * DAY, RAW_MAX_BYTES)


def dead_letters_of(topic: Topic) -> Topic:
    """Return the topic for the records of another topic that cannot be processed."""
    return Topic(dead_letter_name(topic.name), None, f"Dead letters of {topic.name}")


def dead_letter_name(name: str) -> str:
    """Return the name of the topic for the dead letters of a topic, either with the installation's prefix or without."""
    return name + _DEAD_LETTERS


def holds_dead_letters(name: str) -> bool:
    """Return whether a topic of this name is for dead letters."""
    return name.endswith(_DEAD_LETTERS)
