"""A worker like any other, except for the code of its stage: `python -m harness.faulty_worker [UNLOADABLE] clean`."""

import asyncio
import sys

PROGRAM = "harness.faulty_worker"


def main() -> None:
    """Run it; what a worker imports is imported here, since children import the module of their program again."""
    from harness import stages  # noqa: PLC0415
    from workers.errors import QuotewireError  # noqa: PLC0415
    from workers.observability.logs import configure_logs  # noqa: PLC0415
    from workers.settings import load_settings  # noqa: PLC0415
    from workers.worker import run_worker  # noqa: PLC0415

    configure_logs("info")
    try:
        stage = getattr(stages, sys.argv[1]) if len(sys.argv) > 2 else stages.FAULTY
        asyncio.run(run_worker(stage, load_settings()))
    except QuotewireError as error:
        print(error, file=sys.stderr)
        sys.exit(3)


if __name__ == "__main__":
    main()
