"""Publishes dead letters again, each once, however often it is tried and wherever it is interrupted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiokafka import AIOKafkaProducer
from aiokafka.errors import InvalidProducerEpoch, ProducerFenced

from workers.kafka.connection import Connection
from workers.kafka.delivery import transactional_producer
from workers.kafka.letters import DeadLetter, Place, mark_headers, record_again
from workers.kafka.rights import replay_id
from workers.kafka.sending import send_all

FENCED = (ProducerFenced, InvalidProducerEpoch)
"""What a replay meets when another one has begun."""


@dataclass(frozen=True, slots=True)
class Replay:
    """Publishes a dead letter to the topic that it came from, and in the same transaction marks it as replayed.

    The mark is a record behind the dead letter, in the same partition. So nobody who reads committed records sees one without
    the other, whoever reads all dead letters sees all marks, and retention, which begins with the oldest, takes a dead letter
    before its mark. A committed offset would not do: those that are replayed are not the first ones. Comparing with what
    the original topic holds would not do either: it keeps records for 7 days, and dead letters stay for 30.

    All replays of an installation have one transactional id. A run that begins ends the transaction of the one before, for
    good, and looks for marks only then: so two of them never both replay what neither has seen marked.

    Without transactions the mark follows the record, and what is interrupted between them comes twice.
    """

    producer: AIOKafkaProducer
    transactions: bool

    async def publish(self, letter: DeadLetter, origin: Place) -> None:
        """Publish one dead letter again.

        Raises OutputRefusedError when the brokers do not take it. Then another replay has to begin for the others: aiokafka's
        sequence numbers have a gap.
        """
        if not self.transactions:
            await self._publish(letter, origin)
            return
        async with self.producer.transaction():
            # aiokafka keeps an error here as well, and asyncio would print that nobody took it.
            ended = self.producer._txn_manager._transaction_waiter  # noqa: SLF001
            ended.add_done_callback(lambda future: future.cancelled() or future.exception())
            await self._publish(letter, origin)

    async def _publish(self, letter: DeadLetter, origin: Place) -> None:
        """Publish the record first: a mark alone would lose it."""
        await send_all(self.producer, [record_again(letter, origin)])
        topic, partition, _ = letter.place
        headers = list(mark_headers(letter))
        await self.producer.send_and_wait(topic, b"", key=letter.key, partition=partition, headers=headers)


@asynccontextmanager
async def replaying(connection: Connection, prefix: str, *, transactions: bool) -> AsyncIterator[Replay]:
    """Begin a replay, and end the one before it."""
    own = transactional_producer(connection, replay_id(prefix)) if transactions else None
    producer = own or AIOKafkaProducer(**connection.producer())
    try:
        await producer.start()
        yield Replay(producer, transactions)
    finally:
        await producer.stop()
