"""The metrics of a worker, for Prometheus: the one home for their names."""

from typing import get_args

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics

from schemas.lineage import StageName, Status
from schemas.oddities import Oddity
from workers import __version__
from workers.kafka.records import RETRACTED

DEAD_LETTER = "dead_letter"
"""The outcome of a record that no stage can process; the others are the statuses of articles."""

_WORK_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_END_TO_END_SECONDS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 21600)
_BATCH_ARTICLES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 1000)


class Metrics:
    """The metrics of one worker; each is a Prometheus metric with the stage as a label.

    Labels have few values: partitions, topics of the stage, kinds of outcomes, warnings and errors.
    """

    def __init__(self, stage: StageName, registry: CollectorRegistry = REGISTRY) -> None:
        def counter(name: str, help_text: str, *labels: str) -> Counter:
            return Counter(f"quotewire_{name}", help_text, ("stage", *labels), registry=registry)

        def gauge(name: str, help_text: str, *labels: str) -> Gauge:
            return Gauge(f"quotewire_{name}", help_text, ("stage", *labels), registry=registry)

        def histogram(name: str, help_text: str, buckets: tuple[float, ...]) -> Histogram:
            made = Histogram(f"quotewire_{name}", help_text, ("stage",), buckets=buckets, registry=registry)
            return made.labels(stage)

        disable_created_metrics()  # type: ignore[no-untyped-call] # a second series for each counter, of no use here
        self.stage = stage
        self.received = counter("records_received", "Records taken from the topic").labels(stage)
        self.in_process = gauge("records_in_process", "Records that wait in memory or are in hand").labels(stage)
        self.waiting_bytes = gauge("waiting_bytes", "Bytes of the records that wait or are in hand").labels(stage)
        self.articles = counter("articles", "Records finished, by what became of them", "outcome")
        for outcome in (*get_args(Status), RETRACTED, DEAD_LETTER):
            self.articles.labels(stage, outcome)  # from 0: a rate does not see the first of a series
        self.warnings = counter("warnings", "Articles published with a warning, of this stage or one before", "code")
        for code in Oddity:
            self.warnings.labels(stage, code)
        self.dead_letters = counter(
            "dead_letters",
            "Records that could not be processed, by what is wrong, and with which field",
            "reason",
            "field",
        )
        self.published = counter("published", "Records published", "topic")
        self.batch_articles = histogram("batch_articles", "Records processed together", _BATCH_ARTICLES)
        self.processing = histogram("processing_seconds", "Work of a child process on a batch", _WORK_SECONDS)
        self.delivery = histogram("delivery_seconds", "Publishing a batch until the brokers have it", _WORK_SECONDS)
        self.end_to_end = histogram(
            "end_to_end_seconds", "From the raw record's time in Kafka to this stage's delivery", _END_TO_END_SECONDS
        )
        self.stage_seconds = histogram(
            "stage_seconds", "From a record's time in the stage's topic to this stage's delivery", _END_TO_END_SECONDS
        )
        self.lag = gauge("lag_records", "Records of an assigned partition not yet finished", "topic", "partition")
        self.undecided = gauge(
            "undecided_records",
            "Records of an assigned partition that wait for a transaction to end",
            *("topic", "partition"),
        )
        self.undecided_seconds = gauge(
            "undecided_seconds", "For how long that transaction has been open", *("topic", "partition")
        )
        self.lost_to_retention = counter(
            "records_lost_to_retention", "Offsets that were gone from the topic before they were read", "topic"
        )
        self.missing_topics = gauge("missing_topics", "1 when a topic that the stage needs is not there", "topic")
        self.oldest = gauge(
            "oldest_unfinished_seconds", "Time since the oldest unfinished record entered Kafka"
        ).labels(stage)
        self.partitions = gauge("assigned_partitions", "Partitions that this worker has").labels(stage)
        self.rebalances = counter("rebalances", "Times that partitions were given out anew").labels(stage)
        self.child_restarts = counter("child_restarts", "Child processes that had to be replaced, by cause", "reason")
        self.transactions_aborted = counter("transactions_aborted", "Transactions given up").labels(stage)
        self.ready = gauge("ready", "1 when the worker is ready, as /readyz says").labels(stage)
        gauge("worker_info", "The worker's version", "version").labels(stage, __version__).set(1)

    def worked(self, seconds: float) -> None:
        """Count a batch that a child has come back from."""
        self.processing.observe(seconds)

    def restarted(self, reason: str) -> None:
        """Count a child that had to be replaced."""
        self.child_restarts.labels(self.stage, reason).inc()
