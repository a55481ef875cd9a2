"""The age of the oldest record that is not finished, by a clock of the test's own."""

import math

import pytest
from aiokafka import TopicPartition

from tests.observability.clock import Clock
from workers.observability.oldest import Oldest

HERE, THERE = TopicPartition("articles.raw.v1", 0), TopicPartition("articles.raw.v1", 1)


@pytest.fixture
def clock() -> Clock:
    return Clock(1000.0)


@pytest.fixture
def oldest(clock: Clock) -> Oldest:
    return Oldest(clock)


def test_the_oldest_of_all_partitions_counts_and_nothing_is_0(oldest: Oldest) -> None:
    assert oldest.seconds == 0
    oldest.seen({HERE: 990.0, THERE: 940.0}, {})
    assert oldest.seconds == 60
    oldest.seen({}, {})
    assert oldest.seconds == 0


def test_what_was_not_read_counts_from_when_reading_was_first_seen_to_stand_there(oldest: Oldest, clock: Clock) -> None:
    oldest.seen({}, {HERE: 5})
    clock.now += 30
    oldest.seen({}, {HERE: 5})
    assert oldest.seconds == 30
    oldest.seen({}, {HERE: 6})
    assert oldest.seconds == 0
    clock.now += 10
    oldest.seen({HERE: 900.0}, {HERE: 6})
    assert oldest.seconds == 140  # the record in hand is older than those behind it


def test_while_brokers_are_silent_what_waited_goes_on_to_wait(oldest: Oldest, clock: Clock) -> None:
    oldest.seen({HERE: 990.0}, {THERE: 7})
    clock.now += 20
    oldest.silence({})  # the lanes were closed
    assert oldest.seconds == 30
    oldest.seen({}, {})
    assert oldest.seconds == 0


def test_while_brokers_are_silent_and_nothing_was_known_to_wait_nobody_knows(oldest: Oldest) -> None:
    oldest.seen({}, {})
    oldest.silence({})
    assert math.isnan(oldest.seconds)
    oldest.silence({HERE: 990.0})
    assert oldest.seconds == 10
