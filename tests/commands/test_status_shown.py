from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
import typer
from rich.console import Console

from workers.commands.status import for_people, for_programs
from workers.commands.times import span, time_of
from workers.kafka.groups import Member
from workers.kafka.status import PartitionStatus, StageStatus, Status, TopicStatus
from workers.observability.group_metrics import expose

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def _stage(
    *partitions: PartitionStatus, members: int = 1, state: str = "Stable", rate: float | None = 2.5
) -> StageStatus:
    named = tuple(Member("faust", f"10.0.0.{number}") for number in range(members))
    return StageStatus("clean", "x.quotewire-clean", "x.articles.raw.v1", state, named, partitions, rate)


def _waits(
    number: int, waiting: int, seconds: float, *, exact: bool = True, gone: int = 0, undecided: int = 0
) -> PartitionStatus:
    oldest = NOW - timedelta(seconds=seconds) if waiting else None
    return PartitionStatus(number, 5, waiting, exact, oldest, gone, undecided)


def _topic(
    undecided: int = 0, seconds: float = 0, letters: Mapping[str, int] | None = None, unseen: int = 0
) -> TopicStatus:
    since = NOW - timedelta(seconds=seconds) if undecided else None
    return TopicStatus("x.articles.raw.v1", 4, 12_000, undecided, since, letters, unseen)


def _shown(found: Status) -> str:
    console = Console(width=120)
    with console.capture() as capture:
        console.print(for_people(found, "x."))
    return capture.get()


def test_all_is_well_while_workers_have_something_to_do() -> None:
    found = Status(NOW, (_topic(3, 59),), (), (_stage(_waits(0, 4, 30), _waits(1, 2000, 61, exact=False)),))
    assert list(found.problems()) == []
    lines = [line.split() for line in _shown(found).splitlines()]
    assert lines[1] == ["clean", "1", "≤", "2,004", "1", "min", "1", "s", "2.5"]
    assert lines[3] == ["articles.raw.v1", "4", "≤", "12,000", "3"]


def test_what_is_wrong_is_said_below() -> None:
    stage = _stage(_waits(0, 1, 30, gone=7), members=0, state="Empty")
    found = Status(NOW, (_topic(3, 61),), ("x.quotes.v1",), (stage,))
    topic = found.topics[0].name
    assert list(found.problems()) == [
        "missing topics: x.quotes.v1; `quotewire topics` creates them",
        "clean: no worker is in its group x.quotewire-clean; records that wait: 1",
        "clean: records of x.articles.raw.v1 that retention took before they were done: 7",
        f"{topic}: a transaction has been open for 61 seconds, longer than any worker's; records that it holds back: 3",
    ]
    assert "no worker is in its group" in _shown(found)
    assert for_programs(found)["well"] is False


def test_a_group_that_is_rebalancing_says_so() -> None:
    assert "1, PreparingRebalance" in _shown(Status(NOW, (), (), (_stage(state="PreparingRebalance"),)))


def test_dead_letters_cannot_harm_a_terminal() -> None:
    letters = {"clean \x1b[31mRed": 2, "": 1}
    shown = _shown(Status(NOW, (_topic(letters=letters, unseen=40),), (), ()))
    assert "\x1b" not in shown
    assert "2 clean ␛[31mRed, 1 of somebody else; 40 older offsets not looked at" in " ".join(shown.split())


def test_metrics_are_of_each_partition_and_stage() -> None:
    stage = _stage(_waits(0, 4, 30), _waits(1, 9, 61, gone=2, undecided=3), members=2)
    lines = expose(Status(NOW, (_topic(letters={"a": 2, "b": 1}),), ("x.quotes.v1",), (stage,))).decode().splitlines()
    second = '{partition="1",stage="clean",topic="x.articles.raw.v1"}'
    for line in (
        f"quotewire_group_lag_records{second} 9.0",
        f"quotewire_group_records_gone{second} 2.0",
        f"quotewire_group_undecided_records{second} 3.0",
        'quotewire_group_lag_seconds{stage="clean"} 61.0',
        'quotewire_group_members{stage="clean"} 2.0',
        'quotewire_dead_letters_waiting{topic="x.articles.raw.v1"} 3.0',
        'quotewire_topic_undecided_seconds{topic="x.articles.raw.v1"} 0.0',
        "quotewire_flow_topics_missing 1.0",
    ):
        assert line in lines


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "0 s"),
        (59.4, "59 s"),
        (60, "1 min"),
        (61, "1 min 1 s"),
        (3600, "1 h"),
        (7384, "2 h 3 min"),
        (90000, "1 d 1 h"),
    ],
)
def test_spans_of_time_have_two_units_at_most(seconds: float, written: str) -> None:
    assert span(seconds) == written


def test_times_are_of_utc_where_they_do_not_say() -> None:
    assert time_of("2026-11-28T12:00") == time_of("2026-11-28T13:00+01:00") == NOW
    with pytest.raises(typer.BadParameter):
        time_of("noon")
