"""Health by a clock of the test's own."""

import pytest

from tests.observability.clock import Clock
from workers.observability.health import BROKERS_SECONDS, Health

PATIENCE = 100.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def health(clock: Clock) -> Health:
    made = Health(PATIENCE, clock)
    made.started = made.assigned = True
    return made


def test_a_worker_that_is_up_is_ready(health: Health) -> None:
    assert (health.not_ready(), health.stalled()) == ([], None)


def test_readiness_says_why_not(health: Health, clock: Clock) -> None:
    health.assigned = False
    assert health.not_ready() == ["waiting for partitions: the consumer group is rebalancing"]
    health.started = False
    assert health.not_ready() == ["starting"]
    health.started = health.assigned = True
    clock.now = BROKERS_SECONDS + 1
    assert health.not_ready() == ["brokers have not answered for 31 seconds"]
    health.heard()
    assert health.not_ready() == []
    health.stopping = True
    assert health.not_ready() == ["stopping"]


def test_a_worker_that_gets_nowhere_is_stalled(health: Health, clock: Clock) -> None:
    health.seen("here", busy=True)
    clock.now = PATIENCE
    health.seen("here", busy=True)
    assert health.stalled() is None
    clock.now = PATIENCE + 1
    health.seen("here", busy=True)
    health.heard()
    assert health.stalled() == "no progress for 101 seconds with records waiting"
    assert health.not_ready() == [health.stalled()]


@pytest.mark.parametrize(("state", "busy"), [("there", True), ("here", False)])
def test_neither_progress_nor_idleness_is_a_stall(health: Health, clock: Clock, state: str, busy: bool) -> None:  # noqa: FBT001
    health.seen("here", busy=True)
    clock.now = PATIENCE + 1
    health.seen(state, busy=busy)
    assert health.stalled() is None
