"""Dead letters as they are found again: where they stand, what became of them, and which of them are meant."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple, Self

from workers.errors import RecordRejectedError
from workers.kafka.dead_letters import REPLAYED_OFFSET, REPLAYS, ErrorHeader, replays
from workers.kafka.records import Headers, OutputRecord
from workers.topics import dead_letter_name

_ERRORS = "__dlq.errors."
_MARK = "replayed: the dead letter at offset {offset} was published again"


class Place(NamedTuple):
    """Where a record is in Kafka; written with slashes, as the header `ce_raworigin` has it."""

    topic: str
    """With the prefix of the installation."""
    partition: int
    offset: int

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}/{self.offset}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a place as it is written.

        Raises ValueError.
        """
        topic, partition, offset = text.split("/")
        return cls(topic, int(partition), int(offset))


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A record of a topic for dead letters."""

    place: Place
    key: bytes | None
    value: bytes | None
    headers: Headers
    time: datetime
    """When it became one, by Kafka's record timestamp."""

    @classmethod
    def of(cls, record: Any) -> Self:
        """Convert a record of aiokafka."""
        return cls(
            Place(record.topic, record.partition, record.offset),
            record.key,
            record.value,
            tuple((name, value or b"") for name, value in record.headers or ()),
            datetime.fromtimestamp(record.timestamp / 1000, UTC),
        )

    def error(self, header: ErrorHeader) -> str:
        """Return what an error header says, or nothing. The last one counts: those before it came with the record."""
        return dict(self.headers).get(header, b"").decode(errors="replace")

    @property
    def field(self) -> str | None:
        """The field that was wrong, where a record was refused for one: its error begins with it."""
        if self.error(ErrorHeader.CLASS_NAME) != RecordRejectedError.__name__:
            return None
        return self.error(ErrorHeader.MESSAGE).partition(": ")[0]

    @property
    def fault(self) -> str:
        """What was wrong; the name of the error where the dead letter is from before faults had names."""
        return self.error(ErrorHeader.FAULT) or self.error(ErrorHeader.CLASS_NAME)

    @property
    def kind(self) -> str:
        """What it has in common with others: the stage, the field and the fault."""
        return " ".join(filter(None, (self.error(ErrorHeader.STAGE), self.field, self.fault)))

    @property
    def origin(self) -> Place | None:
        """Where the record was that became this; None for what somebody else wrote here, who may name any topic."""
        headers = (ErrorHeader.TOPIC, ErrorHeader.PARTITION, ErrorHeader.OFFSET)
        try:
            origin = Place.parse("/".join(map(self.error, headers)))
        except ValueError:
            return None
        return origin if dead_letter_name(origin.topic) == self.place.topic else None

    @property
    def replays(self) -> int:
        """How often it had been replayed before it came here."""
        return replays(self.headers)

    @property
    def marks(self) -> Place | None:
        """The dead letter that this record tells to have been replayed, if it is not one itself.

        Dead letters keep the headers of producers, who may write anything; but all of them have error headers after those.
        """
        headers = dict(self.headers)
        offset = headers.get(REPLAYED_OFFSET, b"")
        if ErrorHeader.TOPIC in headers or not offset.isdigit():
            return None
        return self.place._replace(offset=int(offset))


def record_again(letter: DeadLetter, origin: Place) -> OutputRecord:
    """Return the record that became a dead letter, as it was, with the number of its replays."""
    kept = tuple((name, value) for name, value in letter.headers if not name.startswith(_ERRORS) and name != REPLAYS)
    return OutputRecord(origin.topic, letter.key, letter.value, (*kept, (REPLAYS, str(letter.replays + 1).encode())))


def mark_headers(letter: DeadLetter) -> Headers:
    """Return the headers of the record that tells of a replay: the offset, and a reason for whoever reads dead letters."""
    offset = str(letter.place.offset)
    return ((REPLAYED_OFFSET, offset.encode()), (ErrorHeader.MESSAGE.value, _MARK.format(offset=offset).encode()))


@dataclass(frozen=True, slots=True)
class Selection:
    """Which dead letters are meant; what is None or empty does not matter."""

    reason: str | None = None
    """Part of the fault, or of the error's name or message, in upper or lower case."""
    field: str | None = None
    stage: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    """That time itself is not meant."""
    key: bytes | None = None
    places: AbstractSet[Place] = frozenset()

    def takes(self, letter: DeadLetter) -> bool:
        """Return whether a dead letter is meant."""
        said = f"{letter.fault} {letter.error(ErrorHeader.CLASS_NAME)}: {letter.error(ErrorHeader.MESSAGE)}"
        return (
            (self.reason is None or self.reason.casefold() in said.casefold())
            and self.field in {None, letter.field}
            and self.stage in {None, letter.error(ErrorHeader.STAGE)}
            and (self.since is None or letter.time >= self.since)
            and (self.until is None or letter.time < self.until)
            and self.key in {None, letter.key}
            and (not self.places or letter.place in self.places)
        )
