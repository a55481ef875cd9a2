"""Sends records and waits until the brokers have all of them."""

import asyncio
from collections.abc import Sequence
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import (
    MessageSizeTooLargeError,
    PolicyViolationError,
    RecordListTooLargeError,
    UnknownTopicOrPartitionError,
)

from workers.errors import OutputRefusedError
from workers.kafka.records import OutputRecord

_REFUSALS = (MessageSizeTooLargeError, RecordListTooLargeError, PolicyViolationError)
"""What brokers answer to a record that they will never take, however often it is sent."""


async def _send(producer: AIOKafkaProducer, record: OutputRecord) -> "asyncio.Future[Any]":
    """Send one record; return the future that is done when the brokers have it."""
    if record.key is None and record.value is None:
        # aiokafka's `send` refuses such a record, but it can come in, and then its dead letter is one too.
        batch = producer.create_batch()
        batch.append(key=None, value=None, timestamp=None, headers=list(record.headers))
        partition = min(await producer.partitions_for(record.topic))
        future: asyncio.Future[Any] = await producer.send_batch(batch, record.topic, partition=partition)
    else:
        headers = list(record.headers)
        future = await producer.send(record.topic, key=record.key, value=record.value, headers=headers)
    return future


async def send_all(producer: AIOKafkaProducer, records: Sequence[OutputRecord]) -> None:
    """Send records in order and wait until all of them are delivered.

    Raises UnknownTopicOrPartitionError when a topic has been missing for as long as a send may take.
    """
    futures: list[asyncio.Future[Any]] = []
    topics: list[str] = []
    refusal: OutputRefusedError | None = None
    for record in records:
        try:
            sent = await _send(producer, record)
        except _REFUSALS as error:
            refusal = OutputRefusedError(record.topic, str(error))
            break
        except UnknownTopicOrPartitionError as error:  # aiokafka does not say which
            raise UnknownTopicOrPartitionError(f"{record.topic} is missing") from error
        futures.append(sent)
        topics.append(record.topic)
    results = await asyncio.gather(*futures, return_exceptions=True)
    for topic, result in zip(topics, results, strict=True):
        if isinstance(result, _REFUSALS):
            refusal = refusal or OutputRefusedError(topic, str(result))
        elif isinstance(result, BaseException):
            raise result
    if refusal:
        raise refusal
