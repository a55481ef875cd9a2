"""A worker whose rebalances take longer, as on a busy machine: a poll that was under way comes back while the flow is stopped.

Faust drops what such a poll brings. The log says how often that was (`DROPPED`).
"""

import asyncio
import sys
from typing import Any

PROGRAM = "harness.wide_worker"
DROPPED = "a poll came back while the flow was stopped"
_RESUMED_LATE_SECONDS = 0.7
_POLL_SECONDS = 10


def main() -> None:
    """Run it."""
    import structlog  # noqa: PLC0415 - children import this module again
    from faust.tables.recovery import Recovery  # noqa: PLC0415
    from faust.transport.consumer import Consumer  # noqa: PLC0415

    from workers.cli import main as quotewire  # noqa: PLC0415

    resume, wait = Recovery._resume_streams, Consumer._wait_next_records

    async def resume_late(self: Any, *args: Any, **kwargs: Any) -> None:
        await asyncio.sleep(_RESUMED_LATE_SECONDS)
        await resume(self, *args, **kwargs)

    async def wait_long(self: Any, _timeout: float) -> Any:
        records, active = await wait(self, _POLL_SECONDS)
        if records and not self.flow_active:
            structlog.get_logger("quotewire.tests").warning(DROPPED, records=sum(map(len, records.values())))
        return records, active

    Recovery._resume_streams, Consumer._wait_next_records = resume_late, wait_long
    sys.argv = ["quotewire", "worker", sys.argv[-1]]
    quotewire()


if __name__ == "__main__":
    main()
