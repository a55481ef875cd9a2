"""Copies of a record, through Kafka: whatever made them, they have the ids of the first, and none is taken for another."""

from collections.abc import Sequence

import pytest
from aiokafka import ConsumerRecord

from harness.articles import raw
from harness.installation import Installation
from workers.stages.clean.definition import CLEAN
from workers.stages.entities.definition import ENTITIES, MENTIONS
from workers.stages.quotes.definition import ENRICHED, QUOTES
from workers.topics import RAW, Topic, dead_letters_of

FINAL = (ENTITIES, MENTIONS, ENRICHED, QUOTES)


async def of(quotewire: Installation, topic: Topic, key: str, count: int) -> list[ConsumerRecord]:
    """Read what came out under a key, once there are so many different offsets of it."""
    found = await quotewire.read(topic, lambda records: sum(r.key == key.encode() for r in records) >= count)
    return [record for record in found if record.key == key.encode()]


def ids(records: Sequence[ConsumerRecord]) -> list[bytes]:
    return [dict(record.headers)["ce_id"] for record in records]


async def again(quotewire: Installation, record: ConsumerRecord, topic: Topic) -> None:
    """Publish a record once more as it is, as a broker does that forgot that it had been taken."""
    await quotewire.publish_with_headers([(record.key, record.value, list(record.headers))], topic)


@pytest.mark.parametrize("value", ["article", "retraction"])
async def test_a_copy_in_the_midst_of_the_flow_has_the_same_ids_downstream(
    all_stages: Installation, value: str
) -> None:
    key = f"copied-{value}"
    await all_stages.publish([(key.encode(), raw(11, id=key) if value == "article" else None)])
    (clean,) = await of(all_stages, CLEAN, key, 1)
    assert dict(clean.headers)["ce_raworigin"].startswith(f"{all_stages.prefix}{RAW.name}/".encode())
    counts = {topic: len(await of(all_stages, topic, key, 1)) for topic in FINAL}
    await again(all_stages, clean, CLEAN)
    for topic, count in counts.items():
        records = await of(all_stages, topic, key, 2 * count)
        assert ids(records[:count]) == ids(records[count:])
        assert {dict(r.headers)["ce_raworigin"] for r in records} == {dict(clean.headers)["ce_raworigin"]}


async def test_a_record_from_before_the_upgrade_flows_on_by_its_own_place(all_stages: Installation) -> None:
    await all_stages.publish([(b"old", raw(12, id="old"))])
    (clean,) = await of(all_stages, CLEAN, "old", 1)
    headers = [(name, value) for name, value in clean.headers if name != "ce_raworigin"]
    await all_stages.publish_with_headers([(b"old", clean.value, headers)], CLEAN)
    _, copy = await of(all_stages, CLEAN, "old", 2)
    records = await of(all_stages, ENRICHED, "old", 2)
    assert len(set(ids(records))) == 2
    assert dict(records[1].headers)["ce_raworigin"].decode() == f"{copy.topic}/{copy.partition}/{copy.offset}"


async def test_articles_of_several_raw_partitions_in_one_do_not_hide_each_other(all_stages: Installation) -> None:
    """Later offsets of one raw partition come before earlier ones of another, as after a change of partitions."""
    names = [f"mixed-{number}" for number in range(12)]
    await all_stages.publish([(name.encode(), raw(13, id=name)) for name in names])
    cleaned = [(await of(all_stages, CLEAN, name, 1))[0] for name in names]
    origins = [dict(record.headers)["ce_raworigin"] for record in cleaned]
    assert len({origin.split(b"/")[1] for origin in origins}) > 1
    for record in reversed(cleaned):
        await again(all_stages, record, CLEAN)
    for name in names:
        first, second = ids(await of(all_stages, ENRICHED, name, 2))
        assert first == second


async def test_a_dead_letter_that_is_replayed_comes_through(all_stages: Installation) -> None:
    await all_stages.publish([(b"mended", b"no json")])
    (letter,) = await of(all_stages, dead_letters_of(RAW), "mended", 1)
    await all_stages.publish_with_headers([(b"mended", raw(14, id="mended"), list(letter.headers))], RAW)
    (enriched,) = await of(all_stages, ENRICHED, "mended", 1)
    assert dict(enriched.headers)["ce_raworigin"].startswith(f"{all_stages.prefix}{RAW.name}/".encode())


async def test_a_dead_letter_of_a_later_stage_keeps_its_origin(all_stages: Installation) -> None:
    await all_stages.publish([(b"late", raw(15, id="late"))])
    (clean,) = await of(all_stages, CLEAN, "late", 1)
    await all_stages.publish_with_headers([(b"late", b"no json", list(clean.headers))], CLEAN)
    (letter,) = await of(all_stages, dead_letters_of(CLEAN), "late", 1)
    await all_stages.publish_with_headers([(b"late", clean.value, list(letter.headers))], CLEAN)
    first, second = await of(all_stages, ENRICHED, "late", 2)
    assert ids([first]) == ids([second])
