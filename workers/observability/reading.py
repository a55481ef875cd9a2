"""Tells where reading begins, where that is not where it ended; and what retention took before it was read."""

from collections.abc import Mapping

import structlog
from aiokafka import TopicPartition

from workers.observability.metrics import Metrics

log = structlog.get_logger("quotewire.reading")


class Reading:
    """Counts and logs what a stage does not read, or reads although it may have been read before."""

    def __init__(self, metrics: Metrics, topic: str) -> None:
        self._lost = metrics.lost_to_retention.labels(metrics.stage, topic)

    def begins_anew(self, records: Mapping[TopicPartition, int]) -> None:
        """Log the partitions for which the group has committed nothing, by how many records they hold; those with none are no news."""
        waiting = {partition: count for partition, count in records.items() if count}
        if waiting:
            log.warning(
                "no committed offset",
                topic=next(iter(waiting)).topic,
                partitions=sorted(partition.partition for partition in waiting),
                records=sum(waiting.values()),
                reason="the consumer group is new, or Kafka has forgotten it (offsets.retention.minutes): it begins at the oldest record, "
                "and what it had done before comes out again",
            )

    def lost(self, partition: TopicPartition, begins: int, first: int) -> None:
        """Count and log that the records from one offset up to another, which is there, were gone before they were read."""
        self._lost.inc(first - begins)
        log.error(
            "records lost to retention",
            topic=partition.topic,
            partition=partition.partition,
            from_offset=begins,
            to_offset=first - 1,
            records=first - begins,
            reason="the topic's retention was faster than this stage",
            fix="publish these articles again; give the topic a longer retention (retention.ms, retention.bytes), or the stage more "
            "workers",
        )
