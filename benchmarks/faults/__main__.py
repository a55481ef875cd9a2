"""What is promised of Quotewire, while everything around it breaks: nothing lost, nothing twice, in order within a key.

    python -m benchmarks.faults [NAME …] [--short] [--runs N] [--list]

Without names, all of them. Prints a line for each and ends with 1 when a promise was broken. "twice" are articles with more than
one committed record, "unlike" those of them whose records differ in `ce_id`, which no consumer can tell for copies. "passed over"
are transactions that Kafka called complete without their markers (KAFKA-20734); only with these may an article come twice.
"""

import argparse
import asyncio
import signal
import sys
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path

from benchmarks.faults import brokers, takeovers, workers
from benchmarks.faults.workers import Fault
from tests.support.brokers import KAFKA_VERSION
from tests.support.mortal_worker import POINTS


@dataclass(frozen=True)
class Row:
    """A fault: its name on the command line, and how often it is run."""

    name: str
    fault: Fault
    runs: int = 1
    short: bool = False
    """Whether it is part of the short form."""
    copies: bool = False
    """Whether copies, with the same ids, may come: without transactions."""


FAULTS = (
    *(Row(f"killed-{point.replace(' ', '-')}", workers.killed_at(point), 3, short=True) for point in POINTS),
    Row("killed-at-random", workers.killed_at_random),
    Row("takeover-nothing-committed", takeovers.takeover(None), 50, short=True),
    Row("takeover-zero-committed", takeovers.takeover(0), 50, short=True),
    Row("takeover-above-zero", takeovers.takeover(20), 50),
    Row("takeover-at-least-once", takeovers.takeover(None, delivery="at_least_once"), 10, copies=True),
    Row("takeover-single-record", takeovers.takeover(None, articles=1), 3),
    Row("takeover-after-to-earliest", takeovers.after_to_earliest, 3),
    Row("takeover-added-partitions", takeovers.of_added_partitions, 3),
    Row("frozen", workers.frozen, 3),
    Row("joined-and-left", workers.joined_and_left),
    Row("more-workers-than-partitions", workers.more_workers_than_partitions),
    Row("broker-stopped", brokers.only_broker(signal.SIGTERM)),
    Row("broker-killed", brokers.only_broker(signal.SIGKILL)),
    Row("rolling-restart", brokers.rolling_restart),
    Row("coordinator-moved", brokers.coordinator_moved),
    Row("two-of-three-down", brokers.two_of_three),
    Row("all-down", brokers.all_down),
    Row("transactional-id-forgotten", brokers.forgotten_id, short=True),
    Row("foreign-aborts", workers.foreign_aborts, short=True),
    Row("poisoned", workers.poisoned),
    Row("told-to-stop", workers.told_to_stop),
    Row("at-least-once", workers.at_least_once, copies=True),
)


async def run(row: Row, runs: int) -> bool:
    """Run a fault so many times and print its line; tell whether the promise was kept."""
    articles = lost = twice = unlike = disorder = failed = passed_over = 0
    gaps = [0.0]
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            try:
                made = await row.fault(Path(folder))
            except AssertionError:
                traceback.print_exc()
                failed += 1
                continue
        articles += made.published
        lost += sum(number not in made.tally.seen for number in range(made.published))
        twice += made.tally.twice
        unlike += made.tally.twice_unlike
        disorder += made.tally.out_of_order
        passed_over += made.markers_passed_over
        gaps += made.gaps
    kept = not (lost or unlike or disorder or failed) and (row.copies or passed_over > 0 or not twice)
    cells = (
        runs,
        articles,
        lost,
        twice,
        unlike,
        passed_over,
        disorder,
        f"{max(gaps):.1f}",
        "yes" if kept else f"NO ({failed} failed)",
    )
    print("| " + " | ".join(map(str, (row.name, *cells))) + " |", flush=True)
    return kept


async def main(options: argparse.Namespace) -> bool:
    """Run what was asked for."""
    rows = [
        row for row in FAULTS if row.name in options.names or (not options.names and (row.short or not options.short))
    ]
    print(
        f"Kafka {KAFKA_VERSION}\n| fault | runs | articles | lost | twice | unlike | passed over | out of order | longest gap, s | kept |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|", flush=True)
    kept = [await run(row, options.runs or (1 if options.short else row.runs)) for row in rows]
    return all(kept)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*(row.name for row in FAULTS), []])
    parser.add_argument("--short", action="store_true", help="the few that `make test` runs, once each")
    parser.add_argument("--runs", type=int, help="in place of each fault's own number")
    parser.add_argument("--list", action="store_true")
    chosen = parser.parse_args()
    if chosen.list:
        print("\n".join(f"{row.name:30} {row.fault.__doc__}" for row in FAULTS))
    else:
        sys.exit(not asyncio.run(main(chosen)))
