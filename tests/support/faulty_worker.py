"""A worker like any other, but for its agent: `python -m tests.support.faulty_worker clean`."""

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
        asyncio.run(run_worker("clean", load_settings(), "tests.support.faulty_agent"))
    except QuotewireError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
