"""The rights on a Kafka with ACLs: what each stage and each command needs, and no more."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from aiokafka.errors import (
    GroupAuthorizationFailedError,
    KafkaError,
    TopicAuthorizationFailedError,
    TransactionalIdAuthorizationFailed,
)

from workers.errors import AccessDeniedError
from workers.flow import STAGES, all_topics
from workers.stages.definition import Stage
from workers.stages.quotes.definition import ENRICHED, QUOTES
from workers.topics import RAW, dead_letter_name


class Operation(StrEnum):
    """What may be done, as `kafka-acls.sh` spells it. Who may read or write something may describe it, too."""

    READ = "Read"
    WRITE = "Write"
    CREATE = "Create"
    DESCRIBE = "Describe"
    DESCRIBE_CONFIGS = "DescribeConfigs"


class Resource(StrEnum):
    """To what it may be done, as `kafka-acls.sh` spells it."""

    TOPIC = "topic"
    GROUP = "group"
    TRANSACTIONAL_ID = "transactional-id"


@dataclass(frozen=True, slots=True)
class Right:
    """That something may be done to something."""

    operation: Operation
    resource: Resource
    name: str

    @property
    def pattern(self) -> str:
        """Whether the name is all of a resource's name, or its beginning: the transactional ids of a stage end in topic and partition."""
        return "prefixed" if self.resource is Resource.TRANSACTIONAL_ID else "literal"


def topics_of(rights: Iterable[Right]) -> list[str]:
    """Return the topics that some rights are on."""
    return [right.name for right in rights if right.resource is Resource.TOPIC]


def group_of(stage: Stage, prefix: str) -> str:
    """Return the consumer group of a stage."""
    return f"{prefix}quotewire-{stage.name}"


def of_stage(stage: Stage, prefix: str, *, transactions: bool = True) -> tuple[Right, ...]:
    """Return what a worker of a stage needs."""
    group, source = group_of(stage, prefix), prefix + stage.consumes.name
    outputs = (*(prefix + topic.name for topic in stage.topics), dead_letter_name(source))
    return (
        Right(Operation.READ, Resource.TOPIC, source),
        Right(Operation.READ, Resource.GROUP, group),
        *(Right(Operation.WRITE, Resource.TOPIC, output) for output in outputs),
        *([Right(Operation.WRITE, Resource.TRANSACTIONAL_ID, f"{group}-")] if transactions else []),
    )


def of_publish(prefix: str) -> tuple[Right, ...]:
    """Return what a producer of raw articles needs."""
    return (Right(Operation.WRITE, Resource.TOPIC, prefix + RAW.name),)


def of_tail(topics: Iterable[str]) -> tuple[Right, ...]:
    """Return what somebody needs who reads topics, without a consumer group; the names are with their prefix."""
    return tuple(Right(Operation.READ, Resource.TOPIC, topic) for topic in topics)


def of_web(prefix: str) -> tuple[Right, ...]:
    """Return what `quotewire web` needs, which reads without a consumer group."""
    return of_tail(prefix + topic.name for topic in (QUOTES, ENRICHED))


def of_dead_letters(topics: Iterable[str]) -> tuple[Right, ...]:
    """Return what it takes to look at the dead letters of topics, whose names are with their prefix."""
    return of_tail(dead_letter_name(topic) for topic in topics)


def of_replay(topics: Iterable[str], prefix: str, *, transactions: bool = True) -> tuple[Right, ...]:
    """Return what it takes to publish the dead letters of topics again: both kinds of topics are read, and written to."""
    both = [name for topic in topics for name in (topic, dead_letter_name(topic))]
    return (
        *(Right(operation, Resource.TOPIC, name) for operation in (Operation.READ, Operation.WRITE) for name in both),
        *([Right(Operation.WRITE, Resource.TRANSACTIONAL_ID, replay_id(prefix))] if transactions else []),
    )


def replay_id(prefix: str) -> str:
    """Return the transactional id of `quotewire dlt replay`: one for an installation, so that a second run ends the first."""
    return f"{prefix}quotewire-dlt-replay"


def of_status(prefix: str) -> tuple[Right, ...]:
    """Return what it takes to see how far the stages are: the oldest records that wait are read, and the groups only described."""
    groups = (Right(Operation.DESCRIBE, Resource.GROUP, group_of(stage, prefix)) for stage in STAGES)
    return (*of_tail(prefix + topic.name for topic in all_topics()), *groups)


def of_reprocess(stage: Stage, prefix: str, *, transactions: bool = True) -> tuple[Right, ...]:
    """Return what it takes to set a stage's group back."""
    group = group_of(stage, prefix)
    return (
        Right(Operation.READ, Resource.TOPIC, prefix + stage.consumes.name),
        Right(Operation.READ, Resource.GROUP, group),
        *([Right(Operation.WRITE, Resource.TRANSACTIONAL_ID, f"{group}-")] if transactions else []),
    )


def of_topics(prefix: str) -> tuple[Right, ...]:
    """Return what it takes to create and check the topics."""
    operations = (Operation.CREATE, Operation.DESCRIBE, Operation.DESCRIBE_CONFIGS)
    return tuple(
        Right(operation, Resource.TOPIC, prefix + topic.name) for operation in operations for topic in all_topics()
    )


def table(prefix: str = "") -> Mapping[str, tuple[Right, ...]]:
    """Return the rights by command.

    `run` is all workers; `tail` needs its own for each topic and `reprocess` for each stage: here they are for all.
    """
    stages = {f"worker {stage.name}": of_stage(stage, prefix) for stage in STAGES}
    consumed = [prefix + stage.consumes.name for stage in STAGES]
    return {
        **stages,
        "run": tuple(right for rights in stages.values() for right in rights),
        "publish": of_publish(prefix),
        "tail": of_tail(prefix + topic.name for topic in all_topics()),
        "topics": of_topics(prefix),
        "web": of_web(prefix),
        "status": of_status(prefix),
        "lag-exporter": of_status(prefix),
        "reprocess": tuple(right for stage in STAGES for right in of_reprocess(stage, prefix)),
        "enrich": (),
        "validate": (),
        "dlt list": of_dead_letters(consumed),
        "dlt show": of_dead_letters(consumed),
        "dlt replay": of_replay(consumed, prefix),
    }


def commands(rights: Iterable[Right], principal: str) -> list[str]:
    """Return the commands that give a principal some rights; each is for one operation on any number of resources."""
    resources: dict[tuple[Operation, str], list[str]] = {}
    for right in rights:
        resources.setdefault((right.operation, right.pattern), []).append(f"--{right.resource} {right.name}")
    return [
        f"kafka-acls.sh --add --allow-principal {principal} --operation {operation} {' '.join(names)}"
        + (f" --resource-pattern-type {pattern}" if pattern != "literal" else "")
        for (operation, pattern), names in resources.items()
    ]


_DENIALS: Final = {
    TopicAuthorizationFailedError: Resource.TOPIC,
    GroupAuthorizationFailedError: Resource.GROUP,
    TransactionalIdAuthorizationFailed: Resource.TRANSACTIONAL_ID,
}


def denial(error: BaseException | None, rights: Sequence[Right], principal: str | None) -> AccessDeniedError | None:
    """Return the right that was missing when something failed, if that was the reason."""
    while error:
        if resource := _DENIALS.get(type(error)):
            first = error.args[0] if error.args else ()
            topics = {first} if isinstance(first, str) else first
            lacking = [right for right in rights if right.resource is resource]
            if resource is Resource.TOPIC:
                lacking = [right for right in lacking if right.name in topics]
            # Of groups and transactional ids, the message names the one that it is about; where it names none, there is just one.
            named = [right for right in lacking if right.name in str(error)]
            if found := [*named, *lacking]:
                right = found[0]
                who = f"User:{principal}" if principal else "User:…"
                fix = " ".join(commands([right], who))
                return AccessDeniedError(who, right.operation, right.resource, right.name, fix)
        error = error.__cause__
    return None


@contextmanager
def naming_rights(rights: Sequence[Right], principal: str | None, operation: Operation | None = None) -> Iterator[None]:
    """Turn what brokers say when a client may not do something into the right that it lacks, perhaps of one operation only.

    Raises AccessDeniedError.
    """
    try:
        yield
    except KafkaError as error:
        if denied := denial(error, [right for right in rights if operation in {None, right.operation}], principal):
            raise denied from error
        raise
