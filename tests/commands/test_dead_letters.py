"""`quotewire dlt` as operators run it, on a real Kafka; the dead letters are made as stages make them."""

import asyncio
import base64
import json
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.admin import RecordsToDelete
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from harness.installation import PATIENCE_SECONDS, Installation
from harness.mortal_replay import POINTS, PROGRAM
from workers.errors import Fault
from workers.flow import STAGES
from workers.kafka.admin import admin_client
from workers.kafka.connection import Connection
from workers.kafka.dead_letters import REPLAYS, dead_letter
from workers.kafka.records import InputRecord, Rejected
from workers.topics import RAW, dead_letters_of

pytestmark = [pytest.mark.kafka, pytest.mark.processes]

CLEAN = STAGES[0]
GRAVES = dead_letters_of(RAW)
NOT_JSON = Rejected("RecordRejectedError", "record: is not JSON; publish a JSON object", Fault.NOT_JSON, "record")
NO_BODY = Rejected("RecordRejectedError", "body: is missing; every record needs it", Fault.MISSING, "body")
TOO_SLOW = Rejected("ChildTimedOutError", "took longer than 10 seconds", Fault.TIMED_OUT)
Dead = tuple[bytes | None, bytes | None, Rejected]


async def _raw(quotewire: Installation, count: int) -> list[ConsumerRecord]:
    return await quotewire.read(RAW, lambda records: len(records) >= count)


async def _bury(quotewire: Installation, dead: Sequence[Dead]) -> None:
    """Publish records to the raw topic, and their dead letters."""
    before = len(await _raw(quotewire, 0))
    await quotewire.publish_with_headers((key, value, [("traceparent", b"00-1")]) for key, value, _ in dead)
    unburied = list(dead)
    letters = []
    for record in sorted(
        await _raw(quotewire, before + len(dead)), key=lambda record: (record.timestamp, record.offset)
    ):
        for one in unburied:
            if (one[0], one[1]) == (record.key, record.value):
                unburied.remove(one)
                headers = tuple(record.headers)
                source = InputRecord(record.topic, record.partition, record.offset, record.key, record.value, headers)
                letters.append(dead_letter(source, one[2], stage=CLEAN.name, group="g", now=datetime.now(UTC)))
                break
    assert unburied == []
    await quotewire.publish_with_headers(((one.key, one.value, one.headers) for one in letters), GRAVES)


async def _dlt(quotewire: Installation, *words: str) -> tuple[int, list[dict[str, Any]], str]:
    code, out, said = await quotewire.command("dlt", *words)
    return code, [json.loads(line) for line in out.splitlines()], said


async def _alter(quotewire: Installation, name: str, value: str) -> None:
    async with admin_client(Connection(quotewire.broker.address)) as admin:
        topic = ConfigResource(ConfigResourceType.TOPIC, quotewire.prefix + RAW.name, {name: value})
        await admin.alter_configs([topic])


async def test_lists_and_shows_what_is_meant(quotewire: Installation) -> None:
    await _bury(quotewire, [(b"a", b"not json", NOT_JSON), (b"b", b"\xff", TOO_SLOW), (b"\xfe", b"{}", NO_BODY)])
    await _bury(quotewire, [(None, None, NO_BODY)])
    code, listed, said = await _dlt(quotewire, "list")
    assert (code, len(listed)) == (0, 4), said
    assert said.startswith("4 waiting, 0 replayed: 2 clean body missing, ")
    by_key = {one.get("key", one.get("key_base64")): one for one in listed}
    a, b = by_key["a"], by_key["b"]
    assert (a["reason"], a["field"], a["stage"], a["value"]) == (NOT_JSON.message, "record", "clean", "not json")
    assert a["origin"]["topic"] == quotewire.prefix + RAW.name
    assert (b["value_base64"], b["field"], b["fault"], b["error"]) == (
        base64.b64encode(b"\xff").decode(),
        None,
        TOO_SLOW.fault,
        TOO_SLOW.class_name,
    )
    assert by_key[base64.b64encode(b"\xfe").decode()]["value"] == "{}"
    assert by_key[None]["value"] is None
    for words, count in (
        (("--reason", "not_json"), 1),
        (("--reason", "LONGER than", "--stage", "clean", "--since", "2026-01-01", "--limit", "2"), 1),
        (("--at", f"{GRAVES.name}/{b['partition']}/{b['offset']}", "--until", "2200-01-01T10:00"), 1),
        (("--at", f"{RAW.name}/0/0"), 0),
    ):
        code, listed, said = await _dlt(quotewire, "list", *words)
        assert (code, len(listed)) == (0, count), (words, said)
    code, shown, _ = await _dlt(quotewire, "show", f"{GRAVES.name}/{a['partition']}/{a['offset']}")
    assert (code, shown[0]["key"], shown[0]["headers"][0]) == (0, "a", {"name": "traceparent", "value": "00-1"})
    code, shown, said = await _dlt(quotewire, "show", f"{GRAVES.name}/0/999")
    assert (code, shown) == (1, [])
    assert said.startswith(f"{quotewire.prefix}{GRAVES.name}/0/999: there is no dead letter")


async def test_replays_a_record_as_it_was_and_once(quotewire: Installation) -> None:
    await _bury(quotewire, [(b"a", b"\xff", NOT_JSON), (None, None, NO_BODY), (b"c", b"{}", NO_BODY)])
    code, dry, said = await _dlt(quotewire, "replay", "--dry-run")
    assert (code, [one["action"] for one in dry]) == (0, ["would be replayed"] * 3), said
    assert len(await _raw(quotewire, 3)) == 3
    code, _, said = await _dlt(quotewire, "replay", "--key", "a")
    assert (code, said) == (0, "1 replayed, 0 left out for something newer, 0 cannot be replayed\n")
    code, rest, _ = await _dlt(quotewire, "replay", "--limit", "1")
    assert (code, len(rest)) == (0, 1)
    assert [len((await _dlt(quotewire, "replay"))[1]) for _ in range(2)] == [1, 0]
    records = await _raw(quotewire, 6)
    again = [record for record in records if REPLAYS in dict(record.headers)]
    assert sorted(map(str, ((one.key, one.value) for one in again))) == sorted(
        map(str, [(b"a", b"\xff"), (None, None), (b"c", b"{}")])
    )
    assert {record.headers for record in again} == {(("traceparent", b"00-1"), (REPLAYS, b"1"))}
    assert len(records) == 6
    assert (await _dlt(quotewire, "list"))[1] == []
    assert len((await _dlt(quotewire, "list", "--replayed"))[1]) == 3


async def test_leaves_out_what_the_topic_holds_something_newer_for(quotewire: Installation) -> None:
    await _bury(quotewire, [(b"a", b"old", NOT_JSON), (b"b", b"old", NOT_JSON), (b"c", b"old", NOT_JSON)])
    await quotewire.publish([(b"a", b"{}"), (b"b", None)])
    code, said, summary = await _dlt(quotewire, "replay")
    assert code == 0
    why = {one["key"]: (one["action"], one.get("why", "").split(":")[0]) for one in said}
    assert why == {
        "a": ("left out", "something newer under its key"),
        "b": ("left out", "a retraction under its key"),
        "c": ("replayed", ""),
    }
    assert summary.startswith("1 replayed, 2 left out for something newer (--over-newer replays those too), 0 cannot")
    code, said, _ = await _dlt(quotewire, "replay", "--over-newer")
    assert sorted((one["key"], one["action"]) for one in said) == [("a", "replayed"), ("b", "replayed")]


async def test_leaves_out_what_may_have_had_something_newer(quotewire: Installation) -> None:
    """Dead letters are kept for longer than the records, and the retractions, that came after theirs."""
    await _bury(quotewire, [(b"a", b"old", NOT_JSON)])
    await quotewire.publish([(b"a", None)])
    records = await _raw(quotewire, 2)
    partition = TopicPartition(records[0].topic, records[0].partition)
    async with admin_client(Connection(quotewire.broker.address)) as admin:
        await admin.delete_records({partition: RecordsToDelete(before_offset=2)})
    code, said, _ = await _dlt(quotewire, "replay")
    assert (code, [one["why"].partition(" is gone from ")[0] for one in said]) == (0, ["what came after it"])


async def test_what_cannot_be_replayed_does_not_hold_up_the_rest(quotewire: Installation) -> None:
    await _bury(quotewire, [(b"large", os.urandom(50_000), TOO_SLOW)])
    await _bury(quotewire, [(b"small", b"{}", NO_BODY)])
    await quotewire.publish([(b"anybody", b"'s")], GRAVES)
    forged = (("__dlq.errors.topic", b"elsewhere"), ("__dlq.errors.partition", b"0"), ("__dlq.errors.offset", b"0"))
    await quotewire.publish_with_headers([(b"forged", b"x", forged)], GRAVES)
    await _alter(quotewire, "max.message.bytes", "20000")
    code, said, summary = await _dlt(quotewire, "replay")
    actions = {one["key"]: one["action"] for one in said}
    assert actions == {"large": "refused", "small": "replayed", "anybody": "left out", "forged": "left out"}
    assert summary.endswith("1 replayed, 0 left out for something newer, 3 cannot be replayed\n")
    assert code == 1, summary


async def _faulty(quotewire: Installation, number: signal.Signals, point: str, count: int) -> Process:
    """Start a replay that sends itself a signal at a point of its n-th dead letter."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", PROGRAM, number.name, point, str(count)),
        env=quotewire.environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )


def _is_stopped(process: Process) -> bool:
    return " T " in Path(f"/proc/{process.pid}/stat").read_text()


async def _replayed(quotewire: Installation, count: int) -> list[bytes]:
    """Return the keys of what was replayed, once there are so many records in the raw topic."""
    return sorted(record.key or b"" for record in await _raw(quotewire, count) if REPLAYS in dict(record.headers))


@pytest.mark.parametrize(
    ("number", "point", "exit_code"),
    [*((signal.SIGKILL, point, -signal.SIGKILL) for point in POINTS), (signal.SIGINT, POINTS[0], 3)],
)
async def test_ended_anywhere_and_run_again_each_comes_once(
    number: signal.Signals, point: str, exit_code: int, quotewire: Installation
) -> None:
    await _bury(quotewire, [(str(number).encode(), b"{}", NO_BODY) for number in range(4)])
    ended = await _faulty(quotewire, number, point, 2)
    assert await asyncio.wait_for(ended.wait(), PATIENCE_SECONDS) == exit_code
    code, said, summary = await _dlt(quotewire, "replay")
    assert code == 0, summary
    assert len(said) == (2 if point == "after commit" else 3)
    assert await _replayed(quotewire, 8) == [b"0", b"1", b"2", b"3"]


async def test_a_second_run_ends_the_first(quotewire: Installation) -> None:
    await _bury(quotewire, [(str(number).encode(), b"{}", NO_BODY) for number in range(4)])
    frozen = await _faulty(quotewire, signal.SIGSTOP, "before commit", 2)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not _is_stopped(frozen):
            await asyncio.sleep(0.05)
        code, said, summary = await _dlt(quotewire, "replay")
        frozen.send_signal(signal.SIGCONT)
        _, errors = await frozen.communicate()
    assert (code, len(said)) == (0, 3), summary
    assert errors.decode().startswith("ended when 1 was replayed: another `quotewire dlt replay` has begun; run it")
    assert (frozen.returncode, errors.count(b"\n")) == (3, 1), errors
    assert await _replayed(quotewire, 8) == [b"0", b"1", b"2", b"3"]
