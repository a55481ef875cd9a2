"""How far the stages are, as the brokers know it, whether workers live or not: what waits, since when, and what is wrong with that."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from workers.kafka.delivery import TRANSACTION_SECONDS
from workers.kafka.groups import Member


@dataclass(frozen=True, slots=True)
class PartitionStatus:
    """How far a stage is in one partition of the topic that it reads."""

    partition: int
    committed: int | None
    """The offset up to which the stage is done; None when it has never said, and begins with what there is."""
    waiting: int
    """Records that it has not done."""
    exact: bool
    """Whether they were counted; if not, the markers of transactions are among them."""
    oldest: datetime | None
    """The time of the first of them."""
    gone: int
    """Records that retention took before the stage had done them."""
    undecided: int
    """Records behind the last stable offset, which a stage does not see before a transaction has ended."""


@dataclass(frozen=True, slots=True)
class StageStatus:
    """A stage's consumer group."""

    name: str
    group: str
    topic: str
    """That it reads, with the prefix of the installation."""
    state: str
    """Of the group, in Kafka's words."""
    members: tuple[Member, ...]
    partitions: tuple[PartitionStatus, ...]
    """None when the topic is missing."""
    rate: float | None
    """Records a second that it has done since an earlier look, if there was one."""

    @property
    def waiting(self) -> int:
        """Records that it has not done."""
        return sum(one.waiting for one in self.partitions)

    @property
    def exact(self) -> bool:
        """Whether they were counted in all partitions."""
        return all(one.exact for one in self.partitions)

    @property
    def oldest(self) -> datetime | None:
        """The time of the oldest record that it has not done."""
        return min((one.oldest for one in self.partitions if one.oldest), default=None)

    @property
    def gone(self) -> int:
        """Records that retention took before they were done."""
        return sum(one.gone for one in self.partitions)


@dataclass(frozen=True, slots=True)
class TopicStatus:
    """A topic of the flow."""

    name: str
    """With the prefix of the installation."""
    partitions: int
    offsets: int
    """Between beginning and end: the records that it keeps, the markers of transactions, and what compaction took out."""
    undecided: int
    """Records behind the last stable offset."""
    undecided_since: datetime | None
    """The time of the first of them, which belongs to a transaction that is open."""
    dead_letters: Mapping[str, int] | None
    """Those that wait, by stage, error and field; None for a topic of something else."""
    unseen: int = 0
    """Offsets of dead letters that were not looked at, since newer ones are too many."""


@dataclass(frozen=True, slots=True)
class Status:
    """All of it, at one moment."""

    time: datetime
    topics: tuple[TopicStatus, ...]
    missing: tuple[str, ...]
    """Topics that are not there."""
    stages: tuple[StageStatus, ...]

    def seconds_since(self, then: datetime | None) -> float:
        """Return how long ago something was; 0 for nothing. Clocks of producers may be ahead."""
        return max(0.0, (self.time - then).total_seconds()) if then else 0.0

    def problems(self) -> Iterator[str]:
        """Say what does not pass by itself, or may not."""
        if self.missing:
            yield f"missing topics: {', '.join(self.missing)}; `quotewire topics` creates them"
        for stage in self.stages:
            if not stage.members:
                yield f"{stage.name}: no worker is in its group {stage.group}; records that wait: {stage.waiting:,}"
            if stage.gone:
                yield f"{stage.name}: records of {stage.topic} that retention took before they were done: {stage.gone:,}"
        for topic in self.topics:
            seconds = self.seconds_since(topic.undecided_since)
            if seconds > TRANSACTION_SECONDS:
                yield (
                    f"{topic.name}: a transaction has been open for {seconds:.0f} seconds, longer than any worker's; "
                    f"records that it holds back: {topic.undecided:,}"
                )
