"""What operators see of a worker: its probes, metrics and logs."""

import asyncio
import json
import re
import signal
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from harness.articles import raw
from harness.installation import PATIENCE_SECONDS, Installation, WorkerProcess, on_own_kafka
from workers.stages.clean.definition import CLEAN
from workers.stages.quotes.definition import ENRICHED
from workers.topics import RAW, dead_letters_of

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


async def _get(worker: WorkerProcess, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(worker.url + path) as response:
        return response.status, await response.text()


def _sum(metrics: str, name: str, labels: str = "") -> float:
    found = re.findall(rf"^quotewire_{name}{{[^}}]*{labels}[^}}]*}} (\S+)$", metrics, re.MULTILINE)
    return sum(map(float, found))


async def _until(worker: WorkerProcess, path: str, wanted: str) -> None:
    """Wait until an answer holds what is wanted."""
    answer = ""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while wanted not in answer:
            await asyncio.sleep(0.05)
            _, answer = await _get(worker, path)


async def test_metrics_and_logs_tell_what_became_of_articles(quotewire: Installation) -> None:
    (worker,) = await quotewire.start("clean")
    assert (await _get(worker, "/livez"))[0] == 200
    await _until(worker, "/readyz", '"ready": true')
    trace = [("traceparent", f"00-{TRACE}-00f067aa0ba902b7-01".encode())]
    records = [(f"a{number}".encode(), raw(number, id=f"a{number}"), trace) for number in range(10)]
    await quotewire.publish_with_headers([*records, (b"bad", b"not json", trace), (b"a0", None, trace)])
    await quotewire.read(CLEAN, lambda found: len(found) >= 11)
    await quotewire.read(dead_letters_of(RAW), lambda found: len(found) >= 1)
    await _until(worker, "/metrics", 'quotewire_records_in_process{stage="clean"} 0.0')

    _, metrics = await _get(worker, "/metrics")
    assert _sum(metrics, "records_received_total") == 12
    outcomes = {
        kind: _sum(metrics, "articles_total", f'outcome="{kind}"') for kind in ("ok", "retracted", "dead_letter")
    }
    assert outcomes == {"ok": 10, "retracted": 1, "dead_letter": 1}
    assert _sum(metrics, "dead_letters_total", 'reason="not_json"') == 1
    assert _sum(metrics, "published_total", 'topic="articles.clean.v1"') == 11
    assert _sum(metrics, "end_to_end_seconds_count") == 12
    assert _sum(metrics, "delivery_seconds_count") >= 1
    assert _sum(metrics, "assigned_partitions") == 4
    assert _sum(metrics, "lag_records") == 0

    lines = {said["article_id"]: said for said in worker.said() if "article_id" in said}
    assert {"topic", "partition", "offset", "stage"} <= lines["a1"].keys()
    assert (lines["a1"]["trace_id"], lines["a1"]["outcome"], lines["a1"]["level"]) == (TRACE, "ok", "info")
    assert (lines["bad"]["trace_id"], lines["bad"]["error"], lines["bad"]["level"]) == (
        TRACE,
        "RecordRejectedError",
        "warning",
    )


async def test_the_time_of_the_raw_record_is_carried_through(all_stages: Installation) -> None:
    await all_stages.publish([(b"timed", raw(8, id="timed"))])
    found = await all_stages.read(ENRICHED, lambda records: any(record.key == b"timed" for record in records))
    (clean,) = [r for r in await all_stages.read(CLEAN, lambda _: True) if r.key == b"timed"]
    (enriched,) = [record for record in found if record.key == b"timed"]
    assert dict(enriched.headers)["ce_rawtime"] == dict(clean.headers)["ce_rawtime"]
    assert dict(enriched.headers)["ce_rawtime"] < dict(enriched.headers)["ce_time"]


@pytest.mark.kafka
async def test_a_worker_whose_brokers_are_silent_is_not_ready_and_comes_back_by_itself(
    quotewire: Installation, tmp_path: Path
) -> None:
    assert quotewire.broker.is_kafka
    async with on_own_kafka(tmp_path / "..", "a Kafka that this test freezes") as (cluster, own):
        (worker,) = await own.start("clean")
        await _until(worker, "/readyz", '"ready": true')
        cluster.nodes[0].signal(signal.SIGSTOP)
        await _until(worker, "/readyz", "brokers have not answered")
        await own.until(lambda: worker.has_said("brokers away"))
        (away,) = [said for said in worker.said() if said["event"] == "brokers away"]
        assert away["brokers"] == cluster.address
        assert (await _get(worker, "/livez"))[0] == 200
        cluster.nodes[0].signal(signal.SIGCONT)
        await own.publish_with_headers([(b"after", raw(1, id="after"), ())], enable_idempotence=True)
        records = await own.read(CLEAN, lambda found: len(found) >= 1)
        assert [json.loads(record.value)["lineage"]["clean"]["input"]["offset"] for record in records] == [0]
        await own.until(lambda: worker.has_said("brokers back"))
        (back,) = [said for said in worker.said() if said["event"] == "brokers back"]
        assert back["away_seconds"] > 0


@pytest.mark.kafka
async def test_brokers_that_are_gone_do_not_flood_the_log(quotewire: Installation, tmp_path: Path) -> None:
    assert quotewire.broker.is_kafka
    async with on_own_kafka(tmp_path / "..", "a Kafka that this test ends") as (cluster, own):
        (worker,) = await own.start("clean")
        await own.publish([(f"a{number}".encode(), raw(number, id=f"a{number}")) for number in range(20)])
        await own.read(CLEAN, lambda found: len(found) >= 20)
        await cluster.nodes[0].end(signal.SIGKILL)
        await own.until(lambda: worker.has_said("brokers away"))
        assert await worker.stop() == 0
        said = [one for one in worker.said() if "logger" in one]
        assert [one["event"] for one in said].count("brokers away") == 1
        of_libraries = [one for one in said if not one["logger"].startswith("quotewire.")]
        causes = Counter((one["event"], one.get("broker"), one.get("reason"), one.get("said")) for one in of_libraries)
        minutes = 1 + (_time(said[-1]) - _time(said[0])) / 60
        assert max(causes.values()) <= 1 + minutes
        assert sum(one.get("left_out", 0) for one in of_libraries) > len(of_libraries)
        assert "broker does not answer" in {one["event"] for one in of_libraries}


def _time(said: dict[str, Any]) -> float:
    return datetime.fromisoformat(said["timestamp"]).timestamp()
