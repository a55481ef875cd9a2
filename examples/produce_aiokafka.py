"""Publishes two raw articles with aiokafka, and learns that one of them became a dead letter.

pip install 'aiokafka[lz4]'
BROKERS=localhost:9092 python produce_aiokafka.py
"""

import asyncio
import json
import os
import uuid

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

BROKERS = os.environ.get("BROKERS", "localhost:9092")
TOPIC = os.environ.get("TOPIC_PREFIX", "") + "articles.raw.v1"

RUN = uuid.uuid4().hex[:8]
ARTICLES = [
    {
        "id": f"good-{RUN}",
        "title": "Harbour opens again",
        "source": "The Example Times",
        "language": "en",
        "body": '"The ships can come back now," said Anna Winter, the harbour master, on Monday.',
    },
    {"id": f"bad-{RUN}", "title": "An article without a body"},
]


async def publish() -> None:
    """Publish each article under its id: the key keeps its revisions in order, in one partition."""
    options = {
        "acks": "all",  # the default of many clients, said here since nothing else is safe
        "enable_idempotence": True,  # a send that is tried again does not become a second record
        "compression_type": "lz4",  # needs the package lz4: a plain `pip install aiokafka` has none
        "max_request_size": 12 * 1024 * 1024,  # of one article, as the topic has it
    }
    async with AIOKafkaProducer(bootstrap_servers=BROKERS, **options) as producer:
        for article in ARTICLES:
            sent = await producer.send_and_wait(TOPIC, json.dumps(article).encode(), key=article["id"].encode())
            print(f"{article['id']} is {sent.topic}-{sent.partition} at offset {sent.offset}")


async def dead_letters() -> None:
    """Wait for what was refused: the letter has the key of the article, and says why in a header."""
    letters = AIOKafkaConsumer(
        f"{TOPIC}-dlt",
        bootstrap_servers=BROKERS,
        isolation_level="read_committed",
        auto_offset_reset="earliest",  # a program that runs for long uses a consumer group, and keeps its place
    )
    ours = {article["id"] for article in ARTICLES}
    async with letters:
        async for letter in letters:
            if letter.key and letter.key.decode() in ours:
                reason = dict(letter.headers)["__dlq.errors.message"].decode()
                print(f"{letter.key.decode()} was refused: {reason}")
                return


async def main() -> None:
    """Publish, then wait for the dead letter."""
    await publish()
    await dead_letters()


if __name__ == "__main__":
    asyncio.run(main())
