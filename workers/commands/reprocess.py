"""`quotewire reprocess`: lets a stage do again what it has done."""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError
from rich.console import Console

from workers.commands.console import put_line
from workers.commands.tables import at_most, table_of
from workers.errors import BrokersUnreachableError, StageRunsError
from workers.flow import STAGES
from workers.kafka.admin import admin_client, check_rights
from workers.kafka.connection import Connection
from workers.kafka.groups import Group, group_named, set_offsets
from workers.kafka.rights import group_of, naming_rights, of_reprocess
from workers.kafka.scanning import hold, partitions_of, reader
from workers.kafka.setting_back import Way, fence, total, ways_back
from workers.settings import Settings
from workers.stages.definition import Stage
from workers.topics import Topic


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done again."""

    stage: Stage
    group: Group
    ways: Mapping[TopicPartition, Way]
    """By partition; without those in which there is nothing to do again."""


class Reprocessing:
    """One run of the command."""

    def __init__(self, stage: Stage, settings: Settings) -> None:
        self._stage = stage
        self._group = group_of(stage, settings.topic_prefix)
        self._topic = settings.topic_prefix + stage.consumes.name
        self._connection = Connection.of(settings)
        self._transactions = settings.delivery == "exactly_once"
        self._rights = of_reprocess(stage, settings.topic_prefix, transactions=self._transactions)

    async def plan(self, since: datetime | None, *, dry: bool) -> Plan:
        """Find what there is to do again: what came at some time or later, or everything that is kept.

        Raises BrokersUnreachableError, BrokerRefusesError, TopicsUnfitError, AccessDeniedError; and StageRunsError, unless that
        does not matter since it is a dry run.
        """
        connection = self._connection
        async with admin_client(connection) as admin:
            counts = await check_rights(admin, self._rights, connection.principal)
            partitions = partitions_of(counts, [self._topic])
            with naming_rights(self._rights, connection.principal):
                group = await group_named(self._group, partitions, admin)
                if not dry:
                    self._refuse(group)
                async with reader(connection) as consumer:
                    hold(consumer, partitions)
                    return Plan(self._stage, group, await ways_back(group, partitions, since, consumer))

    def _refuse(self, group: Group) -> None:
        if group.members:
            raise StageRunsError(self._stage.name, group.name, list(map(str, group.members)))

    async def carry_out(self, plan: Plan) -> None:
        """Set the group back.

        Raises StageRunsError, BrokersUnreachableError, AccessDeniedError; then nothing is set.
        """
        offsets = {partition: way.begin for partition, way in plan.ways.items()}
        try:
            with naming_rights(self._rights, self._connection.principal):
                self._refuse(await self._now(offsets))
                if self._transactions:
                    await fence(self._group, offsets, self._connection)
                while not await set_offsets(self._group, offsets, self._connection):
                    self._refuse(await self._now(offsets))  # one has just come
        except KafkaError as error:
            raise BrokersUnreachableError(self._connection.brokers, str(error)) from error

    async def _now(self, offsets: Mapping[TopicPartition, int]) -> Group:
        async with admin_client(self._connection) as admin:
            return await group_named(self._group, offsets, admin)


def show(plan: Plan) -> None:
    """Print what is to be done again: for people on a terminal, a line of JSON in a pipe."""
    if sys.stdout.isatty():
        _show_to_people(plan)
        return
    found = total(plan.ways)
    partitions = [
        {
            "partition": partition.partition,
            "offset": way.begin,
            "committed": way.committed,
            "records": way.measured.records,
            "exact": way.measured.exact,
        }
        for partition, way in plan.ways.items()
    ]
    line = {"stage": plan.stage.name, "group": plan.group.name, "records": found.records, "exact": found.exact}
    put_line(orjson.dumps({**line, "oldest": found.oldest, "newest": found.newest, "partitions": partitions}))


def _show_to_people(plan: Plan) -> None:
    found, console = total(plan.ways), Console(highlight=False)
    table = table_of("partition", "from offset", "to", "records", "since")
    for partition, way in plan.ways.items():
        table.add_row(
            str(partition.partition),
            str(way.begin),
            str(way.committed),
            at_most(way.measured.records, exact=way.measured.exact),
            f"{way.measured.oldest:%Y-%m-%d %H:%M:%S}",
        )
    until = f" to {found.newest:%Y-%m-%d %H:%M:%S}" if found.exact else ""
    console.print(
        table,
        f"{at_most(found.records, exact=found.exact)} records of {plan.stage.consumes.name}, from "
        f"{found.oldest:%Y-%m-%d %H:%M:%S}{until} (UTC): articles, revisions, retractions.",
        soft_wrap=True,
    )


def consequences(stage: Stage) -> str:
    """Say what consumers will see."""
    reached, behind = set(stage.topics), ""
    for other in STAGES:
        if other.consumes in reached:
            reached.update(other.topics)
            behind += f"; {other.name} does its part, in {_and(other.topics)}"
    return (
        f"They come out again under their ids, as revisions do, in {_and(stage.topics)}{behind}. "
        "An old revision replaces the newest until that comes again, too."
    )


def _and(topics: Iterable[Topic]) -> str:
    return " and ".join(topic.name for topic in topics)
