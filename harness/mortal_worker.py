"""A worker that kills itself (kill -9) at a point of a transaction, from its n-th on.

python -m harness.mortal_worker POINT N clean
"""

import os
import signal
import sys
from typing import Any

PROGRAM = "harness.mortal_worker"
POINTS = ("before begin", "between sends", "before offsets", "before commit", "after commit")


def main() -> None:
    """Run it."""
    from aiokafka import AIOKafkaProducer  # noqa: PLC0415 - children import this module again

    from workers.cli import main as quotewire  # noqa: PLC0415

    point, deadly = sys.argv[1].replace("-", " "), int(sys.argv[2])
    begun = sent = 0

    def reached(here: str) -> None:
        if here == point and begun >= deadly:  # of all lanes together, which begin theirs side by side
            os.kill(os.getpid(), signal.SIGKILL)

    class Mortal(AIOKafkaProducer):
        async def begin_transaction(self) -> None:
            nonlocal begun, sent
            begun, sent = begun + 1, 0
            reached("before begin")
            await super().begin_transaction()

        async def send(self, *args: Any, **kwargs: Any) -> Any:
            nonlocal sent
            sent += 1
            if sent > 1:
                reached("between sends")
            return await super().send(*args, **kwargs)

        async def send_offsets_to_transaction(self, *args: Any) -> None:
            reached("before offsets")
            await super().send_offsets_to_transaction(*args)

        async def commit_transaction(self) -> None:
            reached("before commit")
            await super().commit_transaction()
            reached("after commit")

    from workers.kafka import delivery  # noqa: PLC0415

    vars(delivery)["AIOKafkaProducer"] = Mortal
    sys.argv = ["quotewire", "worker", sys.argv[-1]]
    quotewire()


if __name__ == "__main__":
    main()
