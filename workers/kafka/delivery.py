"""How outputs reach the brokers: exactly once with transactions, at least once with acknowledgements."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

import stamina
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import (
    InvalidProducerEpoch,
    InvalidProducerIdMapping,
    InvalidTxnState,
    KafkaError,
    OutOfOrderSequenceNumber,
    ProducerFenced,
)

from workers.errors import DeliveryTimedOutError, OffsetsSetBackError, OutputRefusedError, PartitionLostError
from workers.kafka.connection import Connection
from workers.kafka.records import OutputRecord
from workers.kafka.sending import send_all

_FENCED = (ProducerFenced, InvalidProducerEpoch)
_STALE = (InvalidProducerIdMapping, InvalidTxnState, OutOfOrderSequenceNumber)
"""What a new producer sets right: Kafka has forgotten the transactional id (after `transactional.id.expiration.ms`, seven days),
or the producer and the coordinator disagree about where they are."""

TRANSACTION_SECONDS = 60
"""A long time-out would let a dead worker hold up every reader of committed records."""
_DEADLINE_SECONDS = 120
"""For a delivery or a takeover with all of its attempts: aiokafka looks for a lost coordinator without end."""


def _passes(error: Exception) -> bool:
    """Whether another attempt may succeed.

    aiokafka's sender ends on any error that it did not foresee, such as a connection that closes while it looks for a
    coordinator. All that it reports then is a plain KafkaError.
    """
    return isinstance(error, KafkaError) and (error.retriable or type(error) is KafkaError or isinstance(error, _STALE))


_attempts = stamina.AsyncRetryingCaller(attempts=None, timeout=None, wait_initial=0.2, wait_max=5.0).on(_passes)


def transactional_id(group: str, partition: TopicPartition) -> str:
    """Return the transactional id of whoever has an input partition."""
    return f"{group}-{partition.topic}-{partition.partition}"


def transactional_producer(connection: Connection, transactional: str) -> AIOKafkaProducer:
    """Make a producer that ends the transactions of whoever had its transactional id before, once it is started."""
    return AIOKafkaProducer(
        **connection.producer(), transactional_id=transactional, transaction_timeout_ms=TRANSACTION_SECONDS * 1000
    )


class Delivery(Protocol):
    """The way out of one input partition."""

    async def open(self, begins: int) -> int:
        """Take over the partition, which is read from the offset `begins`; return the first offset that is not finished.

        Raises OffsetsSetBackError when that lies before `begins`, so that records would be left out.
        """

    async def deliver(self, records: Sequence[OutputRecord], next_offset: int) -> None:
        """Publish records and mark everything below `next_offset` as finished.

        Raises OutputRefusedError when the brokers never take one of the records; then nothing is published that counts.
        """

    async def close(self) -> None:
        """Let go of the partition."""


class TransactionalDelivery:
    """Publishes outputs and input position in one transaction.

    The transactional id is the input partition's, so that starting a producer fences whoever held the partition before:
    aiokafka sends no group generation with the offsets, so a producer per worker would not fence a frozen one.
    """

    def __init__(
        self,
        partition: TopicPartition,
        group: str,
        connection: Connection,
        admin: AIOKafkaAdminClient,
        on_abort: Callable[[], None],
    ) -> None:
        self._partition = partition
        self._group = group
        self._connection = connection
        self._admin = admin
        self._on_abort = on_abort
        self._producer: AIOKafkaProducer | None = None
        self._committed = 0
        """As far as this worker knows."""

    async def open(self, begins: int) -> int:
        """Fence the previous owner, and only then read how far it got."""
        self._committed = await self._patiently(self._take_over)
        if self._committed < begins:
            raise OffsetsSetBackError(self._partition.topic, self._partition.partition, begins, self._committed)
        return self._committed

    async def deliver(self, records: Sequence[OutputRecord], next_offset: int) -> None:
        """Publish and commit in one transaction.

        After a failed attempt, nobody knows whether its transaction counts. So nothing is sent again before a new producer
        has fenced the old one, which ends that transaction for good, and the committed offset tells how it ended.

        Raises PartitionLostError when another worker has had the partition since.
        """
        await self._patiently(self._deliver, records, next_offset)
        self._committed = next_offset

    async def close(self) -> None:
        """Stop the producer; a transaction that is still open is aborted by whoever takes the partition over."""
        producer, self._producer = self._producer, None
        if producer:
            await producer.stop()

    async def _deliver(self, records: Sequence[OutputRecord], next_offset: int) -> None:
        lost = PartitionLostError(self._partition.topic, self._partition.partition)
        if self._producer is None:
            committed = await self._take_over()
            if committed == next_offset:
                return  # the transaction of an earlier attempt was committed after all
            if committed != self._committed:
                raise lost
        try:
            await self._transact(records, next_offset)
        except _FENCED as error:
            raise lost from error
        except (KafkaError, OutputRefusedError):  # after a refusal, aiokafka's sequence numbers have a gap
            self._on_abort()
            await self.close()
            raise

    async def _transact(self, records: Sequence[OutputRecord], next_offset: int) -> None:
        assert self._producer is not None
        await self._producer.begin_transaction()
        await send_all(self._producer, records)
        await self._producer.send_offsets_to_transaction({self._partition: next_offset}, self._group)
        await self._producer.commit_transaction()

    async def _take_over(self) -> int:
        """Start a producer, which fences whoever had the partition before; return the offset committed then, or 0."""
        await self.close()
        self._producer = transactional_producer(self._connection, transactional_id(self._group, self._partition))
        try:
            await self._producer.start()
            committed = await self._admin.list_consumer_group_offsets(self._group, partitions=[self._partition])
        except KafkaError:
            await self.close()
            raise
        return max(committed[self._partition].offset, 0) if self._partition in committed else 0

    async def _patiently(self, work: Callable[..., Awaitable[Any]], *args: Any) -> Any:
        """Do some work, and retry while the cause of its failure may pass.

        Raises DeliveryTimedOutError, which says why the last attempt failed.
        """
        failure: KafkaError | None = None

        async def attempt() -> Any:
            nonlocal failure
            try:
                return await work(*args)
            except KafkaError as error:
                failure = error
                raise

        try:
            async with asyncio.timeout(_DEADLINE_SECONDS):
                return await _attempts(attempt)
        except TimeoutError as error:
            partition, cause = self._partition, str(failure) if failure else "no answer"
            raise DeliveryTimedOutError(partition.topic, partition.partition, _DEADLINE_SECONDS, cause) from error


class AcknowledgedDelivery:
    """Publishes outputs, waits until the brokers have them, then commits the input position."""

    def __init__(
        self,
        partition: TopicPartition,
        producer: AIOKafkaProducer,
        commit: Callable[[TopicPartition, int], Awaitable[None]],
    ) -> None:
        self._partition = partition
        self._producer = producer
        self._commit = commit

    async def open(self, begins: int) -> int:
        """Start where the consumer does: there is no producer to fence."""
        return begins

    async def deliver(self, records: Sequence[OutputRecord], next_offset: int) -> None:
        """Publish, wait, commit; what is sent again because of a failure comes out twice."""
        await _attempts(send_all, self._producer, records)
        await self._commit(self._partition, next_offset)

    async def close(self) -> None:
        """Leave the producer to the other partitions."""
