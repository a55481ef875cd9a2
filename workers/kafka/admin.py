"""Topics on the brokers: creates those that are missing, and reports what is not as the flow needs it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaConnectionError, KafkaError, TopicAlreadyExistsError, for_code

from workers.errors import BrokersUnreachableError, TopicsUnfitError
from workers.flow import all_topics, public_topics
from workers.kafka.connection import Connection
from workers.topics import Topic


@asynccontextmanager
async def admin_client(connection: Connection) -> AsyncIterator[AIOKafkaAdminClient]:
    """Connect to the brokers for administration.

    Raises BrokersUnreachableError.
    """
    client = AIOKafkaAdminClient(**connection.client())
    try:
        await client.start()
    except KafkaConnectionError as error:
        await client.close()
        raise BrokersUnreachableError(connection.brokers, str(error)) from error
    try:
        yield client
    finally:
        await client.close()


async def wait_for_brokers(connection: Connection, seconds: float) -> None:
    """Wait until a broker answers, for services that start together.

    Raises BrokersUnreachableError when none does within `seconds`.
    """
    deadline = asyncio.get_running_loop().time() + seconds
    with _quiet_client():
        while True:
            try:
                async with admin_client(connection):
                    return
            except BrokersUnreachableError:
                if asyncio.get_running_loop().time() > deadline:
                    raise
                await asyncio.sleep(0.5)


@contextmanager
def _quiet_client() -> Iterator[None]:
    """Keep aiokafka from logging each address that does not answer twice a second: the worker itself logs once that it waits."""
    client = logging.getLogger("aiokafka")
    client.disabled = True
    try:
        yield
    finally:
        client.disabled = False


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
    client: AIOKafkaAdminClient,
    prefix: str,
    partitions: int,
    replication: int,
) -> list[TopicState]:
    """Create the topics that are missing and check the others.

    Raises TopicsUnfitError when topics along the flow differ in partitions, since a key would then change its partition
    on the way, and its order with it.
    """
    before = await _partition_counts(client)
    missing = [topic for topic in all_topics() if prefix + topic.name not in before]
    for topic in missing:
        await _create(client, topic, prefix, partitions, replication)
    counts = await _partition_counts(client)
    states = [
        TopicState(
            prefix + topic.name,
            counts.get(prefix + topic.name, partitions),
            topic in missing,
            () if topic in missing else await _differences(client, topic, prefix),
        )
        for topic in all_topics()
    ]
    _check_equal({state.name: state.partitions for state in states}, prefix)
    return states


async def check_topics(client: AIOKafkaAdminClient, prefix: str) -> None:
    """Check that all topics exist and fit together.

    Raises TopicsUnfitError.
    """
    counts = await _partition_counts(client)
    missing = [prefix + topic.name for topic in all_topics() if prefix + topic.name not in counts]
    if missing:
        raise TopicsUnfitError([f"missing topics: {', '.join(missing)}"])
    _check_equal(counts, prefix)


def _check_equal(counts: Mapping[str, int], prefix: str) -> None:
    flow = {prefix + topic.name: counts[prefix + topic.name] for topic in public_topics()}
    if len(set(flow.values())) > 1:
        listed = ", ".join(f"{name} {count}" for name, count in flow.items())
        raise TopicsUnfitError([f"topics of the flow differ in partitions ({listed}): a key would lose its order"])


async def _partition_counts(client: AIOKafkaAdminClient) -> dict[str, int]:
    names = await client.list_topics()
    described = await client.describe_topics(names) if names else []
    return {entry["topic"]: len(entry["partitions"]) for entry in described}


async def _create(
    client: AIOKafkaAdminClient,
    topic: Topic,
    prefix: str,
    partitions: int,
    replication: int,
) -> None:
    replicas = {"min.insync.replicas": str(max(1, replication - 1))}
    new = NewTopic(
        name=prefix + topic.name,
        num_partitions=partitions,
        replication_factor=replication,
        topic_configs={**topic.configuration(), **replicas},
    )
    response = await client.create_topics([new])
    for name, code, *_ in response.topic_errors:
        error = for_code(code)
        if code and error is not TopicAlreadyExistsError:
            raise TopicsUnfitError([f"{name} could not be created: {error.__name__}, {error.description}"])


async def _differences(client: AIOKafkaAdminClient, topic: Topic, prefix: str) -> tuple[str, ...]:
    try:
        (response,) = await client.describe_configs([ConfigResource(ConfigResourceType.TOPIC, prefix + topic.name)])
    except KafkaError as error:  # some brokers do not support it
        return (f"settings could not be read: {error}",)
    found = {entry[0]: entry[1] for resource in response.resources for entry in resource[4]}
    return tuple(
        f"{name} is {found[name]}, not {wanted}"
        for name, wanted in topic.configuration().items()
        if name in found and set(found[name].split(",")) != set(wanted.split(","))
    )
