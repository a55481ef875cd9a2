"""Everything that Quotewire itself raises; ids are attributes, so that nobody needs to parse messages."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Fault(StrEnum):
    """What can be wrong with a record that becomes a dead letter: a label of metrics, so none is made of what a record says."""

    NOT_JSON = "not_json"
    NOT_UTF8 = "not_utf8"
    NOT_AN_OBJECT = "not_an_object"
    """JSON, but no object."""
    NOT_BASE64 = "not_base64"
    HALF_SURROGATE = "half_surrogate"
    """A text that no UTF-8 can hold."""
    MISSING = "missing"
    EMPTY = "empty"
    WRONG_TYPE = "wrong_type"
    """Such as a number where a text belongs."""
    UNFIT = "unfit"
    """Of the right type, but not a value that a field may have."""
    TOO_LARGE = "too_large"
    TOO_MANY_LINES = "too_many_lines"
    TOO_DEEP = "too_deep"
    CONTROL_CHARACTERS = "control_characters"
    CHILD_DIED = "child_died"
    OUT_OF_MEMORY = "out_of_memory"
    TIMED_OUT = "timed_out"
    STAGE_FAILED = "stage_failed"
    OUTPUT_REFUSED = "output_refused"
    """By the brokers."""
    OUTPUT_TOO_LARGE = "output_too_large"


class QuotewireError(Exception):
    """The root of the tree; all of it survives pickling, though constructors take ids and not messages."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the message and the attributes; made again without the constructor, which would ask for other arguments."""
        return type(self).__new__, (type(self), *self.args), self.__dict__


class SettingsError(QuotewireError):
    """A setting that cannot work; the message names the variable, what is wrong and what would do."""


class PipelineUnfitError(SettingsError):
    """A pipeline that QUOTEWIRE_ENTITIES_MODELS names and the entities stage cannot work with."""

    def __init__(self, language: str, pipeline: str, problem: str, fix: str) -> None:
        super().__init__(f"QUOTEWIRE_ENTITIES_MODELS: {language}={pipeline} will not do: {problem}; {fix}")
        self.language = language
        self.pipeline = pipeline


class BrokersUnreachableError(QuotewireError):
    """No broker answered."""

    def __init__(self, brokers: str, cause: str) -> None:
        super().__init__(
            f"no Kafka broker answers at {brokers} ({cause}); is QUOTEWIRE_BROKERS right, and is Kafka up?"
        )
        self.brokers = brokers


class BrokerRefusesError(QuotewireError):
    """A broker does not let this client in, or the client does not trust it; that does not pass by itself."""

    def __init__(self, broker: str, what: str, fix: str) -> None:
        super().__init__(f"cannot connect to {broker}: {what}; {fix}")
        self.broker = broker
        self.what = what
        self.fix = fix


class AccessDeniedError(QuotewireError):
    """The brokers do not let this client do what it needs to."""

    def __init__(self, principal: str, operation: str, resource: str, name: str, fix: str) -> None:
        super().__init__(f"{principal} has no right to {operation} the {resource} {name}; to grant it: {fix}")
        self.principal = principal
        self.operation = operation
        self.resource = resource
        self.name = name


class NoIdempotenceError(QuotewireError):
    """Brokers without transactions do not take a producer that wants its records there once."""

    def __init__(self, brokers: str, cause: str) -> None:
        super().__init__(
            f"{brokers} cannot promise that each record comes once ({cause}): for a broker without transactions, such as that of "
            "`quotewire run`, set QUOTEWIRE_DELIVERY=at_least_once"
        )
        self.brokers = brokers


class TopicsUnfitError(QuotewireError):
    """Topics are missing, or are not as the flow needs them."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems) + ". `quotewire topics` creates and checks them")
        self.problems = problems


class TopicNotCreatedError(QuotewireError):
    """The brokers do not make a topic as they were asked to."""

    def __init__(self, topic: str, cause: str, fix: str) -> None:
        super().__init__(f"{topic} could not be created: {cause}; {fix}")
        self.topic = topic
        self.cause = cause


class UnprocessableError(QuotewireError):
    """What makes a dead letter of a record."""

    fault: Fault
    field = ""
    """The field that is wrong, as a path, where it is a field."""


class RecordRejectedError(UnprocessableError):
    """A record that no stage can process."""

    def __init__(self, field: str, fault: Fault, problem: str, fix: str) -> None:
        super().__init__(f"{field}: {problem}; {fix}")
        self.field = field
        self.fault = fault
        self.problem = problem
        self.fix = fix


class ChildCannotStartError(QuotewireError):
    """No child process comes up, whatever it is to work on."""

    def __init__(self) -> None:
        super().__init__("no child process comes up: see what it printed, and QUOTEWIRE_CHILD_MEMORY_BYTES")


class StageNotLoadedError(QuotewireError):
    """A stage cannot be loaded: a library or a model is missing, or broken."""

    def __init__(self, job: str, cause: str) -> None:
        super().__init__(f"{job} cannot be loaded: {cause}")
        self.job = job
        self.cause = cause


class ChildLostError(QuotewireError):
    """A child was no good any more before it had a batch, so that none is to blame."""


class ChildEndedError(ChildLostError):
    """A child ended while it had nothing to do, or while it came up."""

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(f"a child process ended with code {exit_code} while it had nothing to do")
        self.exit_code = exit_code


class ChildFrozenError(ChildLostError):
    """A child did not answer whether it was ready for a batch."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"a child process with nothing to do did not answer for {seconds:g} seconds: frozen, or without any CPU"
        )
        self.seconds = seconds


class ChildError(UnprocessableError):
    """A child process did not finish its batch."""


class ChildDiedError(ChildError):
    """The child ended in the middle of a batch: a crash, or the kernel's answer to too much memory."""

    fault = Fault.CHILD_DIED

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(f"the process that worked on it ended with code {exit_code}")
        self.exit_code = exit_code


class ChildOutOfMemoryError(ChildError):
    """The child needed more memory than it may have."""

    fault = Fault.OUT_OF_MEMORY

    def __init__(self, memory_bytes: int) -> None:
        super().__init__(
            f"needed more than the {memory_bytes} bytes of memory that QUOTEWIRE_CHILD_MEMORY_BYTES allows"
        )
        self.memory_bytes = memory_bytes


class ChildTimedOutError(ChildError):
    """The child worked on a batch for longer than it may."""

    fault = Fault.TIMED_OUT

    def __init__(self, seconds: float) -> None:
        super().__init__(f"took longer than {seconds:g} seconds")
        self.seconds = seconds


class StageFailedError(ChildError):
    """A stage raised what it should not have raised."""

    fault = Fault.STAGE_FAILED

    def __init__(self, class_name: str, message: str, stacktrace: str) -> None:
        super().__init__(f"{class_name}: {message}")
        self.class_name = class_name
        self.stacktrace = stacktrace


class OutputRefusedError(UnprocessableError):
    """A record made of an input is one that the brokers do not take, such as one that is too large."""

    fault = Fault.OUTPUT_REFUSED

    def __init__(self, topic: str, cause: str) -> None:
        super().__init__(f"{topic} refused a record made of it: {cause}")
        self.topic = topic


class OutputTooLargeError(UnprocessableError):
    """What a stage made of one article is more than may leave its child process."""

    fault = Fault.OUTPUT_TOO_LARGE

    def __init__(self, records: int, size: int, most_records: int, most_bytes: int) -> None:
        super().__init__(
            f"became {records} records of {size} bytes so far, more than the {most_records} records or {most_bytes} bytes "
            "that are allowed; publish it in parts"
        )
        self.records = records
        self.size = size


class PartitionLostError(QuotewireError):
    """Another worker has taken over a partition that this one still holds."""

    def __init__(self, topic: str, partition: int) -> None:
        super().__init__(f"another worker has taken over {topic}-{partition}")
        self.topic = topic
        self.partition = partition


class PartitionsHeldError(QuotewireError):
    """A worker could not let go of partitions that its group gives to others; it ends, so that the rebalance waits no longer for it."""

    def __init__(self, doing: Mapping[tuple[str, int], str], seconds: float) -> None:
        listed = "; ".join(f"{topic}-{partition}, {what}" for (topic, partition), what in doing.items())
        super().__init__(f"could not let go of these partitions within {seconds:g} seconds: {listed}")
        self.doing = doing
        """What was going on, by topic and partition."""
        self.seconds = seconds


class OffsetsSetBackError(QuotewireError):
    """Somebody has set a group's offset back while a worker had the partition; a worker that starts reads from there."""

    def __init__(self, topic: str, partition: int, begins: int, committed: int) -> None:
        super().__init__(f"{topic}-{partition} is read from offset {begins}, but the group's is now {committed}")
        self.topic = topic
        self.partition = partition
        self.begins = begins
        self.committed = committed


class OffsetBeyondEndError(QuotewireError):
    """A partition ends before the offset that it is read from: its topic was made anew, or brokers have lost the end of its log."""

    def __init__(self, topic: str, partition: int, offset: int, end: int) -> None:
        super().__init__(
            f"{topic}-{partition} ends at offset {end}, before {offset}, where it would be read next: its topic was made anew, or its log "
            "was cut; a worker that starts now goes by the group's committed offset, so if this comes again, set that back "
            "(kafka-consumer-groups.sh --reset-offsets)"
        )
        self.topic = topic
        self.partition = partition
        self.offset = offset
        self.end = end


class DeliveryTimedOutError(QuotewireError):
    """The brokers did not finish what a delivery asked of them."""

    def __init__(self, topic: str, partition: int, seconds: float, cause: str) -> None:
        super().__init__(
            f"the brokers did not finish a delivery for {topic}-{partition} within {seconds:g} seconds: {cause}"
        )
        self.topic = topic
        self.partition = partition
        self.seconds = seconds
        self.cause = cause


class ClientTaskDiedError(QuotewireError):
    """A background task of the Kafka client has ended that a worker cannot do without; the brokers may be well."""

    def __init__(self, does: str, cause: str) -> None:
        super().__init__(f"the Kafka client's task for {does} has died: {cause}")
        self.does = does
        self.cause = cause


class StalledError(QuotewireError):
    """A worker gets nowhere though there is something to do; it ends itself, and its partitions go to another."""


class PortTakenError(QuotewireError):
    """A port cannot be had to serve something on."""

    def __init__(self, what: str, host: str, port: int, cause: str, fix: str) -> None:
        super().__init__(f"cannot serve {what} on {host}:{port} ({cause}): {fix}")
        self.host = host
        self.port = port


class StoreError(QuotewireError):
    """The file in which `quotewire web` keeps quotes cannot be used."""

    def __init__(self, path: str, cause: str) -> None:
        super().__init__(f"cannot keep quotes in {path} ({cause}): name another file with --store")
        self.path = path
        self.cause = cause


class EmbeddedBrokerError(QuotewireError):
    """The embedded broker is not installed or did not start."""


class ReplayEndedError(QuotewireError):
    """Dead letters could not all be published again; those that were are known, and stay out of the next attempt."""

    def __init__(self, replayed: int, cause: str) -> None:
        super().__init__(
            f"ended when {replayed} {'was' if replayed == 1 else 'were'} replayed: {cause}; run it again for the rest, none comes twice"
        )
        self.replayed = replayed
        self.cause = cause


class StageRunsError(QuotewireError):
    """The offsets of a stage cannot be set while its group has members, who go by their own."""

    def __init__(self, stage: str, group: str, members: list[str]) -> None:
        super().__init__(
            f"{stage} runs: the consumer group {group} has {len(members)} {'member' if len(members) == 1 else 'members'} "
            f"({', '.join(members)}); stop all workers of {stage} first. One that died without a goodbye is a member for another "
            "QUOTEWIRE_SESSION_SECONDS"
        )
        self.stage = stage
        self.group = group
        self.members = members
