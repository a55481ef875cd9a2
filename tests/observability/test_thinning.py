"""Thinning with a clock of the test's own: what is shown, what is counted, and that the two are all there was."""

from hypothesis import given
from hypothesis import strategies as st

from tests.observability.clock import Clock
from workers.observability.thinning import EVERY_SECONDS, Thinning


def _thinning() -> tuple[Thinning[str], Clock]:
    clock = Clock()
    return Thinning(clock), clock


def test_the_first_line_is_shown_at_once_and_then_one_a_minute_with_how_many_were_left_out() -> None:
    thinning, clock = _thinning()
    shown = []
    for second in range(180):
        clock.now = second
        if (left_out := thinning.take("broker 1", "refused", "line")) is not None:
            shown.append((second, left_out))
    assert shown == [(0, 0), (60, 59), (120, 59)]


def test_what_was_left_out_is_told_when_its_minute_is_over_though_no_further_line_comes() -> None:
    thinning, clock = _thinning()
    for line in ("first", "second", "third"):
        thinning.take("broker 1", "refused", line)
    assert thinning.due() == []
    clock.now = EVERY_SECONDS
    assert thinning.due() == [("third", 1)]
    assert thinning.due() == []


def test_what_was_left_out_is_told_at_the_end_of_the_process() -> None:
    thinning, _ = _thinning()
    for line in ("first", "second", "third"):
        thinning.take("broker 1", "refused", line)
    assert thinning.rest() == [("third", 1)]
    assert thinning.rest() == []


def test_a_cause_that_was_quiet_for_a_minute_is_forgotten() -> None:
    thinning, clock = _thinning()
    thinning.take("broker 1", "refused", "line")
    assert thinning
    clock.now = EVERY_SECONDS
    assert thinning.due() == []
    assert not thinning


CAUSES = st.tuples(st.integers(0, 3), st.integers(0, 30))
STEPS = st.lists(st.tuples(CAUSES, st.floats(0, 90), st.booleans()), max_size=200)
"""Which cause has a line, how many seconds later, and whether somebody looks after what is due."""


@given(STEPS)
def test_every_line_is_shown_or_counted(steps: list[tuple[tuple[int, int], float, bool]]) -> None:
    thinning, clock = _thinning()
    told = 0
    for (kind, detail), pause, looks in steps:
        clock.now += pause
        left_out = thinning.take(kind, detail, "line")
        told += 0 if left_out is None else 1 + left_out
        if looks:
            told += sum(1 + others for _, others in thinning.due())
    assert told + sum(1 + others for _, others in thinning.rest()) == len(steps)


@given(STEPS)
def test_causes_never_hide_each_other(steps: list[tuple[tuple[int, int], float, bool]]) -> None:
    """A cause is left out only after one of its own lines was shown less than a minute ago, whatever others did meanwhile."""
    thinning, clock = _thinning()
    shown: dict[tuple[int, int], float] = {}
    for (kind, detail), pause, _ in steps:
        clock.now += pause
        cause = (kind, detail % 20)
        if thinning.take(*cause, "line") is not None:
            shown[cause] = clock.now
        assert clock.now - shown[cause] < EVERY_SECONDS


@given(st.integers(1, 500))
def test_details_that_never_repeat_do_not_flood_the_log(lines: int) -> None:
    thinning, _ = _thinning()
    shown = [detail for detail in range(lines) if thinning.take("broker 1", f"request {detail}", "line") is not None]
    assert len(shown) == min(lines, 21)
    assert thinning.take("broker 2", "refused", "line") == 0
