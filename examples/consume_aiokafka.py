"""Reads quotes with aiokafka, and holds them as they are now: revised, retracted and all.

    pip install 'aiokafka[lz4]'
    BROKERS=localhost:9092 python consume_aiokafka.py

It needs the package lz4, since workers compress with it: a plain `pip install aiokafka` fails on their records.
"""

import asyncio
import json
import os
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord

BROKERS = os.environ.get("BROKERS", "localhost:9092")
TOPIC = os.environ.get("TOPIC_PREFIX", "") + "quotes.v1"

Quotes = dict[str, dict[int, dict[str, Any]]]
"""By article id, and by `index` within the article."""


def take(held: Quotes, article_id: str, value: bytes | None) -> None:
    """Upsert a quote by (article id, index), and drop what a revision or retraction leaves behind."""
    if value is None:  # retracted, or without quotes now
        held.pop(article_id, None)
        return
    quote = json.loads(value)
    quotes = held.setdefault(article_id, {})
    quotes[quote["index"]] = quote
    for index in [index for index in quotes if index >= quote["count"]]:
        del quotes[index]


def is_copy(seen: dict[bytes, None], record: ConsumerRecord) -> bool:
    """Return whether a record came before: only who acts on each record has to ask, since a copy changes nothing that is held."""
    identity = dict(record.headers).get("ce_id", b"")
    copy = identity in seen
    seen[identity] = None
    if len(seen) > 100_000:
        del seen[next(iter(seen))]
    return copy


async def main() -> None:
    """Read from the beginning, and say what comes."""
    consumer = AIOKafkaConsumer(
        TOPIC,
        bootstrap_servers=BROKERS,
        isolation_level="read_committed",  # not Kafka's default; without it, aborted work is read too
        auto_offset_reset="earliest",  # what is held is in memory here, so each start reads everything
    )
    held: Quotes = {}
    seen: dict[bytes, None] = {}
    async with consumer:
        async for record in consumer:
            article_id = record.key.decode()
            take(held, article_id, record.value)
            if not is_copy(seen, record):
                now = "; ".join(
                    f"{quote['speaker_name']}: {quote['text']}" for _, quote in sorted(held.get(article_id, {}).items())
                )
                print(f"{article_id} has {len(held.get(article_id, {}))}: {now}", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
