"""Reads topics as far as they go now, without a consumer group; and finds dead letters in them, and what replaces those."""

from collections.abc import AsyncGenerator, AsyncIterator, Collection, Iterable, Iterator, Mapping
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from workers.kafka.connection import Connection
from workers.kafka.letters import DeadLetter, Place, Selection

_POLL_MILLISECONDS = 500
_WAIT_MILLISECONDS = 50
"""How long a broker waits for more than there is; whatever else it is asked on the connection waits, too."""


@asynccontextmanager
async def reader(connection: Connection, *, undecided: bool = False) -> AsyncIterator[AIOKafkaConsumer]:
    """Connect for reading committed records, or undecided ones too, without a group."""
    options = connection.consumer(from_beginning=True, undecided=undecided)
    consumer = AIOKafkaConsumer(**options, fetch_max_wait_ms=_WAIT_MILLISECONDS)
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()


def partitions_of(counts: Mapping[str, int], topics: Iterable[str]) -> list[TopicPartition]:
    """Return all partitions of topics, from their numbers by topic."""
    return [TopicPartition(topic, number) for topic in topics for number in range(counts[topic])]


async def read(consumer: AIOKafkaConsumer, begins: Mapping[TopicPartition, int]) -> AsyncGenerator[Any, None]:
    """Yield the records of partitions from some offsets on, as far as they are committed now; those of a partition in order."""
    if not begins:  # aiokafka would ask for the offsets of no partitions for ever
        return
    with reading(consumer, begins):
        ends = await consumer.end_offsets(list(begins))
        unread = {partition for partition, offset in begins.items() if offset < ends[partition]}
        consumer.pause(*set(begins) - unread)
        while unread:
            batches = await consumer.getmany(*unread, timeout_ms=_POLL_MILLISECONDS)
            for partition, records in batches.items():
                for record in records:
                    if record.offset < ends[partition]:
                        yield record
            for partition in list(unread):
                if await consumer.position(partition) >= ends[partition]:
                    unread.discard(partition)
                    consumer.pause(partition)


@contextmanager
def reading(consumer: AIOKafkaConsumer, begins: Mapping[TopicPartition, int]) -> Iterator[None]:
    """Let a consumer fetch some partitions from some offsets on.

    It keeps more that it may have, which `hold` has assigned: with other partitions aiokafka would have to ask for other topics' leaders.
    """
    if not consumer.assignment().issuperset(begins):
        consumer.assign(list(begins))
    for partition, offset in begins.items():
        consumer.seek(partition, offset)
        consumer.resume(partition)
    try:
        yield
    finally:
        consumer.pause(*begins)


def hold(consumer: AIOKafkaConsumer, partitions: Collection[TopicPartition]) -> None:
    """Assign partitions without fetching from them."""
    if consumer.assignment() != set(partitions):
        consumer.assign(list(partitions))
        consumer.pause(*partitions)


@dataclass(frozen=True, slots=True)
class Found:
    """Dead letters without their values, the oldest first; there may be very many."""

    waiting: tuple[DeadLetter, ...]
    replayed: tuple[DeadLetter, ...]


async def survey(consumer: AIOKafkaConsumer, partitions: Collection[TopicPartition], selection: Selection) -> Found:
    """Look through all dead letters for those that are meant."""
    letters: dict[Place, DeadLetter] = {}
    replayed: set[Place] = set()
    begins = await consumer.beginning_offsets(list(partitions))
    async with aclosing(read(consumer, begins)) as records:
        async for record in records:
            letter = DeadLetter.of(record)
            if marked := letter.marks:
                replayed.add(marked)
            elif selection.takes(letter):
                letters[letter.place] = replace(letter, value=None)
    ordered = sorted(letters.values(), key=lambda letter: (letter.time, letter.place))
    return Found(
        tuple(letter for letter in ordered if letter.place not in replayed),
        tuple(letter for letter in ordered if letter.place in replayed),
    )


async def whole(consumer: AIOKafkaConsumer, letters: Collection[DeadLetter]) -> AsyncGenerator[DeadLetter, None]:
    """Yield dead letters with their values; those of a partition in order. One that retention was faster for is left out."""
    places = {letter.place for letter in letters}
    begins: dict[TopicPartition, int] = {}
    for place in places:
        partition = TopicPartition(place.topic, place.partition)
        begins[partition] = min(place.offset, begins.get(partition, place.offset))
    async with aclosing(read(consumer, begins)) as records:
        async for record in records:
            if Place(record.topic, record.partition, record.offset) in places:
                yield DeadLetter.of(record)


async def newer(
    consumer: AIOKafkaConsumer, counts: Mapping[str, int], letters: Collection[DeadLetter]
) -> dict[Place, str]:
    """Say for dead letters, by their places, what their topic holds under the same key that is newer than their record was.

    In its own partition that is a record with a higher offset. In another one it can be only since partitions were added, and then
    it is one that came after the dead letter: partitions are added when nothing is under way. A record without a key is replaced by
    nothing. Topics keep records for a shorter time than dead letters: where those that came next are gone, something newer, even
    a retraction, may have been among them.
    """
    waiting: dict[tuple[str, bytes], list[tuple[Place, DeadLetter]]] = {}
    for letter in letters:
        if letter.key is not None and (origin := letter.origin):
            waiting.setdefault((origin.topic, letter.key), []).append((origin, letter))
    pairs = [pair for pairs in waiting.values() for pair in pairs]
    if not pairs:
        return {}
    partitions = partitions_of(counts, {origin.topic for origin, _ in pairs})
    lowest = await consumer.beginning_offsets(partitions)
    found: dict[Place, str] = {}
    for origin, letter in pairs:
        first = lowest.get(TopicPartition(origin.topic, origin.partition), 0)
        if first > origin.offset + 1:
            found[letter.place] = (
                f"what came after it is gone from {origin.topic}, perhaps something newer under its key"
            )
    begins = await _after(pairs, consumer, lowest)
    async with aclosing(read(consumer, begins)) as records:
        async for record in records:
            for origin, letter in waiting.get((record.topic, record.key), ()):
                place = Place(record.topic, record.partition, record.offset)
                same = record.partition == origin.partition
                if place > origin if same else record.timestamp > letter.time.timestamp() * 1000:
                    what = "a retraction" if record.value is None else "something newer"
                    found[letter.place] = f"{what} under its key: {place}"
    return found


async def _after(
    pairs: Collection[tuple[Place, DeadLetter]], consumer: AIOKafkaConsumer, lowest: Mapping[TopicPartition, int]
) -> dict[TopicPartition, int]:
    """Return the offsets from which on something newer can be, from those with which partitions begin."""
    oldest = min(int(letter.time.timestamp() * 1000) for _, letter in pairs)
    since = await consumer.offsets_for_times(dict.fromkeys(lowest, oldest))
    begins = {partition: found.offset for partition, found in since.items() if found}
    for origin, _ in pairs:
        partition = TopicPartition(origin.topic, origin.partition)
        begins[partition] = min(origin.offset + 1, begins.get(partition, origin.offset + 1))
    return {partition: max(offset, lowest[partition]) for partition, offset in begins.items() if partition in lowest}
