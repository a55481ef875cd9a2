"""Children with real processes: whatever one article does to its child, the others come out."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from harness import stages
from workers.errors import ChildError, ChildLostError
from workers.kafka.records import InputRecord, Outcome, Processed, Rejected
from workers.processes import child_process
from workers.processes.children import NOBODY, Children, Observer
from workers.processes.loading import loaded
from workers.processes.offline_job import Enriched
from workers.processes.stage_job import StageJob
from workers.stages.definition import Stage

GIBIBYTE = 1024**3

pytestmark = pytest.mark.processes


Workforce = Children[InputRecord, Outcome]


class Watch:
    """Keeps what is told of the children."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def replaced(self, error: ChildLostError | ChildError) -> None:
        self.told.append(f"{type(error).__name__}: {error}")

    def worked(self, seconds: float) -> None:
        """Do nothing."""


def workforce(
    count: int = 1, seconds: float = 60, stage: Stage = stages.OBEDIENT, observer: Observer = NOBODY
) -> Workforce:
    return Children(count, seconds, StageJob(stage, "", 1_000_000), 2 * GIBIBYTE, observer)


@asynccontextmanager
async def _started(count: int = 1, seconds: float = 60) -> AsyncIterator[Workforce]:
    children = workforce(count, seconds)
    try:
        await children.start()
        yield children
    finally:
        await children.stop()


def _record(body: str, offset: int = 0) -> InputRecord:
    return InputRecord("articles.raw.v1", 0, offset, str(offset).encode(), json.dumps({"body": body}).encode())


def _kinds(outcomes: list[Outcome]) -> list[str]:
    return [outcome.class_name if isinstance(outcome, Rejected) else "processed" for outcome in outcomes]


def _process_of(outcome: Outcome) -> int:
    assert isinstance(outcome, Processed)
    return int(json.loads(outcome.outputs[0].value or b"")["text"])


async def test_a_batch_is_done_in_another_process_in_order() -> None:
    async with _started() as children:
        outcomes = await children.process([_record("fine", number) for number in range(5)])
    assert _kinds(outcomes) == ["processed"] * 5
    assert [outcome.outputs[0].key for outcome in outcomes if isinstance(outcome, Processed)] == [
        b"0",
        b"1",
        b"2",
        b"3",
        b"4",
    ]
    assert os.getpid() not in {_process_of(outcome) for outcome in outcomes}


@pytest.mark.parametrize(
    ("culprit", "kind", "message"),
    [
        ("end 7", "ChildDiedError", "ended with code 7"),
        ("end 0", "ChildDiedError", "ended with code 0"),
        ("raise infinity", "ArithmeticError", "infinity"),
        ("swell", "ChildOutOfMemoryError", "2147483648 bytes"),
    ],
)
async def test_the_culprit_is_rejected_and_the_others_are_done(culprit: str, kind: str, message: str) -> None:
    async with _started() as children:
        outcomes = await children.process([_record("fine", 0), _record(culprit, 1), _record("fine", 2)])
        assert _kinds(outcomes) == ["processed", kind, "processed"]
        assert isinstance(outcomes[1], Rejected)
        assert message in outcomes[1].message
        assert _kinds(await children.process([_record("fine", 3)])) == ["processed"]


async def test_an_article_that_takes_too_long_is_rejected() -> None:
    async with _started(seconds=3) as children:
        outcomes = await children.process([_record("hang", 0), _record("fine", 1)])
    assert _kinds(outcomes) == ["ChildTimedOutError", "processed"]


async def test_the_stack_trace_of_a_failed_stage_is_kept() -> None:
    async with _started() as children:
        (outcome,) = await children.process([_record("raise here")])
    assert isinstance(outcome, Rejected)
    assert "harness/stages/obedient/stage.py" in outcome.stacktrace


async def test_bad_records_are_rejected_without_harm_to_the_child() -> None:
    async with _started() as children:
        bad = InputRecord("articles.raw.v1", 0, 1, b"k", b"not json")
        first, rejected, last = await children.process([_record("fine"), bad, _record("fine")])
        assert isinstance(rejected, Rejected)
        assert rejected.message.startswith("record: is not JSON")
        assert _process_of(first) == _process_of(last)


async def test_a_child_that_somebody_killed_between_batches_is_nobodys_fault() -> None:
    async with _started() as children:
        (outcome,) = await children.process([_record("fine")])
        os.kill(_process_of(outcome), signal.SIGKILL)
        assert _kinds(await children.process([_record("fine")])) == ["processed"]


@pytest.mark.parametrize("code", [0, 7])
async def test_a_child_that_ends_while_it_has_nothing_to_do_is_noticed_before_it_gets_work(code: int) -> None:
    watch = Watch()
    children = workforce(observer=watch)
    try:
        await children.start()
        await children.process([_record(f"end later {code}")])
        async with asyncio.timeout(60):
            while not watch.told:
                await asyncio.sleep(0.05)
        assert watch.told == [f"ChildEndedError: a child process ended with code {code} while it had nothing to do"]
        assert _kinds(await children.process([_record("fine")])) == ["processed"]
        assert len(watch.told) == 1
    finally:
        await children.stop()


async def test_a_child_that_is_frozen_while_it_has_nothing_to_do_is_replaced_when_it_gets_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also when the batch is larger than what a pipe holds."""
    monkeypatch.setattr(child_process, "_READY_SECONDS", 3)
    watch = Watch()
    children = workforce(observer=watch)
    try:
        await children.start()
        (outcome,) = await children.process([_record("fine")])
        os.kill(_process_of(outcome), signal.SIGSTOP)
        assert set(_kinds(await children.process([_record("fine")] * 5_000))) == {"processed"}
        assert watch.told[0].startswith("ChildFrozenError")
        assert not _alive(_process_of(outcome))
    finally:
        await children.stop()


async def test_a_child_that_somebody_killed_while_it_worked_is_nobodys_fault() -> None:
    async with _started() as children:
        (outcome,) = await children.process([_record("fine")])
        working = asyncio.create_task(children.process([_record("fine")] * 5_000))
        await asyncio.sleep(0)
        os.kill(_process_of(outcome), signal.SIGKILL)
        assert set(_kinds(await working)) == {"processed"}


@pytest.mark.parametrize(("kills", "kind"), [(2, "processed"), (3, "ChildDiedError")])
async def test_only_the_third_kill_from_outside_is_the_articles_fault(kills: int, kind: str, tmp_path: Path) -> None:
    notches = tmp_path / "notches"
    notches.touch()
    async with _started() as children:
        outcomes = await children.process([_record("fine"), _record(f"be killed {kills} {notches}")])
    assert _kinds(outcomes) == ["processed", kind]


async def test_to_give_up_a_batch_does_not_end_its_child() -> None:
    async with _started(seconds=600) as children:
        (before,) = await children.process([_record("fine")])
        given_up = asyncio.create_task(children.process([_record("fine")] * 2_000))
        await asyncio.sleep(0.01)
        given_up.cancel()
        (after,) = await children.process([_record("fine")])
    assert _process_of(before) == _process_of(after)


def test_a_stage_that_cannot_be_loaded_is_a_clear_error() -> None:
    """In a program of its own, since a process has one fork server, which imports one stage."""
    program = (
        "import asyncio; from harness.stages import UNLOADABLE\n"
        "from tests.processes.test_children import workforce\n"
        "async def main():\n"
        "    await workforce(stage=UNLOADABLE).start()\n"
        "asyncio.run(main())\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True, timeout=240)
    assert "StageNotLoadedError: the stage clean cannot be loaded: OSError: no such model" in ended.stderr


class Preloaded:
    """A job that tells how many stages its child had when it came up."""

    name = "to tell"
    stages = (stages.OBEDIENT,)

    def start(self) -> Callable[[Sequence[str]], list[Enriched]]:
        had = loaded.cache_info().currsize
        return lambda items: [Enriched(str(had).encode()) for _ in items]


def test_children_come_up_with_the_stage_that_the_fork_server_has_loaded() -> None:
    program = (
        "import asyncio; from tests.processes.test_children import GIBIBYTE, Preloaded, Children\n"
        "async def main():\n"
        "    children = Children(1, 60, Preloaded(), 2 * GIBIBYTE)\n"
        "    await children.start()\n"
        "    print(await children.process(['how many?']))\n"
        "    await children.stop()\n"
        "asyncio.run(main())\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True, timeout=240)
    assert ended.stdout.strip() == "[Enriched(value=b'1')]", ended.stderr


@pytest.mark.parametrize("failure", ["raise here", "hang", "swell", "end 3"])
async def test_the_rest_of_a_failed_batch_is_done_in_a_fresh_child(failure: str) -> None:
    async with _started(seconds=3) as children:
        (before,) = await children.process([_record("fine")])
        rest, rejected = await children.process([_record("fine"), _record(failure)])
        assert isinstance(rejected, Rejected)
        (after,) = await children.process([_record("fine")])
    assert len({_process_of(outcome) for outcome in (before, rest, after)}) == 3


async def test_many_crashes_in_a_row_cost_no_good_article() -> None:
    async with _started(count=2) as children:
        batches = [[_record("end 9"), _record("fine"), _record("end 9")] for _ in range(10)]
        done = await asyncio.gather(*(children.process(batch) for batch in batches))
    assert [_kinds(outcomes) for outcomes in done] == [["ChildDiedError", "processed", "ChildDiedError"]] * 10


LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent ended")


@LINUX
@pytest.mark.parametrize("at_work", [False, True])
def test_children_end_with_their_worker_whatever_ends_it(tmp_path: Path, at_work: bool) -> None:  # noqa: FBT001
    """Also in the middle of a call that never comes back: a child that reads its pipe no more notices nothing itself."""
    program = tmp_path / "worker.py"
    program.write_text(
        "import asyncio, os, signal, sys\n"
        "from tests.processes.test_children import _process_of, _record, workforce\n"
        "async def main():\n"
        "    children = workforce()\n"
        "    await children.start()\n"
        "    print(_process_of((await children.process([_record('fine')]))[0]), flush=True)\n"
        "    if sys.argv[1] == 'True':\n"
        "        asyncio.create_task(children.process([_record('hang')]))\n"
        "        await asyncio.sleep(1)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(main())\n"
    )
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, str(program), str(at_work)]
    with (tmp_path / "said").open("w") as said:  # no pipe: a child would keep it open, and the wait for its end with it
        subprocess.run(command, check=False, stdout=said, env=environment, timeout=120)
    child = int((tmp_path / "said").read_text())
    deadline = time.monotonic() + 60
    while _alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(child)


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
