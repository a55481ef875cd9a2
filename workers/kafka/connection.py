"""How to reach the brokers: the only maker of options for Kafka clients."""

from dataclasses import dataclass
from typing import Any

from workers.topics import DERIVED_MAX_BYTES

SEND_SECONDS = 30
"""A send gives up before its transaction does."""


@dataclass(frozen=True, slots=True)
class Connection:
    """The brokers of an installation, and how to talk to them."""

    brokers: str
    """Those to ask first, as `host:port`, with commas between them."""

    def client(self) -> dict[str, Any]:
        """Return the options that all of aiokafka's clients share."""
        return {"bootstrap_servers": self.brokers.split(",")}

    def producer(self) -> dict[str, Any]:
        """Return the options that all producers share."""
        return {
            **self.client(),
            "acks": "all",
            "compression_type": "lz4",
            "max_request_size": DERIVED_MAX_BYTES,
            "max_batch_size": 1024 * 1024,
            "request_timeout_ms": SEND_SECONDS * 1000,
        }

    def consumer(self, *, from_beginning: bool) -> dict[str, Any]:
        """Return the options of consumers that show records: committed ones only."""
        return {
            **self.client(),
            "isolation_level": "read_committed",
            "auto_offset_reset": "earliest" if from_beginning else "latest",
        }

    def faust(self) -> dict[str, Any]:
        """Return the options of a Faust app."""
        return {"broker": [f"kafka://{broker}" for broker in self.brokers.split(",")]}
