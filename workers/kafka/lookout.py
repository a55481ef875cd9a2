"""Asks the brokers how far the stages are; changes nothing."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from workers.errors import BrokersUnreachableError
from workers.flow import STAGES, all_topics
from workers.kafka.admin import admin_client, describe
from workers.kafka.connection import Connection
from workers.kafka.groups import Group, group_named
from workers.kafka.measuring import Measured, Span, measure
from workers.kafka.rights import group_of, naming_rights, of_status
from workers.kafka.scanning import hold, partitions_of, reader
from workers.kafka.status import PartitionStatus, StageStatus, Status, TopicStatus
from workers.kafka.waiting_letters import WaitingLetters
from workers.stages.definition import Stage
from workers.topics import holds_dead_letters

_ANSWER_SECONDS = 20
"""aiokafka asks for the offsets of a partition without leader for ever, and reads from brokers that are gone."""
_LETTERS_SECONDS = 60
"""There may be very many; what has been read by then need not be read again."""


@dataclass(frozen=True, slots=True)
class _Ends:
    """Where partitions begin and end."""

    spans: Mapping[TopicPartition, Span]
    """From the first offset to the last stable one: what can be read."""
    highest: Mapping[TopicPartition, int]
    """Behind the last record of all."""

    def undecided(self, partition: TopicPartition) -> int:
        return max(0, self.highest[partition] - self.spans[partition][1])


class Lookout:
    """Connections to look through, again and again: what was seen before makes the next look quick, and gives rates."""

    def __init__(
        self,
        admin: AIOKafkaAdminClient,
        committed: AIOKafkaConsumer,
        undecided: AIOKafkaConsumer,
        prefix: str,
        letters: WaitingLetters,
        principal: str | None,
    ) -> None:
        self._admin = admin
        self._committed = committed
        self._undecided = undecided
        self._prefix = prefix
        self._letters = letters
        self._principal = principal
        self._before: tuple[datetime, dict[str, Group]] | None = None

    async def look(self) -> Status:
        """Look at everything.

        Raises AccessDeniedError, KafkaError, TimeoutError.
        """
        rights = of_status(self._prefix)
        with naming_rights(rights, self._principal):
            async with asyncio.timeout(_ANSWER_SECONDS):
                counts = await describe(self._admin, rights, self._principal)
                ends = await self._ends(partitions_of(counts, counts))
            dead = {one: span for one, span in ends.spans.items() if holds_dead_letters(one.topic)}
            async with asyncio.timeout(_LETTERS_SECONDS):
                await self._letters.look(self._committed, dead)
            async with asyncio.timeout(_ANSWER_SECONDS):
                return await self._look(counts)

    async def _look(self, counts: Mapping[str, int]) -> Status:
        names = [self._prefix + topic.name for topic in all_topics()]
        there = {name: counts[name] for name in names if name in counts}
        # Groups first: when a stage gets on meanwhile, it seems to be further behind than it is, never ahead of its topic.
        groups = {}
        for stage in STAGES:
            read = partitions_of(there, {self._prefix + stage.consumes.name} & there.keys())
            groups[stage.name] = await group_named(group_of(stage, self._prefix), read, self._admin)
        now = datetime.now(UTC)
        ends = await self._ends(partitions_of(there, there))
        stages = tuple([await self._stage(stage, groups[stage.name], ends, now) for stage in STAGES])
        topics = await self._topics(there, ends)
        self._before = (now, groups)
        return Status(now, topics, tuple(name for name in names if name not in there), stages)

    async def _ends(self, partitions: list[TopicPartition]) -> _Ends:
        hold(self._committed, partitions)
        hold(self._undecided, partitions)
        if not partitions:
            return _Ends({}, {})
        begins = await self._committed.beginning_offsets(partitions)
        stable = await self._committed.end_offsets(partitions)
        highest = await self._undecided.end_offsets(partitions)
        return _Ends({one: (begins[one], stable[one]) for one in partitions}, highest)

    async def _stage(self, stage: Stage, group: Group, ends: _Ends, now: datetime) -> StageStatus:
        topic = self._prefix + stage.consumes.name
        spans = {one: span for one, span in ends.spans.items() if one.topic == topic}
        unfinished = {one: (max(begin, group.committed.get(one, begin)), end) for one, (begin, end) in spans.items()}
        measured = await measure(self._committed, unfinished)
        partitions = tuple(
            PartitionStatus(
                partition.partition,
                group.committed.get(partition),
                found.records,
                found.exact,
                found.oldest,
                _gone(group.committed.get(partition), spans[partition][0]),
                ends.undecided(partition),
            )
            for partition, found in measured.items()
        )
        rate = await self._rate(stage, group, now, spans)
        return StageStatus(stage.name, group.name, topic, group.state, group.members, partitions, rate)

    async def _rate(
        self, stage: Stage, group: Group, now: datetime, spans: Mapping[TopicPartition, Span]
    ) -> float | None:
        """Return how many records a second a stage has done since the last look."""
        if not self._before:
            return None
        then, groups = self._before
        before = groups[stage.name].committed
        done = {
            one: (max(begin, before.get(one, begin)), max(begin, group.committed.get(one, begin)))
            for one, (begin, _) in spans.items()
        }
        counted = sum(found.records for found in (await measure(self._committed, done)).values())
        return counted / (now - then).total_seconds()

    async def _topics(self, counts: Mapping[str, int], ends: _Ends) -> tuple[TopicStatus, ...]:
        open_ = {one: (end, ends.highest[one]) for one, (_, end) in ends.spans.items() if ends.undecided(one)}
        held_back = await measure(self._undecided, open_)
        return tuple(self._topic(name, count, ends, held_back) for name, count in counts.items())

    def _topic(self, name: str, count: int, ends: _Ends, held_back: Mapping[TopicPartition, Measured]) -> TopicStatus:
        spans = {one: span for one, span in ends.spans.items() if one.topic == name}
        oldest = (found.oldest for one, found in held_back.items() if one.topic == name and found.oldest)
        dead = holds_dead_letters(name)
        return TopicStatus(
            name,
            count,
            sum(ends.highest[one] - begin for one, (begin, _) in spans.items()),
            sum(map(ends.undecided, spans)),
            min(oldest, default=None),
            self._letters.waiting(name) if dead else None,
            self._letters.unseen(name, spans) if dead else 0,
        )


def _gone(committed: int | None, begin: int) -> int:
    """Return how many records retention took before they were done.

    A single offset is the marker of the last transaction, as good as always: where nothing comes for as long as the topic keeps
    records, all of them are deleted in the end, and the stage has never committed the offset of the marker.
    """
    gone = 0 if committed is None else begin - committed
    return gone if gone > 1 else 0


@asynccontextmanager
async def lookout(connection: Connection, prefix: str, letters: WaitingLetters) -> AsyncIterator[Lookout]:
    """Connect for looking at everything; `letters` remembers the dead letters of looks before.

    Raises BrokersUnreachableError, BrokerRefusesError.
    """
    try:
        async with (
            admin_client(connection) as admin,
            reader(connection) as committed,
            reader(connection, undecided=True) as undecided,
        ):
            yield Lookout(admin, committed, undecided, prefix, letters, connection.principal)
    except (KafkaError, TimeoutError) as error:
        raise BrokersUnreachableError(connection.brokers, str(error) or type(error).__name__) from error
