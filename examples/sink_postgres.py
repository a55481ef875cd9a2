"""Keeps articles, entities and quotes in PostgreSQL as they are now, exactly once: offsets stand in the same transactions.

    pip install 'confluent-kafka' 'psycopg[binary]'
    BROKERS=localhost:9092 DATABASE=postgresql://user@localhost/news python sink_postgres.py

It reads articles.enriched.v1 alone, whose records have everything. Start as many as there are partitions.
"""

import json
import os
from typing import Any

import psycopg
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaException, Message, TopicPartition

BROKERS = os.environ.get("BROKERS", "localhost:9092")
TOPIC = os.environ.get("TOPIC_PREFIX", "") + "articles.enriched.v1"
DATABASE = os.environ.get("DATABASE", "postgresql://localhost/news")

TABLES = """
CREATE TABLE IF NOT EXISTS articles (
  article_id text PRIMARY KEY, revision text, title text, source text, url text, language text, published_at text, body text);
CREATE TABLE IF NOT EXISTS entities (
  article_id text REFERENCES articles ON DELETE CASCADE, entity_id text, name text, label text, mentions int, salience real,
  PRIMARY KEY (article_id, entity_id));
CREATE TABLE IF NOT EXISTS quotes (
  article_id text REFERENCES articles ON DELETE CASCADE, position int, quote_id text, type text, modality text, content text,
  speakers text[], speaker text, confidence real, PRIMARY KEY (article_id, position));
CREATE INDEX IF NOT EXISTS quotes_by_speaker ON quotes USING gin (speakers);
CREATE TABLE IF NOT EXISTS offsets (topic text, partition int, next bigint, PRIMARY KEY (topic, partition));
"""
NEXT = "SELECT next FROM offsets WHERE topic = %s AND partition = %s"


def store(database: psycopg.Connection, record: Message) -> bool:
    """Store a record and the offset after it in one transaction; return whether it was new."""
    place = (record.topic(), record.partition())
    with database.transaction(), database.cursor() as cursor:
        cursor.execute("INSERT INTO offsets VALUES (%s, %s, 0) ON CONFLICT DO NOTHING", place)
        # The row is locked: if another sink had the partition a moment ago, one of the two waits, and then knows.
        cursor.execute(f"{NEXT} FOR UPDATE", place)
        row = cursor.fetchone()
        offset = record.offset()
        if row is None or offset is None or offset < row[0]:
            return False
        article_id = (record.key() or b"").decode()
        cursor.execute("DELETE FROM articles WHERE article_id = %s", [article_id])  # its entities and quotes with it
        value = record.value()
        if value is not None:  # else it is retracted
            insert(cursor, _storable(json.loads(value)))
        cursor.execute("UPDATE offsets SET next = %s WHERE topic = %s AND partition = %s", (offset + 1, *place))
    return True


def insert(cursor: psycopg.Cursor, article: dict[str, Any]) -> None:
    """Insert an article with its entities and quotes."""
    fields = ("article_id", "revision", "title", "source", "url", "language", "published_at", "text")
    cursor.execute("INSERT INTO articles VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", [article[field] for field in fields])
    cursor.executemany(
        "INSERT INTO entities VALUES (%s, %s, %s, %s, %s, %s)",
        [
            (article["article_id"], one["id"], one["name"], one["label"], one["count"], one["salience"])
            for one in article["entities"]
        ],
    )
    cursor.executemany(
        "INSERT INTO quotes VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            (
                *(article["article_id"], position, quote["quote_id"], quote["type"], quote["modality"], quote["text"]),
                [speaker["name"] for speaker in quote["speakers"]],
                quote["speaker"] and quote["speaker"]["text"],
                quote["confidence"],
            )
            for position, quote in enumerate(article["quotes"])
        ],
    )


def _storable(value: Any) -> Any:
    """Replace the one character that PostgreSQL's texts cannot hold."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, list):
        return [_storable(item) for item in value]
    return {name: _storable(item) for name, item in value.items()} if isinstance(value, dict) else value


def main() -> None:
    """Read from where the database ends, until Ctrl-C."""
    with psycopg.connect(DATABASE, autocommit=True) as database:
        database.execute(TABLES)

        def assigned(consumer: Consumer, partitions: list[TopicPartition]) -> None:
            for one in partitions:
                row = database.execute(NEXT, (one.topic, one.partition)).fetchone()
                one.offset = row[0] if row else OFFSET_BEGINNING
            consumer.assign(partitions)

        settings = {"bootstrap.servers": BROKERS, "group.id": f"{TOPIC}-postgres", "enable.auto.commit": False}
        consumer = Consumer({**settings, "isolation.level": "read_committed", "auto.offset.reset": "earliest"})
        consumer.subscribe([TOPIC], on_assign=assigned)
        try:
            follow(consumer, database)
        except KeyboardInterrupt:
            print("stopped")
        finally:
            consumer.close()  # so that others get its partitions at once


def follow(consumer: Consumer, database: psycopg.Connection) -> None:
    """Store what comes."""
    while True:
        record = consumer.poll(1)
        if record is None:
            continue
        if error := record.error():
            raise KafkaException(error)
        if store(database, record):
            print(
                f"{(record.key() or b'').decode()}: {'stored' if record.value() is not None else 'deleted'}", flush=True
            )


if __name__ == "__main__":
    main()
