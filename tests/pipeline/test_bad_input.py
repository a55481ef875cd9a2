"""Bad input alone and among good articles, through the clean stage on a broker: what is bad is buried, what is odd flows on."""

import asyncio
import json
from collections import Counter
from typing import TYPE_CHECKING

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from harness.articles import STORY, raw
from harness.installation import PATIENCE_SECONDS, Installation, WorkerProcess
from workers.stages.clean.definition import CLEAN
from workers.topics import RAW, dead_letters_of

if TYPE_CHECKING:
    from collections.abc import Sequence

MEBIBYTE = 1024 * 1024

BURIED: dict[str, tuple[bytes | None, bytes | None, str]] = {
    "not JSON": (b"k1", b"<html>", "record: is not JSON"),
    "not an object": (b"k2", b'["body"]', "record: is an array, not an object"),
    "invalid UTF-8": (b"k3", b'{"body": "\xff\xfe"}', "record: is not UTF-8"),
    "lone surrogates": (b"k4", b'{"body": "\\ud83d alone"}', "body: holds half of a surrogate pair"),
    "no body": (b"k5", b'{"title": "t"}', "body: is missing"),
    "empty body": (b"k6", b'{"body": ""}', "body: is empty"),
    "body over 2 MiB": (b"k7", json.dumps({"body": "x" * (2 * MEBIBYTE + 1)}).encode(), "body: is 2097153 bytes"),
    "body of 10 MB": (b"k8", json.dumps({"body": "word " * 2_000_000}).encode(), "body: is 10000000 bytes"),
    "id over 512 bytes": (b"k9", raw(9, id="i" * 513), "id: is 513 bytes"),
    "null key with null value": (None, None, "key: is null, and so is the value"),
}
"""By what is wrong: key, value, how the reason begins."""

REASONS = Counter(
    {
        ("not_json", "record"): 1,
        ("not_an_object", "record"): 1,
        ("not_utf8", "record"): 1,
        ("half_surrogate", "body"): 1,
        ("missing", "body"): 1,
        ("empty", "body"): 1,
        ("too_large", "body"): 2,
        ("too_large", "id"): 1,
        ("missing", "key"): 1,
    }
)
"""How metrics count them, by reason and field."""

FLOWS_ON: dict[str, tuple[bytes, str, set[str]]] = {
    "NUL bytes": (
        raw(21, id="nul", body="A\x00 harbour was opened, and the ships came back in the morning.\x00"),
        "ok",
        {"nul_removed"},
    ),
    "1 MB on one line": (raw(22, id="line", body="The ships came back to the harbour. " * 29_000), "ok", set()),
    "200,000 nested tags": (
        raw(23, id="nested", content_type="text/html", body="<div>" * 200_000 + f"<p>{STORY}</p>"),
        "",
        {"markup_unreadable"},
    ),
    "a date that is none": (raw(24, id="date", published_at="the day before"), "ok", {"published_at_unreadable"}),
    "nothing but navigation": (
        raw(25, id="menu", body="<html><body><nav><a href='/'>Home</a> <a href='/x'>News</a></nav></body></html>"),
        "empty",
        set(),
    ),
    "unknown fields": (raw(26, id="unknown", colour="red", size=[1, 2]), "ok", set()),
    "a key that is no UTF-8": (raw(27, id="bytes"), "ok", {"key_not_utf8"}),
}
"""By what is odd: value, status of the clean stage ("" where either will do), warnings."""


async def _dead_letters(quotewire: Installation, count: int) -> dict[bytes | None, tuple[bytes | None, str]]:
    records = await quotewire.read(dead_letters_of(RAW), lambda found: len(found) >= count)
    assert len(records) == count
    return {r.key: (r.value, dict(r.headers)["__dlq.errors.message"].decode()) for r in records}


async def test_what_is_bad_is_buried_with_its_reason_and_what_is_good_comes_out(quotewire: Installation) -> None:
    (worker,) = await quotewire.start("clean")
    records: list[tuple[bytes | None, bytes | None]] = []
    for number, (key, value, _) in enumerate(BURIED.values()):
        records += [(f"good-{number}".encode(), raw(number, id=f"good-{number}")), (key, value)]
    await quotewire.publish(records)
    letters = await _dead_letters(quotewire, len(BURIED))
    for key, value, reason in BURIED.values():
        assert letters[key][0] == value
        assert letters[key][1].startswith(reason)
    clean = await quotewire.read(CLEAN, lambda found: len(found) >= len(BURIED))
    assert sorted(record.key for record in clean) == sorted(f"good-{n}".encode() for n in range(len(BURIED)))
    assert await _reasons(worker) == REASONS


async def _reasons(worker: WorkerProcess) -> Counter[tuple[str, str]]:
    """Wait until a worker has counted all dead letters; return how many there are by reason and field."""
    reasons: Counter[tuple[str, str]] = Counter()
    async with aiohttp.ClientSession() as session, asyncio.timeout(PATIENCE_SECONDS):
        while reasons.total() < len(BURIED):
            async with session.get(f"{worker.url}/metrics") as answer:
                families = text_string_to_metric_families(await answer.text())
            samples = [sample for family in families for sample in family.samples]
            counted = [sample for sample in samples if sample.name == "quotewire_dead_letters_total"]
            reasons = Counter({(one.labels["reason"], one.labels["field"]): int(one.value) for one in counted})
    return reasons


@pytest.mark.parametrize("bad", BURIED)
async def test_what_is_bad_is_buried_when_it_comes_alone(clean_stage: Installation, bad: str) -> None:
    key, value, reason = BURIED[bad]
    await clean_stage.publish([(key, value)])
    letters = await clean_stage.read(dead_letters_of(RAW), lambda records: any(r.key == key for r in records))
    (letter,) = [record for record in letters if record.key == key]
    assert letter.value == value
    assert dict(letter.headers)["__dlq.errors.message"].decode().startswith(reason)


@pytest.mark.parametrize("odd", FLOWS_ON)
async def test_what_is_only_odd_flows_on_with_status_and_warnings(clean_stage: Installation, odd: str) -> None:
    value, status, warnings = FLOWS_ON[odd]
    key = b"\xff\xfe" if "key" in odd else json.loads(value)["id"].encode()
    identity = json.loads(value)["id"]
    await clean_stage.publish([(key, value)])
    found = await clean_stage.read(CLEAN, lambda records: any(r.key == identity.encode() for r in records))
    (article,) = [json.loads(record.value) for record in found if record.key == identity.encode()]
    assert set(article["warnings"]) == warnings
    assert not status or article["status"] == {"clean": status}
    assert "\x00" not in article["text"]


async def test_compressed_records_are_read(clean_stage: Installation) -> None:
    kinds: Sequence[str] = ("gzip", "snappy", "lz4", "zstd")
    for number, kind in enumerate(kinds):
        record = (kind.encode(), raw(number, id=kind), ())
        await clean_stage.publish_with_headers([record], compression_type=kind)
    found = await clean_stage.read(CLEAN, lambda records: {k.encode() for k in kinds} <= {r.key for r in records})
    assert {kind.encode() for kind in kinds} <= {record.key for record in found}
