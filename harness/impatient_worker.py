"""A worker that does not wait a minute before it speaks of an open transaction: `python -m harness.impatient_worker clean`."""

import sys

PROGRAM = "harness.impatient_worker"


def main() -> None:
    """Run it."""
    from workers.cli import main as quotewire  # noqa: PLC0415 - children import this module again
    from workers.observability import undecided  # noqa: PLC0415

    undecided.LONG_SECONDS = 3
    sys.argv = ["quotewire", "worker", sys.argv[-1]]
    quotewire()


if __name__ == "__main__":
    main()
