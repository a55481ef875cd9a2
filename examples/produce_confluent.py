"""Publishes two raw articles with confluent-kafka, and learns that one of them became a dead letter.

pip install confluent-kafka
BROKERS=localhost:9092 python produce_confluent.py
"""

import json
import os
import uuid

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, Producer

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


def publish() -> None:
    """Publish each article under its id: the key keeps its revisions in order, in one partition."""
    producer = Producer(
        {
            "bootstrap.servers": BROKERS,
            "enable.idempotence": True,  # a send that is tried again does not become a second record; acks=all with it
            "compression.type": "lz4",
            "message.max.bytes": 12 * 1024 * 1024,  # of one article, as the topic has it
            "partitioner": "murmur2_random",  # that of Java's clients and aiokafka; librdkafka's own puts a key elsewhere
        }
    )
    for article in ARTICLES:
        producer.produce(TOPIC, json.dumps(article).encode(), key=article["id"].encode(), on_delivery=delivered)
    if producer.flush(60):
        raise SystemExit("the brokers did not take all articles within a minute")


def delivered(error: KafkaError | None, message: Message) -> None:
    """Hear what became of a send; it is called by `flush` and `poll`."""
    if error:
        raise KafkaException(error)
    key = message.key() or b""
    print(f"{key.decode()} is {message.topic()}-{message.partition()} at offset {message.offset()}")


def dead_letters() -> None:
    """Wait for what was refused: the letter has the key of the article, and says why in a header."""
    letters = Consumer(
        {
            "bootstrap.servers": BROKERS,
            "group.id": f"{TOPIC}-letters-{RUN}",  # librdkafka wants one; a program that runs for long keeps it
            "auto.offset.reset": "earliest",
            "isolation.level": "read_committed",
        }
    )
    letters.subscribe([f"{TOPIC}-dlt"])
    ours = {article["id"] for article in ARTICLES}
    try:
        while True:
            letter = letters.poll(1)
            if letter is None:
                continue
            if error := letter.error():
                raise KafkaException(error)
            key = (letter.key() or b"").decode()
            if key in ours:
                reason = dict(letter.headers() or ())["__dlq.errors.message"]
                print(f"{key} was refused: {reason.decode() if isinstance(reason, bytes) else reason}")
                return
    finally:
        letters.close()


if __name__ == "__main__":
    publish()
    dead_letters()
