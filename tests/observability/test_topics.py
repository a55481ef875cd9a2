"""What is said of topics that come and go."""

from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

from workers.observability.health import Health
from workers.observability.metrics import Metrics
from workers.observability.topics import TopicWatch

RAW, LETTERS = "mine.articles.raw.v1", "mine.articles.raw.v1-dlt"


def test_each_change_is_said_once() -> None:
    registry = CollectorRegistry()
    health = Health(100)
    health.started = health.assigned = True
    watch = TopicWatch([RAW, LETTERS], Metrics("clean", registry), health)
    looks = [{RAW: 4, LETTERS: 4}, {RAW: 4}, {RAW: 4}, {RAW: 6, LETTERS: 4}, {RAW: 6, LETTERS: 4}]
    said, missing, ready = [], [], []
    for counts in looks:
        with capture_logs() as lines:
            watch.seen(counts)
        said.append([(line["event"], line["topic"]) for line in lines])
        missing.append(registry.get_sample_value("quotewire_missing_topics", {"stage": "clean", "topic": LETTERS}))
        ready.append(health.not_ready())
    again = [("topic is there again", LETTERS), ("partitions added", RAW)]
    assert said == [[], [("topic is missing", LETTERS)], [], again, []]
    assert missing == [0, 1, 1, 0, 0]
    why = [f"topic {LETTERS} is missing: `quotewire topics` creates it"]
    assert ready == [[], why, why, [], []]
