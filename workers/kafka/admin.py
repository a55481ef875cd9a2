"""Topics on the brokers: creates those that are missing, and reports what is not as the flow needs it."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import (
    ClusterAuthorizationFailedError,
    CoordinatorNotAvailableError,
    InvalidReplicationFactorError,
    KafkaConnectionError,
    KafkaError,
    NodeNotReadyError,
    TopicAlreadyExistsError,
    TopicAuthorizationFailedError,
    for_code,
)
from aiokafka.protocol.metadata import MetadataRequest

from workers.errors import BrokersUnreachableError, TopicNotCreatedError, TopicsUnfitError
from workers.flow import all_topics
from workers.kafka.connection import Connection
from workers.kafka.refusals import why_away
from workers.kafka.rights import Operation, Resource, Right, naming_rights, of_topics, topics_of
from workers.topics import Topic, holds_dead_letters


@asynccontextmanager
async def admin_client(connection: Connection) -> AsyncIterator[AIOKafkaAdminClient]:
    """Connect to the brokers for administration.

    Raises BrokersUnreachableError, BrokerRefusesError.
    """
    client = AIOKafkaAdminClient(**connection.client())
    try:
        await client.start()
        yield client
    except (KafkaConnectionError, NodeNotReadyError) as error:
        raise BrokersUnreachableError(connection.brokers, await why_away(connection) or str(error)) from error
    finally:
        await client.close()


async def wait_for_brokers(connection: Connection, seconds: float) -> None:
    """Wait until a broker answers, for services that start together.

    Raises BrokersUnreachableError when none does within `seconds`.
    """
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        try:
            async with admin_client(connection):
                return
        except BrokersUnreachableError:
            if asyncio.get_running_loop().time() > deadline:
                raise
            await asyncio.sleep(0.5)


@dataclass(frozen=True, slots=True)
class TopicState:
    """A topic as it is on the brokers."""

    name: str
    """With the prefix of the installation."""
    partitions: int
    created: bool
    """Whether this call made it."""
    differences: tuple[str, ...]
    """Settings that are not as Quotewire would make them; operators may have their reasons."""


async def create_topics(
    client: AIOKafkaAdminClient, prefix: str, partitions: int, replication: int, principal: str | None = None
) -> list[TopicState]:
    """Create the topics that are missing and check the others.

    Raises TopicsUnfitError when topics along the flow differ in partitions, since a key would then change its partition
    on the way, and its order with it; AccessDeniedError and TopicNotCreatedError when the brokers refuse to do it.
    """
    names = [prefix + topic.name for topic in all_topics()]
    rights = of_topics(prefix)
    with naming_rights(rights, principal, Operation.DESCRIBE):
        before = await partition_counts(client, names)
    missing = [topic for topic in all_topics() if prefix + topic.name not in before]
    with naming_rights(rights, principal, Operation.CREATE):
        for topic in missing:
            await _create(client, topic, prefix, partitions, replication)
    counts = await partition_counts(client, names)
    with naming_rights(rights, principal, Operation.DESCRIBE_CONFIGS):
        states = [
            TopicState(
                prefix + topic.name,
                counts.get(prefix + topic.name, partitions),
                topic in missing,
                () if topic in missing else await _differences(client, topic, prefix),
            )
            for topic in all_topics()
        ]
    check_equal({state.name: state.partitions for state in states})
    return states


async def check_rights(
    client: AIOKafkaAdminClient, rights: Sequence[Right], principal: str | None = None
) -> dict[str, int]:
    """Check that the topics of some rights exist, and that the client may do something with all that it has rights on.

    To describe something is part of all other rights; brokers tell no more before a client really reads or writes. Returns the
    number of partitions by topic. Raises TopicsUnfitError, AccessDeniedError.
    """
    counts = await describe(client, rights, principal)
    if missing := [name for name in topics_of(rights) if name not in counts]:
        raise TopicsUnfitError([f"missing topics: {', '.join(missing)}"])
    return counts


async def describe(
    client: AIOKafkaAdminClient, rights: Sequence[Right], principal: str | None = None
) -> dict[str, int]:
    """Return the number of partitions of those topics of some rights that exist.

    Raises AccessDeniedError when the client may not do anything with one of the things that it has rights on.
    """
    with naming_rights(rights, principal):
        counts = await partition_counts(client, topics_of(rights))
        for right in rights:
            if right.resource is not Resource.TOPIC:
                await _look_up_coordinator(client, right)
    return counts


def check_equal(counts: Mapping[str, int]) -> None:
    """Check that topics, by their partitions, have equally many; dead letters have no order to lose.

    Raises TopicsUnfitError.
    """
    flow = {name: count for name, count in counts.items() if not holds_dead_letters(name)}
    if len(set(flow.values())) > 1:
        listed = ", ".join(f"{name} {count}" for name, count in flow.items())
        raise TopicsUnfitError([f"topics of the flow differ in partitions ({listed}): a key would lose its order"])


async def partition_counts(client: AIOKafkaAdminClient, names: list[str]) -> dict[str, int]:
    """Return the number of partitions of those topics that exist.

    aiokafka's `describe_topics` would let brokers create the others, and its `list_topics` leaves out what may not be described.
    """
    request = MetadataRequest(names, allow_auto_topic_creation=False)
    response = await client._send_request(request)  # noqa: SLF001 - see above
    counts = {}
    for entry in response.to_object()["topics"]:
        if entry["error_code"] == TopicAuthorizationFailedError.errno:
            raise TopicAuthorizationFailedError(entry["topic"])
        if entry["partitions"]:
            counts[entry["topic"]] = len(entry["partitions"])
    return counts


async def _look_up_coordinator(client: AIOKafkaAdminClient, right: Right) -> None:
    try:
        await client.find_coordinator(right.name, int(right.resource is Resource.TRANSACTIONAL_ID))
    except CoordinatorNotAvailableError:  # of the first group on these brokers, whose offsets topic is being made
        return


async def _create(client: AIOKafkaAdminClient, topic: Topic, prefix: str, partitions: int, replication: int) -> None:
    replicas = {"min.insync.replicas": str(max(1, replication - 1))}
    new = NewTopic(
        name=prefix + topic.name,
        num_partitions=partitions,
        replication_factor=replication,
        topic_configs={**topic.configuration(), **replicas},
    )
    response = await client.create_topics([new])
    for name, code, message, *_ in response.topic_errors:
        error = for_code(code)
        if error in {TopicAuthorizationFailedError, ClusterAuthorizationFailedError}:
            raise TopicAuthorizationFailedError(name)
        if error is InvalidReplicationFactorError:
            brokers = len((await client.describe_cluster())["brokers"])
            raise TopicNotCreatedError(name, message, f"use --replication {brokers}, or more brokers")
        if code and error is not TopicAlreadyExistsError:
            raise TopicNotCreatedError(name, message or error.description, "see the brokers' log and policies")


async def _differences(client: AIOKafkaAdminClient, topic: Topic, prefix: str) -> tuple[str, ...]:
    name = prefix + topic.name
    try:
        (response,) = await client.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name)])
    except KafkaError as error:  # some brokers do not support it
        return (f"settings could not be read: {error}",)
    (described,) = response.resources
    if described[0] == TopicAuthorizationFailedError.errno:
        raise TopicAuthorizationFailedError(name)
    found = {entry[0]: entry[1] for entry in described[4]}
    return tuple(
        f"{name} is {found[name]}, not {wanted}"
        for name, wanted in topic.configuration().items()
        if name in found and set(found[name].split(",")) != set(wanted.split(","))
    )
