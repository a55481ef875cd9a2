"""Keeps count of the dead letters that wait, by reading what has come since the last look."""

from collections import Counter
from collections.abc import Mapping
from contextlib import aclosing

from aiokafka import AIOKafkaConsumer, TopicPartition

from workers.kafka.letters import DeadLetter, Place
from workers.kafka.measuring import Span
from workers.kafka.scanning import read


class WaitingLetters:
    """The dead letters of some topics that nobody has replayed."""

    def __init__(self, newest: int | None = None) -> None:
        """Look back over no more than so many offsets of a topic, or else to its beginning."""
        self._newest = newest
        self._since: dict[TopicPartition, int] = {}
        """Where the first look began."""
        self._until: dict[TopicPartition, int] = {}
        """Where the next one begins."""
        self._kinds: dict[Place, str] = {}

    async def look(self, consumer: AIOKafkaConsumer, spans: Mapping[TopicPartition, Span]) -> None:
        """Read on, to where partitions end now, and forget what retention took since.

        A mark of a replay stands behind its dead letter: what is older than the first look's beginning does not matter to the rest.
        """
        for partition, (begin, end) in spans.items():
            share = sum(other.topic == partition.topic for other in spans)
            back = end - begin if self._newest is None else self._newest // share
            since = self._since.setdefault(partition, max(begin, end - back))
            self._until[partition] = max(begin, self._until.get(partition, since))
        self._kinds = {
            place: kind
            for place, kind in self._kinds.items()
            if place.offset >= spans[TopicPartition(place.topic, place.partition)][0]
        }
        begins = {partition: self._until[partition] for partition, (_, end) in spans.items()}
        async with aclosing(
            read(consumer, {one: begin for one, begin in begins.items() if begin < spans[one][1]})
        ) as records:
            async for record in records:
                self._add(DeadLetter.of(record))
                self._until[TopicPartition(record.topic, record.partition)] = record.offset + 1
        for partition, (_, end) in spans.items():  # behind the last record there may be the marker of its transaction
            self._until[partition] = max(end, self._until[partition])

    def _add(self, letter: DeadLetter) -> None:
        if marked := letter.marks:
            self._kinds.pop(marked, None)
        else:
            self._kinds[letter.place] = letter.kind

    def waiting(self, topic: str) -> Counter[str]:
        """Return how many of a topic wait, by what they have in common."""
        return Counter(kind for place, kind in self._kinds.items() if place.topic == topic)

    def unseen(self, topic: str, spans: Mapping[TopicPartition, Span]) -> int:
        """Return how many offsets of a topic are older than the first look's beginning."""
        return sum(
            max(0, since - spans[partition][0])
            for partition, since in self._since.items()
            if partition.topic == topic and partition in spans
        )
