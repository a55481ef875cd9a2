"""`quotewire status` and `quotewire lag-exporter` as operators run them, on a real Kafka."""

import asyncio
import json
import signal
import sys
from typing import Any

import aiohttp
import pytest

from harness.installation import PATIENCE_SECONDS, Installation
from workers.flow import STAGES
from workers.kafka.admin import admin_client
from workers.kafka.connection import Connection
from workers.kafka.dead_letters import ErrorHeader
from workers.topics import RAW, dead_letters_of

pytestmark = [pytest.mark.kafka, pytest.mark.processes]

ENTITIES = STAGES[1]
GRAVES = dead_letters_of(RAW)


async def _status(quotewire: Installation) -> tuple[int, dict[str, Any]]:
    code, out, said = await quotewire.command("status")
    assert code in {0, 1}, said
    return code, json.loads(out)


def _of(found: dict[str, Any], stage: str) -> dict[str, Any]:
    """Return a stage; its partitions by number."""
    (one,) = [one for one in found["stages"] if one["stage"] == stage]
    return {**one, "partitions": {part["partition"]: part for part in one["partitions"]}}


async def test_what_waits_for_a_stage_without_workers(quotewire: Installation) -> None:
    code, found = await _status(quotewire)
    assert (code, found["well"], _of(found, "clean")["lag_records"], found["missing_topics"]) == (1, False, 0, [])
    await quotewire.publish([(str(number).encode(), b"{}") for number in range(9)])
    async with admin_client(Connection(quotewire.broker.address)) as admin:
        await admin.delete_topics([quotewire.prefix + ENTITIES.consumes.name])
    code, found = await _status(quotewire)
    clean = _of(found, "clean")
    assert (code, clean["lag_records"], clean["lag_exact"], clean["members"]) == (1, 9, True, [])
    assert 0 < clean["lag_seconds"] < PATIENCE_SECONDS
    assert sum(part["lag_records"] for part in clean["partitions"].values()) == 9
    prefix = quotewire.prefix
    assert found["problems"] == [
        f"missing topics: {prefix}articles.clean.v1; `quotewire topics` creates them",
        f"clean: no worker is in its group {prefix}quotewire-clean; records that wait: 9",
        f"entities: no worker is in its group {prefix}quotewire-entities; records that wait: 0",
        f"quotes: no worker is in its group {prefix}quotewire-quotes; records that wait: 0",
    ]
    assert found["missing_topics"] == [f"{prefix}articles.clean.v1"]


def _letter(number: int, stage: str, error: str) -> tuple[bytes, bytes, list[tuple[str, bytes]]]:
    headers = [(ErrorHeader.STAGE.value, stage.encode()), (ErrorHeader.CLASS_NAME.value, error.encode())]
    return str(number).encode(), b"x", [(ErrorHeader.TOPIC.value, b"t"), *headers]


async def test_dead_letters_by_kind_and_the_exporter(quotewire: Installation) -> None:
    letters = [
        _letter(number, "clean", "ChildTimedOutError" if number % 3 else "ChildDiedError") for number in range(9)
    ]
    await quotewire.publish_with_headers(letters, GRAVES)
    await quotewire.publish([(b"a", b"{}")])
    _, found = await _status(quotewire)
    graves = quotewire.prefix + GRAVES.name
    assert {topic["topic"]: topic.get("dead_letters") for topic in found["topics"]}[graves] == {
        "clean ChildTimedOutError": 6,
        "clean ChildDiedError": 3,
    }
    exporter = await quotewire.launch("lag-exporter", "workers")
    await quotewire.until(lambda: exporter.has_said("serving probes and metrics"))
    waiting = f'quotewire_dead_letters_waiting{{topic="{graves}"}}'
    async with aiohttp.ClientSession() as http:

        async def metrics() -> dict[str, float]:
            async with http.get(f"{exporter.url}/metrics") as answer:
                lines = [] if answer.status == 503 else (await answer.text()).splitlines()
            return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if line[:1] != "#")}

        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (seen := await metrics()):
                await asyncio.sleep(0.1)
            assert seen[waiting] == 9
            assert seen['quotewire_group_members{stage="clean"}'] == 0
            lags = [seen[name] for name in seen if name.startswith("quotewire_group_lag_records") and "clean" in name]
            assert sum(lags) == 1
            assert 0 < seen['quotewire_group_lag_seconds{stage="clean"}'] < PATIENCE_SECONDS
            await quotewire.publish_with_headers([_letter(10, "clean", "ChildDiedError")], GRAVES)
            while (await metrics())[waiting] != 10:
                await asyncio.sleep(0.1)
        async with http.get(f"{exporter.url}/readyz") as answer:
            assert (answer.status, await answer.json()) == (200, {"ready": True, "reasons": []})
    assert await exporter.stop() == 0


async def test_watches_until_it_is_stopped(quotewire: Installation) -> None:
    watching = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "workers", "status", "--watch"),
        env=quotewire.environment,
        stdout=asyncio.subprocess.PIPE,
    )
    assert watching.stdout
    async with asyncio.timeout(PATIENCE_SECONDS):
        seen = [json.loads(await watching.stdout.readline()) for _ in range(2)]
        await quotewire.publish([(b"a", b"{}")])
        while _of(seen[-1], "clean")["lag_records"] != 1:
            seen.append(json.loads(await watching.stdout.readline()))
        watching.send_signal(signal.SIGINT)
        await watching.communicate()
    assert watching.returncode == 1
    assert seen[0]["time"] < seen[1]["time"]
    assert _of(seen[0], "clean")["records_per_second"] == 0
