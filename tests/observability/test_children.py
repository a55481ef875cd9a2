"""What metrics tell of children, with real ones."""

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from harness import stages
from workers.kafka.records import InputRecord, Outcome, Rejected
from workers.observability import children as observed
from workers.observability.children import ChildrenCollector
from workers.processes.children import Children
from workers.processes.fork_server import fork_server_id
from workers.processes.stage_job import StageJob

GIBIBYTE = 1024**3


def _metrics(registry: CollectorRegistry) -> Mapping[str, float]:
    return {sample.name: sample.value for metric in registry.collect() for sample in metric.samples}


@pytest.mark.processes
@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
async def test_their_number_memory_and_cpu_time_are_told_also_of_those_that_have_ended() -> None:
    children: Children[InputRecord, Outcome] = Children(2, 60, StageJob(stages.OBEDIENT, "", 1_000_000), 2 * GIBIBYTE)
    registry = CollectorRegistry()
    registry.register(ChildrenCollector("clean", fork_server_id))
    try:
        await children.start()
        before = _metrics(registry)
        assert before["quotewire_children"] == 2
        assert 2**20 < before["quotewire_children_memory_bytes"] < GIBIBYTE
        assert before["quotewire_child_cpu_seconds_total"] > 0
        seconds = before["quotewire_child_cpu_seconds_total"]
        for number in range(4):
            died = asyncio.create_task(children.process([_record("end 7", number)]))
            while not died.done():
                now = _metrics(registry).get("quotewire_child_cpu_seconds_total", seconds)
                assert now >= seconds, "a counter has fallen"
                seconds = now
                await asyncio.sleep(0.01)
            (outcome,) = died.result()
            assert isinstance(outcome, Rejected)
        await asyncio.gather(*(children.process([_record("fine", number)]) for number in (9, 10)))  # one for each child
        after = _metrics(registry)
        assert after["quotewire_children"] == 2
        assert after["quotewire_child_cpu_seconds_total"] > before["quotewire_child_cpu_seconds_total"]
    finally:
        await children.stop()


def _record(body: str, offset: int) -> InputRecord:
    return InputRecord("articles.raw.v1", 0, offset, b"k", json.dumps({"body": body}).encode())


def test_where_there_is_no_proc_nothing_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(observed, "_PROC", tmp_path)
    registry = CollectorRegistry()
    registry.register(ChildrenCollector("clean", lambda: 1))
    assert _metrics(registry) == {}
