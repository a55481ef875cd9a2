"""A worker whose membership of its group dies at once, as aiokafka's did under extreme load."""

import sys
from typing import Any


def main() -> None:
    """Run it."""
    from aiokafka.client import AIOKafkaClient, CoordinationType  # noqa: PLC0415 - children import this module again

    from workers.cli import main as quotewire  # noqa: PLC0415

    look_up = AIOKafkaClient.coordinator_lookup

    async def fail(self: Any, kind: Any, key: str) -> Any:
        if kind == CoordinationType.GROUP and key.endswith("quotewire-clean"):
            raise AssertionError("Did we not perform bootstrap?")
        return await look_up(self, kind, key)

    AIOKafkaClient.coordinator_lookup = fail
    sys.argv = ["quotewire", "worker", sys.argv[-1]]
    quotewire()


if __name__ == "__main__":
    main()
