"""Records on the wire, as plain data that can travel between processes."""

from dataclasses import dataclass
from typing import Any, Self

from workers.errors import Fault, StageFailedError, UnprocessableError

Headers = tuple[tuple[str, bytes], ...]

RETRACTED = "retracted"
"""The status of an article that its producer takes back; the others are in schemas/lineage.py."""


@dataclass(frozen=True, slots=True)
class InputRecord:
    """A consumed record, undecoded."""

    topic: str
    """With the prefix of the installation."""
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers = ()
    time: float = 0
    """When it entered the topic, in seconds since 1970, by Kafka's record timestamp."""

    @property
    def size(self) -> int:
        """Bytes that it holds in memory, roughly."""
        return _size(self.key, self.value, self.headers)

    @classmethod
    def of(cls, message: Any) -> Self:
        """Convert a message of Faust."""
        headers = tuple((name, value or b"") for name, value in message.headers or ())
        return cls(
            message.topic, message.partition, message.offset, message.key, message.value, headers, message.timestamp
        )

    def header(self, name: str) -> str | None:
        """Return the last header of a name as text, as Kafka's own clients do; None when absent or not UTF-8."""
        for header_name, value in reversed(self.headers):
            if header_name == name:
                try:
                    return value.decode()
                except UnicodeDecodeError:
                    return None
        return None


@dataclass(frozen=True, slots=True)
class OutputRecord:
    """A record ready to be sent."""

    topic: str
    """With the prefix of the installation."""
    key: bytes | None
    value: bytes | None
    """JSON; None retracts what stood under the key. Of a dead letter, whatever came in."""
    headers: Headers

    @property
    def size(self) -> int:
        """Bytes that it holds in memory, roughly."""
        return _size(self.key, self.value, self.headers)


@dataclass(frozen=True, slots=True)
class Processed:
    """An input record that a stage has worked on."""

    outputs: tuple[OutputRecord, ...]
    article_id: str
    status: str
    warnings: tuple[str, ...] = ()
    """Codes of what is odd about the article (`schemas.oddities`), those of earlier stages included."""
    """As the stage writes it into the article, or `RETRACTED`."""

    @property
    def size(self) -> int:
        """Bytes of its records, roughly."""
        return sum(output.size for output in self.outputs)


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input record that no stage can process."""

    class_name: str
    message: str
    fault: Fault
    field: str = ""
    """The path of the field that is wrong, where it is a field; a record can make up any."""
    stacktrace: str = ""

    @classmethod
    def of(cls, error: UnprocessableError) -> Self:
        """Make it of the error that says why; where a stage raised what it should not have, it is that which is named."""
        if isinstance(error, StageFailedError):
            return cls(error.class_name, str(error), error.fault, stacktrace=error.stacktrace)
        return cls(type(error).__name__, str(error), error.fault, error.field)

    @property
    def size(self) -> int:
        """Bytes that it holds in memory, roughly."""
        return len(self.message) + len(self.stacktrace)


Outcome = Processed | Rejected


def _size(key: bytes | None, value: bytes | None, headers: Headers) -> int:
    return len(key or b"") + len(value or b"") + sum(len(name) + len(value) for name, value in headers)
