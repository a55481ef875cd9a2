"""What is promised of Quotewire, while everything around it breaks: nothing lost, nothing twice, in order within a key.

    python -m benchmarks.faults [NAME …] [--short] [--runs N] [--list]

Without names, all of them. Prints a line for each and ends with 1 when a promise was broken. "twice" are articles with more than
one committed record, "unlike" those of them whose records differ in `ce_id`, which no consumer can tell for copies. "passed over"
are transactions that Kafka called complete without their markers (KAFKA-20734); only with these, and only where all brokers go,
may an article come twice. "silence" is the longest time without a new article, from a strike until work went on.
"""

import argparse
import asyncio
import sys
import time
from pathlib import Path

from benchmarks.faults.rows import FAULTS, Row
from benchmarks.faults.runs import HEADINGS, run
from benchmarks.faults.scene import SharedBrokers
from harness.brokers import KAFKA_VERSION


def chosen(options: argparse.Namespace) -> list[Row]:
    """Return the faults that were asked for."""
    if options.names:
        return [row for row in FAULTS if row.name in options.names]
    return [row for row in FAULTS if row.short or not options.short]


async def main(options: argparse.Namespace) -> bool:
    """Run what was asked for; tell whether all promises were kept."""
    started = time.monotonic()
    print(f"Kafka {KAFKA_VERSION}\n| {' | '.join(HEADINGS)} |\n{'|---' * len(HEADINGS)}|", flush=True)
    kept = True
    async with SharedBrokers() as shared:
        for row in chosen(options):
            result = await run(row, shared, Path("build/faults"), short=options.short, runs=options.runs)
            print(result, flush=True)
            kept = kept and not result.broken()
    print(f"{'All kept' if kept else 'NOT all kept'}, {(time.monotonic() - started) / 60:.0f} minutes")
    return kept


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*(row.name for row in FAULTS), []])
    parser.add_argument("--short", action="store_true", help="the few that `make test` runs, in their short form")
    parser.add_argument("--runs", type=int, help="in place of each fault's own number")
    parser.add_argument("--list", action="store_true", help="name the faults")
    asked = parser.parse_args()
    if asked.list:
        print("\n".join(f"{row.name:30} {row.fault.__doc__}" for row in FAULTS))
    else:
        sys.exit(not asyncio.run(main(asked)))
