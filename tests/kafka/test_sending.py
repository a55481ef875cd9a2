"""What the brokers never take, with a real one: refused by the client, and by the broker's answer."""

import os

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import UnknownTopicOrPartitionError

from harness.installation import Installation
from workers.errors import OutputRefusedError
from workers.kafka.connection import Connection
from workers.kafka.records import OutputRecord
from workers.kafka.sending import send_all
from workers.stages.clean.definition import CLEAN
from workers.topics import DERIVED_MAX_BYTES, RAW, RAW_MAX_BYTES, Topic

pytestmark = pytest.mark.kafka


@pytest.mark.parametrize(
    ("topic", "size"),
    [(CLEAN, DERIVED_MAX_BYTES + 1), (RAW, RAW_MAX_BYTES + 1)],
    ids=["by the client", "by the broker"],
)
async def test_a_refusal_names_the_topic_and_the_records_before_it_are_delivered(
    quotewire: Installation, topic: Topic, size: int
) -> None:
    name = quotewire.prefix + topic.name
    records = [OutputRecord(name, b"k", value, ()) for value in (b"first", os.urandom(size), b"last")]
    async with AIOKafkaProducer(**Connection(quotewire.broker.address).producer()) as producer:
        with pytest.raises(OutputRefusedError) as refusal:
            await send_all(producer, records)
    assert refusal.value.topic == name
    first, *_ = await quotewire.read(topic, lambda found: len(found) >= 1)
    assert first.value == b"first"


async def test_a_topic_that_is_missing_is_named(quotewire: Installation) -> None:
    options = {**Connection(quotewire.broker.address).producer(), "request_timeout_ms": 1000}
    async with AIOKafkaProducer(**options) as producer:
        with pytest.raises(UnknownTopicOrPartitionError, match="no-such-topic is missing"):
            await send_all(producer, [OutputRecord("no-such-topic", b"k", b"v", ())])


async def test_a_record_without_key_and_value_is_sent_too(quotewire: Installation) -> None:
    record = OutputRecord(quotewire.prefix + RAW.name, None, None, (("a", b"b"),))
    async with AIOKafkaProducer(**Connection(quotewire.broker.address).producer()) as producer:
        await send_all(producer, [record])
    (found,) = await quotewire.read(RAW, lambda found: len(found) >= 1)
    assert (found.key, found.value, found.headers) == (None, None, (("a", b"b"),))
