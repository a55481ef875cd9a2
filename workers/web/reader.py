"""Reads the topics into the store: committed records of all partitions, without a consumer group."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from pydantic import ValidationError

from schemas.enriched_article import EnrichedArticle
from schemas.quote import QuoteRecord
from workers.commands.console import complain
from workers.kafka.admin import admin_client, check_rights
from workers.kafka.connection import Connection
from workers.kafka.rights import naming_rights, of_web
from workers.stages.quotes.definition import QUOTES
from workers.web.feed import Feed
from workers.web.rows import ArrivedArticle, ArrivedQuote
from workers.web.store import KEPT, Place, Store

_POLL_RECORDS = 500
"""Records that go into one transaction of the store, at the most."""


class Reader:
    """Keeps a store up to date, and tells a feed of each change."""

    def __init__(
        self, store: Store, feed: Feed, connection: Connection, prefix: str, partitions: Mapping[str, int]
    ) -> None:
        """Read topics, given with their numbers of partitions (see `topics_of`)."""
        self._store = store
        self._feed = feed
        self._connection = connection
        self._rights = of_web(prefix)
        self._quotes = prefix + QUOTES.name
        self._partitions = [
            TopicPartition(topic, number) for topic in partitions for number in range(partitions[topic])
        ]

    async def run(self) -> None:
        """Read until cancelled.

        Raises AccessDeniedError.
        """
        options = {**self._connection.consumer(from_beginning=True), "max_poll_records": _POLL_RECORDS}
        consumer = AIOKafkaConsumer(**options, enable_auto_commit=False)
        await consumer.start()
        try:
            with naming_rights(self._rights, self._connection.principal):
                consumer.assign(self._partitions)
                await self._seek(consumer)
                while True:
                    batches = await consumer.getmany(timeout_ms=1000)
                    if batches:
                        await self._take(batches)
        finally:
            await asyncio.shield(consumer.stop())

    async def _seek(self, consumer: AIOKafkaConsumer) -> None:
        """Go on where the store ends; a store that has nothing yet begins with as many records as it could keep."""
        begins = await consumer.beginning_offsets(self._partitions)
        ends = await consumer.end_offsets(self._partitions)
        known: Mapping[Place, int] = self._store.offsets()
        if any(known.get((one.topic, one.partition), 0) > ends[one] for one in self._partitions):
            await asyncio.to_thread(self._store.clear)  # the topics were deleted and made anew
            known = {}
            self._feed.tell(self._store.change)
        for one in self._partitions:
            following = known.get((one.topic, one.partition), ends[one] - KEPT)
            consumer.seek(one, max(following, begins[one]))

    async def _take(self, batches: Mapping[TopicPartition, Sequence[Any]]) -> None:
        arrivals = []
        offsets: dict[Place, int] = {}
        for partition, records in batches.items():
            arrivals += [arrival for record in records if (arrival := self._arrival(record))]
            offsets[partition.topic, partition.partition] = records[-1].offset + 1
        applying = asyncio.create_task(asyncio.to_thread(self._store.apply, arrivals, offsets))
        try:
            self._feed.tell(await asyncio.shield(applying))
        except asyncio.CancelledError:
            await applying  # it cannot be stopped, and the store is closed next
            raise

    def _arrival(self, record: Any) -> ArrivedQuote | ArrivedArticle | None:
        """Read a record; what is not of its type is told and passed over."""
        try:
            article_id = record.key.decode()
            if record.topic == self._quotes:
                quote = QuoteRecord.model_validate_json(record.value) if record.value is not None else None
                return ArrivedQuote(article_id, quote, record.timestamp)
            article = EnrichedArticle.model_validate_json(record.value) if record.value is not None else None
            return ArrivedArticle(article_id, article)
        except (AttributeError, UnicodeDecodeError):
            problem = "its key is not an article id"
        except ValidationError as error:
            first = error.errors()[0]
            problem = f"{'.'.join(map(str, first['loc']))}: {first['msg']}".removeprefix(": ")
        complain(f"{record.topic}-{record.partition}, offset {record.offset} is passed over: {problem}")
        return None


async def topics_of(connection: Connection, prefix: str) -> tuple[str, dict[str, int]]:
    """Return the id of the cluster, and the topics to read with their numbers of partitions.

    Raises BrokersUnreachableError, BrokerRefusesError, TopicsUnfitError, AccessDeniedError.
    """
    async with admin_client(connection) as client:
        partitions = await check_rights(client, of_web(prefix), connection.principal)
        cluster = await client.describe_cluster()
    return str(cluster["cluster_id"]), partitions
