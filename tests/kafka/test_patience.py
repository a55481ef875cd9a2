"""A delivery that comes to no end, without brokers."""

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import UnknownTopicOrPartitionError

from workers.errors import DeliveryTimedOutError
from workers.kafka import delivery
from workers.kafka.connection import Connection
from workers.kafka.delivery import TransactionalDelivery


async def test_a_delivery_that_is_given_up_says_what_it_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "_DEADLINE_SECONDS", 0.5)
    connection = Connection("127.0.0.1:1")
    admin = AIOKafkaAdminClient(**connection.client())
    made = TransactionalDelivery(TopicPartition("articles.raw.v1", 3), "group", connection, admin, lambda: None)

    async def work() -> None:
        raise UnknownTopicOrPartitionError("articles.raw.v1-dlt is missing")

    with pytest.raises(
        DeliveryTimedOutError, match=r"for articles\.raw\.v1-3 within .*: .*articles\.raw\.v1-dlt is missing"
    ):
        await made._patiently(work)
    await admin.close()
