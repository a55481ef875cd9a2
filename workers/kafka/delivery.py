"""How outputs reach the brokers: with transactions, exactly once; by acknowledgements, at least once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import InvalidProducerEpoch, KafkaError, ProducerFenced

from workers.errors import DeliveryTimedOutError, OutputRefusedError, PartitionLostError
from workers.kafka.records import OutputRecord
from workers.kafka.sending import producer_options, send_all

_FENCED = (ProducerFenced, InvalidProducerEpoch)

_RETRY_SECONDS = 0.2

TRANSACTION_SECONDS = 60
"""A long time-out would let a dead worker hold up every reader of committed records."""
_DEADLINE_SECONDS = 120
"""For all of a delivery, or a take-over: aiokafka looks for lost coordinators without end."""


class Delivery(Protocol):
    """The way out of one input partition."""

    async def open(self) -> int:
        """Take the partition over; give the first offset that nobody has finished (0 when that is not known)."""

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
        brokers: str,
        admin: AIOKafkaAdminClient,
        on_abort: Callable[[], None],
    ) -> None:
        self._partition = partition
        self._group = group
        self._brokers = brokers
        self._admin = admin
        self._on_abort = on_abort
        self._producer = self._new_producer()

    def _new_producer(self) -> AIOKafkaProducer:
        return AIOKafkaProducer(
            **producer_options(self._brokers),
            transactional_id=f"{self._group}-{self._partition.topic}-{self._partition.partition}",
            transaction_timeout_ms=TRANSACTION_SECONDS * 1000,
        )

    async def open(self) -> int:
        """Fence the previous owner, and only then read how far it got."""
        async with self._deadline():
            await self._producer.start()
            return await self._committed()

    async def _committed(self) -> int:
        while True:
            try:
                committed = await self._admin.list_consumer_group_offsets(self._group, partitions=[self._partition])
            except KafkaError as error:
                if not error.retriable:
                    raise
                await asyncio.sleep(_RETRY_SECONDS)  # the group's coordinator is just moving or loading
            else:
                return max(committed[self._partition].offset, 0) if self._partition in committed else 0

    async def deliver(self, records: Sequence[OutputRecord], next_offset: int) -> None:
        """Publish and commit in one transaction."""
        async with self._deadline():
            await self._transact(records, next_offset)

    async def _transact(self, records: Sequence[OutputRecord], next_offset: int) -> None:
        try:
            await self._producer.begin_transaction()
            try:
                await send_all(self._producer, records)
            except OutputRefusedError:
                await self._start_anew()
                raise
            await self._producer.send_offsets_to_transaction({self._partition: next_offset}, self._group)
            await self._producer.commit_transaction()
        except _FENCED as error:
            raise PartitionLostError(self._partition.topic, self._partition.partition) from error

    async def _start_anew(self) -> None:
        """Abort and change the producer: aiokafka's sequence numbers have a gap after a refusal."""
        self._on_abort()
        await self._producer.abort_transaction()
        await self._producer.stop()
        self._producer = self._new_producer()
        await self._producer.start()

    @asynccontextmanager
    async def _deadline(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(_DEADLINE_SECONDS):
                yield
        except TimeoutError as error:
            raise DeliveryTimedOutError(self._partition.topic, self._partition.partition, _DEADLINE_SECONDS) from error

    async def close(self) -> None:
        """Stop the producer; a transaction that is still open is aborted by whoever takes the partition over."""
        await self._producer.stop()


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

    async def open(self) -> int:
        """Start where the consumer does: there is nobody to fence."""
        return 0

    async def deliver(self, records: Sequence[OutputRecord], next_offset: int) -> None:
        """Publish, wait, commit."""
        await send_all(self._producer, records)
        await self._commit(self._partition, next_offset)

    async def close(self) -> None:
        """Leave the producer to the other partitions."""
