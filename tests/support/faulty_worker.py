"""A worker like any other, but for its agent: `python -m tests.support.faulty_worker clean`."""

import asyncio
import sys

from workers.errors import QuotewireError
from workers.observability.logs import configure_logs
from workers.settings import load_settings
from workers.worker import run_worker

PROGRAM = "tests.support.faulty_worker"

if __name__ == "__main__":
    configure_logs("info")
    try:
        asyncio.run(run_worker("clean", load_settings(), "tests.support.faulty_agent"))
    except QuotewireError as error:
        sys.exit(str(error))
