"""Reads quotes with confluent-kafka, and holds them as they are now: revised, retracted and all.

pip install confluent-kafka
BROKERS=localhost:9092 python consume_confluent.py
"""

import json
import os
from typing import Any

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaException, Message, TopicPartition

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


def is_copy(seen: dict[object, None], record: Message) -> bool:
    """Return whether a record came before: only who acts on each record has to ask, since a copy changes nothing that is held."""
    identity = dict(record.headers() or ()).get("ce_id", b"")
    copy = identity in seen
    seen[identity] = None
    if len(seen) > 100_000:
        del seen[next(iter(seen))]
    return copy


def main() -> None:
    """Read from the beginning, and say what comes."""
    consumer = Consumer(
        {
            "bootstrap.servers": BROKERS,
            "group.id": "not-used",  # librdkafka wants one, though partitions are assigned and nothing is committed
            "enable.auto.commit": False,
            "isolation.level": "read_committed",  # librdkafka's default, unlike Kafka's
        }
    )
    partitions = consumer.list_topics(TOPIC, timeout=30).topics[TOPIC].partitions
    # What is held is in memory here, so each start reads everything.
    consumer.assign([TopicPartition(TOPIC, number, OFFSET_BEGINNING) for number in partitions])
    held: Quotes = {}
    seen: dict[object, None] = {}
    while True:
        record = consumer.poll(1)
        if record is None:
            continue
        if error := record.error():
            raise KafkaException(error)
        article_id = (record.key() or b"").decode()
        take(held, article_id, record.value())
        if not is_copy(seen, record):
            now = "; ".join(
                f"{quote['speaker_name']}: {quote['text']}" for _, quote in sorted(held.get(article_id, {}).items())
            )
            print(f"{article_id} has {len(held.get(article_id, {}))}: {now}", flush=True)


if __name__ == "__main__":
    main()
