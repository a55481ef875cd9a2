"""What all agents have in common."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from schemas.base import Record
from workers.stages.received import Received
from workers.topics import Flow, Topic


@dataclass(frozen=True, slots=True)
class Publication:
    """A record for a topic, keyed by its article's id; None retracts what stands there."""

    topic: Topic
    article_id: str
    record: Record | None


class Agent(ABC):
    """Wires a stage to its topics."""

    flow: ClassVar[Flow]

    @abstractmethod
    def process(self, received: Sequence[Received[Any]]) -> list[list[Publication]]:
        """Do the stage's work on records of the topic it consumes; one list of publications per record, in order."""


def one_each(topic: Topic, article_id: str, records: Iterable[Record]) -> list[Publication]:
    """Publish records about parts of an article; a null when it has none (any more)."""
    return [Publication(topic, article_id, record) for record in records] or [Publication(topic, article_id, None)]
