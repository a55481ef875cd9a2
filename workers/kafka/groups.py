"""Consumer groups as the brokers see them: who is in one, and how far it is; and how to set it back."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import CommitFailedError, CoordinatorNotAvailableError, KafkaError, for_code

from workers.kafka.connection import Connection

_RETRY_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Member:
    """A worker in a group, as its broker knows it."""

    client: str
    host: str

    def __str__(self) -> str:
        return f"{self.client} on {self.host}"


@dataclass(frozen=True, slots=True)
class Group:
    """A consumer group at one moment."""

    name: str
    state: str
    """In Kafka's words: Stable, PreparingRebalance, CompletingRebalance, Empty, or Dead when the brokers know nothing of it."""
    members: tuple[Member, ...]
    committed: Mapping[TopicPartition, int]
    """Offsets up to which it is done; a partition of which it has none is missing."""


async def describe_group(name: str, client: AIOKafkaAdminClient) -> tuple[int, dict[str, Any]]:
    """Return the id of the broker that coordinates a group, and what it says of the group, in Kafka's words.

    Raises KafkaError.
    """
    coordinator: int = await client.find_coordinator(name)
    (answer,) = await client.describe_consumer_groups([name], coordinator)
    (described,) = answer.to_object()["groups"]
    if described["error_code"]:
        raise for_code(described["error_code"])(name)
    return coordinator, described


async def group_named(name: str, partitions: Iterable[TopicPartition], client: AIOKafkaAdminClient) -> Group:
    """Ask for a group and its offsets, for as long as its coordinator is loading or moving.

    Raises KafkaError.
    """
    while True:
        try:
            return await _ask(name, list(partitions), client)
        except KafkaError as error:
            if not error.retriable:
                raise
        await asyncio.sleep(_RETRY_SECONDS)


async def _ask(name: str, partitions: list[TopicPartition], client: AIOKafkaAdminClient) -> Group:
    coordinator, described = await describe_group(name, client)
    members = (Member(one["client_id"], one["client_host"].lstrip("/")) for one in described["members"])
    offsets = await client.list_consumer_group_offsets(name, coordinator, partitions) if partitions else {}
    if missing := [partition for partition in partitions if partition not in offsets]:
        # Each comes with -1 when there is no offset. aiokafka passes over an error that is the whole answer's.
        raise CoordinatorNotAvailableError(f"no offsets of {name} for {missing[0]}")
    committed = {partition: found.offset for partition, found in offsets.items() if found.offset >= 0}
    return Group(name, described["state"], tuple(sorted(members, key=str)), committed)


@asynccontextmanager
async def _outsider(name: str, connection: Connection) -> AsyncIterator[AIOKafkaConsumer]:
    """Connect as somebody who commits for a group without being in it; brokers let nobody do that while it has members."""
    consumer = AIOKafkaConsumer(**connection.client(), group_id=name, enable_auto_commit=False)
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()


async def set_offsets(name: str, offsets: Mapping[TopicPartition, int], connection: Connection) -> bool:
    """Commit offsets for a group that has no members; return whether the brokers took them, which they do not while it has some.

    Raises KafkaError.
    """
    async with _outsider(name, connection) as consumer:
        consumer.assign(list(offsets))
        try:
            await consumer.commit(dict(offsets))
        except CommitFailedError:
            return False
    return True
