"""Children and workers that end or freeze without a word."""

import os
import signal

from benchmarks.faults.scene import Scene
from harness import faulty_worker
from harness.articles import raw
from harness.stages.faulty.stage import LEAVE
from workers.topics import RAW, dead_letters_of

_CRASHES = 5
LEFT = "left for the dead"


async def child_ended_with_0(made: Scene) -> None:
    """An article ends its child with exit code 0, as if nothing were wrong: it alone becomes a dead letter."""
    await made.keep("clean", program=faulty_worker.PROGRAM)
    await made.publish(100)
    await made.quotewire.publish([(b"leaves", raw(0, id="leaves", body=f"Please {LEAVE}."))])
    await made.strike(lambda: made.publish(100))
    await made.finish()
    letters = await made.quotewire.read(dead_letters_of(RAW), lambda found: len(found) >= 1)
    reasons = [dict(letter.headers)["__dlq.errors.message"] for letter in letters]
    assert reasons == [b"the process that worked on it ended with code 0"], reasons


async def child_frozen_idle(made: Scene) -> None:
    """The child of a worker is frozen (SIGSTOP) while it has nothing to do, and never thaws."""
    await made.keep("clean")
    await made.publish(100)
    await made.through(100)
    (worker,) = made.members
    os.kill(worker.family()[-1], signal.SIGSTOP)  # trackers and fork server come before it
    await made.strike(lambda: made.publish(100))
    await made.finish()
    reasons = [said["reason"] for said in worker.said() if said["event"] == "child replaced"]
    assert reasons == ["ChildFrozenError"], reasons


async def crash_loop(made: Scene) -> None:
    """One of two workers is killed (kill -9) five times, each time as soon as it is up again."""
    await made.keep("clean", "clean")
    async with made.flow(30):
        for _ in range(_CRASHES):
            newest = made.quotewire.workers[-1]
            await made.quotewire.until(lambda newest=newest: bool(newest.partitions()))  # type: ignore[misc]
            await made.strike(newest.kill)
            await made.quotewire.until(lambda newest=newest: made.quotewire.workers[-1] is not newest)  # type: ignore[misc]
    await made.finish()
    left = "left the group for a worker that has died"
    made.notes[LEFT] += sum(worker.has_said(left) for worker in made.quotewire.workers)
