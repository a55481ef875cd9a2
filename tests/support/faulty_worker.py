"""A worker like any other, but for its agent: `python -m tests.support.faulty_worker [AGENT MODULE] clean`."""

import asyncio
import sys

PROGRAM = "tests.support.faulty_worker"


def main() -> None:
    """Run it; what a worker imports is imported here, since children import the module of their program again."""
    from workers.errors import QuotewireError  # noqa: PLC0415
    from workers.observability.logs import configure_logs  # noqa: PLC0415
    from workers.settings import load_settings  # noqa: PLC0415
    from workers.worker import run_worker  # noqa: PLC0415

    configure_logs("info")
    try:
        agent = sys.argv[1] if len(sys.argv) > 2 else "tests.support.faulty_agent"
        asyncio.run(run_worker("clean", load_settings(), agent))
    except QuotewireError as error:
        print(error, file=sys.stderr)
        sys.exit(3)


if __name__ == "__main__":
    main()
