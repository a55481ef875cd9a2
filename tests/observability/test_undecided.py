"""What is said of records that wait for a transaction to end, by a clock of the test's own."""

import pytest
from aiokafka import TopicPartition
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

from tests.observability.clock import Clock
from workers.observability.health import Health
from workers.observability.metrics import Metrics
from workers.observability.undecided import LONG_SECONDS, Undecided

PARTITION = TopicPartition("articles.raw.v1", 3)
BEGUN, OVER = "records held back by an open transaction", "records no longer held back"


class Watched:
    """What is undecided of a partition, with all that can be seen of it."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.health = Health(100)
        self.registry = CollectorRegistry()
        self._undecided = Undecided(Metrics("clean", self.registry), self.health, self.clock)
        self.forget = self._undecided.forget

    def seen(self, stable: int, end: int, after: float) -> list[str]:
        """Look after some seconds; return what was logged."""
        self.clock.now += after
        with capture_logs() as lines:
            self._undecided.seen({PARTITION: stable}, {PARTITION: end})
        return [line["event"] for line in lines]

    @property
    def shown(self) -> float | None:
        return self._metric("undecided_records")

    @property
    def seconds(self) -> float | None:
        return self._metric("undecided_seconds")

    def _metric(self, name: str) -> float | None:
        labels = {"stage": "clean", "topic": PARTITION.topic, "partition": "3"}
        return self.registry.get_sample_value(f"quotewire_{name}", labels)


@pytest.fixture
def watched() -> Watched:
    return Watched()


def test_it_is_shown_at_once_said_once_when_it_lasts_and_once_when_it_is_over(watched: Watched) -> None:
    assert (watched.seen(10, 10, 0), watched.shown) == ([], 0)
    assert (watched.seen(10, 14, 2), watched.shown) == ([], 4)
    assert watched.seen(10, 15, LONG_SECONDS - 1) == []
    assert watched.health.waits() == []
    assert watched.seen(10, 16, 1) == [BEGUN]
    assert watched.health.waits() == ["records of articles.raw.v1-3 are held back by an open transaction"]
    assert watched.seen(10, 20, 600) == []
    assert (watched.shown, watched.seconds) == (10, LONG_SECONDS + 600)
    assert (watched.seen(20, 20, 2), watched.shown, watched.seconds) == ([OVER], 0, 0)
    assert watched.health.waits() == []


def test_transactions_that_end_and_are_followed_by_others_are_none_that_lasts(watched: Watched) -> None:
    for offset in range(0, 100, 10):
        assert watched.seen(offset, offset + 5, LONG_SECONDS - 1) == []


def test_another_transaction_behind_the_one_that_ended_counts_anew(watched: Watched) -> None:
    watched.seen(10, 20, 0)
    assert watched.seen(10, 20, LONG_SECONDS) == [BEGUN]
    assert watched.seen(15, 20, 2) == [OVER]
    assert watched.seen(15, 20, LONG_SECONDS) == [BEGUN]


def test_an_end_that_was_told_before_the_last_stable_offset_moved_is_no_negative_number(watched: Watched) -> None:
    watched.seen(20, 14, 0)
    assert watched.shown == 0


def test_a_partition_that_is_another_workers_is_its_to_tell_of(watched: Watched) -> None:
    watched.seen(10, 20, 0)
    watched.forget(PARTITION)
    assert watched.shown is watched.seconds is None
