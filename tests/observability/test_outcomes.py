"""What metrics and logs tell of records: the kind of a fault, never what a record made up."""

import json
from collections.abc import Iterator

from hypothesis import example, given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from workers.errors import Fault
from workers.flow import STAGES
from workers.kafka.records import InputRecord, Rejected
from workers.observability.metrics import Metrics
from workers.observability.outcomes import Outcomes
from workers.processes.stage_job import StageJob
from workers.stages.definition import Stage

CLEAN = STAGES[0]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters()), inner, max_size=3),
)
FIELDS = st.sampled_from(["body", "id", "metadata", "authors", "data", "specversion"])
VALUES = st.binary() | (JSON | st.dictionaries(FIELDS, JSON)).map(lambda value: json.dumps(value).encode())


def _rejected(value: bytes, stage: Stage = CLEAN) -> Rejected | None:
    """Return why a record cannot be read, by the code that runs in a child."""
    one = StageJob(stage, "", 1000)._received(InputRecord("articles.raw.v1", 0, 0, b"k", value))
    return one if isinstance(one, Rejected) else None


def _counted(rejected: Rejected, registry: CollectorRegistry, time: float = 0) -> Iterator[dict[str, str]]:
    """Report a record; yield the labels of all dead letters counted."""
    record = InputRecord("articles.raw.v1", 0, 0, b"k", b"", time=time)
    Outcomes(Metrics("clean", registry), CLEAN, "").delivered([record], [rejected])
    for metric in registry.collect():
        if metric.name == "quotewire_dead_letters":
            yield from (sample.labels for sample in metric.samples)


KNOWN = {
    *("body", "id", "url", "title", "source", "content_type", "language", "authors", "published_at", "fetched_at"),
    *("metadata", "record", "key", "data", "data_base64", "other", ""),
}


@given(VALUES)
@example(b'{"made up by a record": "\\ud83d"}')
@example(b'{"metadata": {"made up": "\\ud83d"}}')
@example(b'{"body": "x", "authors": ["a", 1]}')
def test_nothing_that_a_record_says_becomes_a_label(value: bytes) -> None:
    if rejected := _rejected(value):
        (labels,) = _counted(rejected, CollectorRegistry())
        assert labels["reason"] in set(Fault)
        assert labels["field"] in KNOWN
        assert labels.keys() == {"stage", "reason", "field"}


def test_a_field_that_a_record_made_up_is_another_one() -> None:
    rejected = _rejected(b'{"made up by a record": "\\ud83d"}')
    assert rejected
    (labels,) = _counted(rejected, CollectorRegistry())
    assert labels == {"stage": "clean", "reason": "half_surrogate", "field": "other"}


def test_of_a_path_its_field_counts() -> None:
    rejected = _rejected(b'{"body": "x", "authors": ["a", 1]}')
    assert rejected
    assert rejected.field == "authors.1"
    (labels,) = _counted(rejected, CollectorRegistry())
    assert labels == {"stage": "clean", "reason": "wrong_type", "field": "authors"}


def test_the_time_in_a_stage_counts_from_the_records_arrival_in_its_topic() -> None:
    registry = CollectorRegistry()
    list(_counted(Rejected("E", "m", Fault.TIMED_OUT), registry, time=4_000_000_000))  # a producer's clock may be ahead
    labels = {"stage": "clean"}
    assert registry.get_sample_value("quotewire_stage_seconds_count", labels) == 1
    assert registry.get_sample_value("quotewire_stage_seconds_sum", labels) == 0
