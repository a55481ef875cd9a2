"""Runs a fault as often as its row says, and tells what came of the promise."""

import asyncio
import shutil
import sys
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.faults.rows import Copies, Row
from benchmarks.faults.scene import Scene, SharedBrokers, scene

_MOST_RUNS = 20  # where chance did not let a fault strike in fewer
HEADINGS = (
    *("fault", "runs", "articles", "lost", "twice", "unlike", "passed over", "out of order", "silence, s"),
    *("kept", "notes"),
)


@dataclass
class Result:
    """What came of all runs of a fault."""

    row: Row
    runs: int = 0
    failed: int = 0
    """Runs that came to no end, or whose fault did not strike as it should."""
    articles: int = 0
    lost: int = 0
    twice: int = 0
    """Articles with more than one committed record."""
    unlike: int = 0
    """Those of them whose records differ in `ce_id`."""
    uninvited: int = 0
    """Records of articles that were never published, such as those of aborted transactions."""
    passed_over: int = 0
    """Transactions that Kafka called complete without their markers."""
    disorder: int = 0
    silence: float = 0.0
    """The longest, in seconds, from a strike until work went on."""
    notes: Counter[str] = field(default_factory=Counter)

    def add(self, made: Scene) -> bool:
        """Count a run that has come to its end; tell whether it was clean."""
        self.articles += made.published
        lost, uninvited = made.lost(), made.uninvited()
        self.lost += lost
        self.uninvited += uninvited
        self.twice += made.tally.twice
        self.unlike += made.tally.twice_unlike
        self.disorder += made.tally.out_of_order
        self.silence = max(self.silence, *made.gaps, 0)
        self.notes += made.notes
        return not (lost or uninvited or made.tally.twice or made.tally.out_of_order)

    def broken(self) -> list[str]:
        """Return the promises that were broken, or could not be put to the test."""
        copies = self.row.copies
        allowed = copies is Copies.ALLOWED or (copies is Copies.PASSED_OVER and self.passed_over > 0)
        broken = {
            "lost": self.lost,
            "twice": 0 if allowed else self.twice,
            "unlike": self.unlike,
            "uninvited": self.uninvited,
            "out of order": self.disorder,
            "runs failed": self.failed,
            f"no {self.row.must_note}": self.row.must_note and not self.notes[self.row.must_note],
            "no articles": not self.articles,
        }
        return [f"{name} {int(count)}" for name, count in broken.items() if count]

    def __str__(self) -> str:
        """Return its line of the table."""
        broken = self.broken()
        cells = (
            *(self.row.name, self.runs, self.articles, self.lost, self.twice, self.unlike, self.passed_over),
            *(self.disorder, f"{self.silence:.1f}", f"NO: {', '.join(broken)}" if broken else "yes"),
            ", ".join(f"{name} {count}" for name, count in sorted(self.notes.items())),
        )
        return f"| {' | '.join(map(str, cells))} |"


async def run(row: Row, shared: SharedBrokers, folder: Path, *, short: bool = False, runs: int | None = None) -> Result:
    """Run a fault so many times; what workers said in a run that was not clean stays in the folder."""
    fault = row.short if short and row.short else row.fault
    result = Result(row, runs or (row.short_runs if short else row.runs))
    await shared.set_for(row.place)
    before = shared.passed_over()
    places = asyncio.Semaphore(row.side_by_side)

    async def once(number: int) -> None:
        own = folder / f"{row.name}-{number}"
        async with places:
            shutil.rmtree(own, ignore_errors=True)
            own.mkdir(parents=True)
            try:
                async with scene(shared, row.place, own, seed=number) as made:
                    await fault(made)
            except Exception:  # noqa: BLE001 - whatever ends a run, the others are run
                traceback.print_exc()
                result.failed += 1
                return
        if result.add(made):
            shutil.rmtree(own)
        else:
            print(f"{row.name}, run {number}: not clean, see {own}", file=sys.stderr, flush=True)

    await asyncio.gather(*(once(number) for number in range(result.runs)))
    while row.must_note and not result.notes[row.must_note] and result.runs < _MOST_RUNS and not result.failed:
        result.runs += 1  # chance has the last word in whether the fault strikes: in 24 to 30 of 50 takeovers
        await once(result.runs - 1)
    result.passed_over = shared.passed_over() - before
    return result
