"""`quotewire` with a fourth stage, by the one line that it takes: `python -m harness.four_stages worker lengths`."""

from harness.stages.lengths.definition import LENGTHS_STAGE
from workers import flow

PROGRAM = "harness.four_stages"


def main() -> None:
    """Run a command."""
    flow.STAGES = (*flow.STAGES, LENGTHS_STAGE)  # type: ignore[misc]

    from workers.cli import main as quotewire  # noqa: PLC0415 - it takes the stages over when it is imported

    quotewire()


if __name__ == "__main__":
    main()
