"""`quotewire dlt`: looks at dead letters, and publishes them again; a line each on a terminal, JSON Lines in a pipe."""

import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import aclosing
from typing import Any

import orjson
from aiokafka.errors import KafkaError
from rich.console import Console
from rich.text import Text

from workers.commands.console import complain, one_line, put_line, tell, visible
from workers.commands.tail import text_or_base64
from workers.errors import OutputRefusedError, ReplayEndedError
from workers.flow import STAGES
from workers.kafka.admin import admin_client, check_rights
from workers.kafka.connection import Connection
from workers.kafka.dead_letters import ErrorHeader
from workers.kafka.letters import DeadLetter, Place, Selection
from workers.kafka.replaying import FENCED, replaying
from workers.kafka.rights import Operation, Right, naming_rights, of_dead_letters, of_replay
from workers.kafka.scanning import newer, partitions_of, reader, survey, whole
from workers.settings import Settings
from workers.topics import dead_letter_name

_SPAN = 240
"""Code points of a text that a line on a terminal shows."""


class _Output:
    """Standard output: lines for people on a terminal, JSON Lines elsewhere."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._console = Console(highlight=False) if sys.stdout.isatty() else None

    def line(self, letter: DeadLetter, *, before: str = "", **more: object) -> None:
        """Print the gist of a dead letter, or all of it as JSON."""
        if self._console:
            self._console.print(line_for_people(letter, self._prefix, before), no_wrap=True, overflow="ellipsis")
        else:
            put_line(orjson.dumps({**fields(letter), **more}))

    def page(self, letter: DeadLetter, *, replayed: bool) -> None:
        """Print a dead letter with its headers and value."""
        if self._console:
            self._console.print(page_for_people(letter, replayed=replayed), soft_wrap=True)
        else:
            headers = [{"name": name, **text_or_base64("value", value)} for name, value in letter.headers]
            value = _or_null("value", letter.value)
            put_line(orjson.dumps({**fields(letter), "replayed": replayed, "headers": headers, **value}))


async def list_letters(selection: Selection, settings: Settings, *, limit: int | None, replayed_too: bool) -> None:
    """Print the dead letters that are meant, the oldest `limit` of them, without those that were replayed.

    Raises BrokersUnreachableError, BrokerRefusesError, TopicsUnfitError, AccessDeniedError.
    """
    out, connection, topics = _Output(settings.topic_prefix), Connection.of(settings), _consumed(selection, settings)
    rights = of_dead_letters(topics)
    counts = await _checked(connection, rights)
    with naming_rights(rights, connection.principal):
        async with reader(connection) as consumer:
            found = await survey(consumer, partitions_of(counts, map(dead_letter_name, topics)), selection)
            chosen = [*found.waiting, *(found.replayed if replayed_too else ())][:limit]
            done = {letter.place for letter in found.replayed}
            async with aclosing(whole(consumer, chosen)) as letters:
                async for letter in letters:
                    again = letter.place in done
                    value = _or_null("value", letter.value)
                    out.line(letter, before="replayed " if again else "", replayed=again, **value)
    tell(f"{len(found.waiting)} waiting, {len(found.replayed)} replayed{_by_kind(found.waiting)}")


async def show_letters(selection: Selection, settings: Settings) -> int:
    """Print dead letters with all that they have; return how many there are not.

    Raises BrokersUnreachableError, BrokerRefusesError, TopicsUnfitError, AccessDeniedError.
    """
    out, connection, topics = _Output(settings.topic_prefix), Connection.of(settings), _consumed(selection, settings)
    rights = of_dead_letters(topics)
    counts = await _checked(connection, rights)
    missing = set(selection.places)
    with naming_rights(rights, connection.principal):
        async with reader(connection) as consumer:
            found = await survey(consumer, partitions_of(counts, map(dead_letter_name, topics)), selection)
            replayed = {letter.place for letter in found.replayed}
            async with aclosing(whole(consumer, [*found.waiting, *found.replayed])) as letters:
                async for letter in letters:
                    out.page(letter, replayed=letter.place in replayed)
                    missing.discard(letter.place)
    for place in sorted(missing):
        complain(f"{place}: there is no dead letter; `quotewire dlt list` shows where they are")
    return len(missing)


class _Replayer:
    """One run of `quotewire dlt replay`."""

    def __init__(self, selection: Selection, settings: Settings, limit: int | None, *, over_newer: bool) -> None:
        self._selection = selection
        self._settings = settings
        self._limit = limit
        self._over_newer = over_newer
        self._out = _Output(settings.topic_prefix)
        self._connection = Connection.of(settings)
        self._topics = _consumed(selection, settings)
        self._transactions = settings.delivery == "exactly_once"
        self._rights = of_replay(self._topics, settings.topic_prefix, transactions=self._transactions)
        self._reported: set[Place] = set()
        self.replayed = self.left_out = self.bad = 0

    async def run(self, *, dry: bool) -> None:
        """Replay what is meant, and waits; when `dry`, only print it."""
        reads = [right for right in self._rights if right.operation is Operation.READ]
        counts = await _checked(self._connection, reads if dry else self._rights)
        try:
            if dry:
                for letter in await self._chosen(counts):
                    self._report(letter, "would be replayed")
                    self.replayed += 1
            else:
                while await self._refused(counts):
                    pass  # the brokers refused one: the others in another replay
        except FENCED as error:
            raise ReplayEndedError(self.replayed, "another `quotewire dlt replay` has begun") from error
        except KafkaError as error:
            raise ReplayEndedError(self.replayed, str(error)) from error

    async def _refused(self, counts: dict[str, int]) -> bool:
        """Begin a replay; return whether it ended because the brokers refused a record. What is marked is looked for once it has begun."""
        settings, principal = self._settings, self._connection.principal
        with naming_rights(self._rights, principal, Operation.WRITE):
            async with (
                replaying(self._connection, settings.topic_prefix, transactions=self._transactions) as replay,
                reader(self._connection) as consumer,
            ):
                chosen = await self._chosen(counts)
                async with aclosing(whole(consumer, chosen)) as letters:
                    async for letter in letters:
                        assert letter.origin
                        try:
                            await replay.publish(letter, letter.origin)
                        except OutputRefusedError as error:
                            self._set_aside(letter, "refused", str(error))
                            self.bad += 1
                            return True
                        self.replayed += 1
                        self._report(letter, "replayed")
        return False

    async def _chosen(self, counts: dict[str, int]) -> list[DeadLetter]:
        """Return what is to be replayed, and report what is left out."""
        with naming_rights(self._rights, self._connection.principal, Operation.READ):
            async with reader(self._connection) as consumer:
                partitions = partitions_of(counts, map(dead_letter_name, self._topics))
                found = await survey(consumer, partitions, self._selection)
                waiting = [letter for letter in found.waiting if letter.place not in self._reported]
                replaced = {} if self._over_newer else await newer(consumer, counts, waiting)
        for letter in waiting:
            if letter.origin is None:
                self._set_aside(letter, "left out", "its headers do not say where it came from")
                self.bad += 1
            elif why := replaced.get(letter.place):
                self._set_aside(letter, "left out", why)
                self.left_out += 1
        limit = None if self._limit is None else self._limit - self.replayed
        return [letter for letter in waiting if letter.place not in self._reported][:limit]

    def _set_aside(self, letter: DeadLetter, action: str, why: str) -> None:
        self._reported.add(letter.place)
        self._report(letter, action, why)

    def _report(self, letter: DeadLetter, action: str, why: str = "") -> None:
        said = f"{action} ({why}) " if why else f"{action} "
        self._out.line(letter, before=said, action=action, **({"why": why} if why else {}))


async def replay_letters(
    selection: Selection, settings: Settings, *, limit: int | None, dry: bool, over_newer: bool
) -> int:
    """Publish the dead letters that are meant to the topics that they came from; return how many cannot be.

    Raises BrokersUnreachableError, BrokerRefusesError, TopicsUnfitError, AccessDeniedError, ReplayEndedError.
    """
    replayer = _Replayer(selection, settings, limit, over_newer=over_newer)
    await replayer.run(dry=dry)
    would = "would be replayed" if dry else "replayed"
    hint = " (--over-newer replays those too)" if replayer.left_out else ""
    tell(
        f"{replayer.replayed} {would}, {replayer.left_out} left out for something newer{hint}, "
        f"{replayer.bad} cannot be replayed"
    )
    return replayer.bad


def _consumed(selection: Selection, settings: Settings) -> list[str]:
    """Return the topics that stages read whose dead letters can be meant."""
    stages = [stage for stage in STAGES if selection.stage in {None, stage.name}]
    return list(dict.fromkeys(settings.topic_prefix + stage.consumes.name for stage in stages))


async def _checked(connection: Connection, rights: Sequence[Right]) -> dict[str, int]:
    async with admin_client(connection) as client:
        return await check_rights(client, rights, connection.principal)


def fields(letter: DeadLetter) -> dict[str, Any]:
    """Return what programs are told of a dead letter, without its value."""
    return {
        **letter.place._asdict(),
        **_or_null("key", letter.key),
        "time": letter.time,
        "stage": letter.error(ErrorHeader.STAGE),
        "fault": letter.fault,
        "error": letter.error(ErrorHeader.CLASS_NAME),
        "field": letter.field,
        "reason": letter.error(ErrorHeader.MESSAGE),
        "origin": letter.origin._asdict() if letter.origin else None,
        "replays": letter.replays,
    }


def _or_null(name: str, value: bytes | None) -> dict[str, str | None]:
    return {name: None} if value is None else {**text_or_base64(name, value)}


def _by_kind(letters: Sequence[DeadLetter]) -> str:
    counted = Counter(letter.kind for letter in letters)
    listed = ", ".join(f"{count} {kind}" for kind, count in counted.most_common())
    return f": {listed}" if listed else ""


def line_for_people(letter: DeadLetter, prefix: str, before: str = "") -> Text:
    """Return the gist of a dead letter on one line that cannot harm a terminal."""
    place = str(letter.place).removeprefix(prefix)
    return Text.assemble(
        (one_line(before), "yellow"),
        (f"{letter.time:%Y-%m-%d %H:%M:%S} ", "dim"),
        f"{one_line(place)} ",
        (f"{_shown((letter.key or b'').decode(errors='replace'))}: ", "bold"),
        (_shown(letter.error(ErrorHeader.MESSAGE)), "red"),
    )


def page_for_people(letter: DeadLetter, *, replayed: bool) -> Text:
    """Return all of a dead letter as text that cannot harm a terminal."""
    key = "(null)" if letter.key is None else letter.key.decode(errors="replace")
    lines = [("dead letter", f"{letter.place}{', replayed' if replayed else ''}"), ("key", key)]
    lines += [(name, value.decode(errors="replace")) for name, value in letter.headers]
    page = Text()
    for name, text in lines:
        page.append(f"{one_line(name)}: ", style="dim").append(f"{visible(text)}\n")
    return page.append("(null)" if letter.value is None else visible(letter.value.decode(errors="replace")))


def _shown(text: str) -> str:
    return one_line(text[:_SPAN])
