"""Faust's own consumer, without brokers: what holding and releasing a partition does to what Faust polls."""

from collections.abc import AsyncIterator

import pytest_asyncio
from aiokafka import TopicPartition
from faust.types import TP

from workers.kafka.app import LaneApp
from workers.kafka.connection import Connection
from workers.kafka.consumer import LaneConsumer

HELD, OTHER = TopicPartition("articles.raw.v1", 0), TopicPartition("articles.raw.v1", 1)


class Assigned(LaneConsumer):
    """A consumer that has two partitions, though nobody has assigned them."""

    assigned = frozenset({TP(*HELD), TP(*OTHER)})

    def assignment(self) -> set[TP]:
        return set(self.assigned)


async def _nothing(_: object) -> None:
    """Stand where Faust's app would be called back."""


@pytest_asyncio.fixture(loop_scope="session")
async def consumer() -> AsyncIterator[Assigned]:
    app = LaneApp("group", Connection("127.0.0.1:1"), session_seconds=10, rebalance_seconds=10)
    made = Assigned(app.transport, _nothing, _nothing, _nothing)
    made._set_active_tps(set(made.assigned))
    yield made


def fetched(consumer: LaneConsumer) -> set[TP]:
    """Return what the next poll asks for."""
    return set(consumer._get_active_partitions())


async def test_a_held_partition_is_not_fetched_but_what_came_of_it_comes_through(consumer: Assigned) -> None:
    consumer.hold(HELD)
    assert fetched(consumer) == {TP(*OTHER)}
    assert not consumer._paused_partitions  # Faust drops what it has fetched of a paused one


async def test_a_released_partition_is_fetched_again(consumer: Assigned) -> None:
    consumer.hold(HELD)
    consumer.release(HELD)
    assert fetched(consumer) == {TP(*HELD), TP(*OTHER)}


async def test_room_in_fausts_own_buffer_does_not_release_a_held_partition(consumer: Assigned) -> None:
    consumer.hold(HELD)
    consumer.on_buffer_drop(TP(*HELD))
    assert fetched(consumer) == {TP(*OTHER)}


async def test_a_partition_that_was_lost_while_held_is_not_fetched_when_released(consumer: Assigned) -> None:
    consumer.hold(HELD)
    consumer.assigned = frozenset({TP(*OTHER)})
    consumer._set_active_tps(set(consumer.assigned))
    consumer.release(HELD)
    assert fetched(consumer) == {TP(*OTHER)}
    consumer.assigned = frozenset({TP(*HELD), TP(*OTHER)})
    consumer._set_active_tps(set(consumer.assigned))
    assert fetched(consumer) == {TP(*HELD), TP(*OTHER)}


async def test_a_consumer_commits_nothing_and_seeks_nothing_by_itself(consumer: Assigned) -> None:
    assert await consumer.commit() is False
    await consumer.perform_seek()
