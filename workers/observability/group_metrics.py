"""The metrics of the lag exporter, for Prometheus: the one home for their names. They are the brokers' view, with or without workers."""

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from workers.kafka.status import Status

_PARTITION = ("stage", "topic", "partition")


def expose(found: Status) -> bytes:
    """Return what was found as Prometheus reads it."""
    registry = CollectorRegistry()
    registry.register(GroupMetrics(found))
    return generate_latest(registry)


class GroupMetrics(Collector):
    """What was found at one look."""

    def __init__(self, found: Status) -> None:
        self._found = found

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield each metric."""
        found = self._found
        lag = _gauge("lag_records", "Records that a stage has not done, whether it has workers or not", _PARTITION)
        gone = _gauge("records_gone", "Records that retention took before a stage had done them", _PARTITION)
        undecided = _gauge(
            "undecided_records", "Records behind the last stable offset, which no stage sees yet", _PARTITION
        )
        lag_seconds = _gauge(
            "lag_seconds", "Time since the oldest record that a stage has not done was published", ("stage",)
        )
        members = _gauge("members", "Workers in a stage's consumer group", ("stage",))
        for stage in found.stages:
            lag_seconds.add_metric([stage.name], found.seconds_since(stage.oldest))
            members.add_metric([stage.name], len(stage.members))
            for one in stage.partitions:
                labels = [stage.name, stage.topic, str(one.partition)]
                lag.add_metric(labels, one.waiting)
                gone.add_metric(labels, one.gone)
                undecided.add_metric(labels, one.undecided)
        yield from (lag, gone, undecided, lag_seconds, members)
        yield from _of_topics(found)


def _of_topics(found: Status) -> Iterable[GaugeMetricFamily]:
    waiting = GaugeMetricFamily(
        "quotewire_dead_letters_waiting", "Dead letters that nobody has replayed", labels=["topic"]
    )
    open_seconds = GaugeMetricFamily(
        "quotewire_topic_undecided_seconds",
        "Time since the first record behind the last stable offset of a topic was published; 0 when there is none",
        labels=["topic"],
    )
    missing = GaugeMetricFamily("quotewire_flow_topics_missing", "Topics of the flow that the brokers do not have")
    for topic in found.topics:
        open_seconds.add_metric([topic.name], found.seconds_since(topic.undecided_since))
        if topic.dead_letters is not None:
            waiting.add_metric([topic.name], sum(topic.dead_letters.values()))
    missing.add_metric([], len(found.missing))
    return waiting, open_seconds, missing


def _gauge(name: str, help_text: str, labels: Iterable[str]) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"quotewire_group_{name}", help_text, labels=list(labels))
