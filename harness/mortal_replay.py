"""A `quotewire dlt replay` that sends itself a signal, such as SIGKILL, at a point of its n-th dead letter.

python -m harness.mortal_replay SIGNAL POINT N
"""

import os
import signal
import sys
from typing import Any

PROGRAM = "harness.mortal_replay"
POINTS = ("between record and mark", "before commit", "after commit")


def main() -> None:
    """Run it."""
    from aiokafka import AIOKafkaProducer  # noqa: PLC0415 - as in workers/cli.py

    from workers.cli import main as quotewire  # noqa: PLC0415
    from workers.kafka import delivery  # noqa: PLC0415

    number, point, deadly = signal.Signals[sys.argv[1]], sys.argv[2], int(sys.argv[3])
    begun = 0

    def reached(here: str) -> None:
        if here == point and begun == deadly:
            os.kill(os.getpid(), number)

    class Mortal(AIOKafkaProducer):
        async def begin_transaction(self) -> None:
            nonlocal begun
            begun += 1
            await super().begin_transaction()

        async def send_and_wait(self, *args: Any, **kwargs: Any) -> Any:  # the mark: the record is with the brokers
            reached("between record and mark")
            return await super().send_and_wait(*args, **kwargs)

        async def commit_transaction(self) -> None:
            reached("before commit")
            await super().commit_transaction()
            reached("after commit")

    vars(delivery)["AIOKafkaProducer"] = Mortal  # where transactional producers are made
    sys.argv = ["quotewire", "dlt", "replay"]
    quotewire()


if __name__ == "__main__":
    main()
