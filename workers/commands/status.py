"""`quotewire status`: how far the stages are; tables on a terminal, a line of JSON in a pipe."""

import asyncio
import contextlib
import sys
from typing import Any

import orjson
from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from workers.commands.console import complain, one_line, put_line
from workers.commands.stopping import stop_signal
from workers.commands.tables import at_most, table_of
from workers.commands.times import span
from workers.errors import BrokersUnreachableError
from workers.kafka.connection import Connection
from workers.kafka.lookout import lookout
from workers.kafka.status import StageStatus, Status, TopicStatus
from workers.kafka.waiting_letters import WaitingLetters
from workers.settings import Settings

_BETWEEN_SECONDS = 2.0
"""From one look to the next: rates are of that time."""
_NEWEST_LETTERS = 3000
"""Offsets of each topic for dead letters: reading more would take longer than somebody waits who asks how things are."""


async def status(settings: Settings) -> bool:
    """Print how things are; return whether all is well.

    Raises BrokersUnreachableError, BrokerRefusesError, AccessDeniedError.
    """
    letters = WaitingLetters(_NEWEST_LETTERS)
    async with lookout(Connection.of(settings), settings.topic_prefix, letters) as out:
        await out.look()
        await asyncio.sleep(_BETWEEN_SECONDS)
        found = await out.look()
    if sys.stdout.isatty():
        Console(highlight=False).print(for_people(found, settings.topic_prefix))
    else:
        put_line(orjson.dumps(for_programs(found)))
    return not any(found.problems())


async def watch(settings: Settings) -> bool:
    """Print how things are again and again until SIGTERM or SIGINT; return whether all was well at last.

    Brokers that go away come back: only at the start they have to be there.

    Raises BrokersUnreachableError, BrokerRefusesError, AccessDeniedError.
    """
    stopping, letters, well = stop_signal(), WaitingLetters(_NEWEST_LETTERS), None
    terminal = sys.stdout.isatty()
    live = Live(console=Console(highlight=False), auto_refresh=False) if terminal else contextlib.nullcontext()
    with live:
        while not stopping.is_set():
            try:
                async with lookout(Connection.of(settings), settings.topic_prefix, letters) as out:
                    await out.look()
                    while not await _stopped(stopping):
                        found = await out.look()
                        well = not any(found.problems())
                        if isinstance(live, Live):
                            live.update(for_people(found, settings.topic_prefix), refresh=True)
                        else:
                            put_line(orjson.dumps(for_programs(found)))
            except BrokersUnreachableError as error:
                if well is None:
                    raise
                well = False
                complain(str(error))
                await _stopped(stopping)
    return well is not False


async def _stopped(stopping: asyncio.Event) -> bool:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_BETWEEN_SECONDS):
            await stopping.wait()
    return stopping.is_set()


def for_programs(found: Status) -> dict[str, Any]:
    """Return all of it as JSON has it; times are in UTC, spans of time in seconds."""
    problems = list(found.problems())
    return {
        "time": found.time,
        "well": not problems,
        "problems": problems,
        "missing_topics": found.missing,
        "stages": [_stage_for_programs(stage, found) for stage in found.stages],
        "topics": [
            {
                "topic": topic.name,
                "partitions": topic.partitions,
                "offsets": topic.offsets,
                "undecided_records": topic.undecided,
                "undecided_seconds": found.seconds_since(topic.undecided_since),
                **(
                    {}
                    if topic.dead_letters is None
                    else {"dead_letters": topic.dead_letters, "not_looked_at": topic.unseen}
                ),
            }
            for topic in found.topics
        ],
    }


def _stage_for_programs(stage: StageStatus, found: Status) -> dict[str, Any]:
    return {
        "stage": stage.name,
        "group": stage.group,
        "state": stage.state,
        "members": [{"client": member.client, "host": member.host} for member in stage.members],
        "topic": stage.topic,
        "lag_records": stage.waiting,
        "lag_exact": stage.exact,
        "lag_seconds": found.seconds_since(stage.oldest),
        "oldest": stage.oldest,
        "records_per_second": stage.rate,
        "records_gone": stage.gone,
        "partitions": [
            {
                "partition": one.partition,
                "committed": one.committed,
                "lag_records": one.waiting,
                "lag_exact": one.exact,
                "oldest": one.oldest,
                "records_gone": one.gone,
                "undecided_records": one.undecided,
            }
            for one in stage.partitions
        ],
    }


def for_people(found: Status, prefix: str) -> Group:
    """Return tables of stages and topics, with what is wrong below them."""
    stages = table_of("stage", "members", "waiting", "oldest", "a second")
    for stage in found.stages:
        members = (
            str(len(stage.members))
            if stage.state in {"Stable", "Empty", "Dead"}
            else f"{len(stage.members)}, {stage.state}"
        )
        waiting = at_most(stage.waiting, exact=stage.exact)
        oldest = span(found.seconds_since(stage.oldest)) if stage.oldest else ""
        stages.add_row(stage.name, members, waiting, oldest, "" if stage.rate is None else f"{stage.rate:,.1f}")
    topics = table_of("topic", "partitions", "records", "undecided", text="dead letters")
    for topic in found.topics:
        topics.add_row(
            topic.name.removeprefix(prefix),
            str(topic.partitions),
            at_most(topic.offsets, exact=topic.offsets == 0),
            f"{topic.undecided:,}" if topic.undecided else "",
            one_line(_letters(topic)),
        )
    problems = (Text(one_line(problem), style="red") for problem in found.problems())
    return Group(stages, topics, *problems)


def _letters(topic: TopicStatus) -> str:
    if topic.dead_letters is None:
        return ""
    kinds = sorted(topic.dead_letters.items(), key=lambda kind: -kind[1])
    listed = ", ".join(f"{count} {kind or 'of somebody else'}" for kind, count in kinds)
    return f"{listed or '0'}{f'; {topic.unseen:,} older offsets not looked at' if topic.unseen else ''}"
