"""What a delivery makes of a transaction whose end nobody told it, on a real Kafka."""

from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from harness.installation import Installation
from workers.errors import OffsetsSetBackError, PartitionLostError
from workers.kafka.connection import Connection
from workers.kafka.delivery import TransactionalDelivery
from workers.kafka.records import OutputRecord
from workers.stages.clean.definition import CLEAN
from workers.topics import RAW

pytestmark = pytest.mark.kafka


@pytest_asyncio.fixture(loop_scope="session")
async def worker(quotewire: Installation) -> AsyncIterator[Callable[[], TransactionalDelivery]]:
    """Make deliveries for the same partition, as workers have them one after another."""
    connection = Connection(quotewire.broker.address)
    admin = AIOKafkaAdminClient(**connection.client())
    await admin.start()
    made: list[TransactionalDelivery] = []

    def one() -> TransactionalDelivery:
        partition = TopicPartition(quotewire.prefix + RAW.name, 0)
        group = f"{quotewire.prefix}quotewire-clean"
        made.append(TransactionalDelivery(partition, group, connection, admin, lambda: None))
        return made[-1]

    yield one
    for delivery in made:
        await delivery.close()
    await admin.close()


def batch(quotewire: Installation, *names: str) -> list[OutputRecord]:
    return [OutputRecord(quotewire.prefix + CLEAN.name, name.encode(), b"{}", ()) for name in names]


async def keys(quotewire: Installation, count: int) -> list[str]:
    return sorted(record.key.decode() for record in await quotewire.read(CLEAN, lambda found: len(found) >= count))


async def interrupted(delivery: TransactionalDelivery, committed: int) -> None:
    """Leave a delivery as an attempt does whose end is unknown; `committed` is what it knew before."""
    await delivery.close()
    delivery._committed = committed


async def test_what_was_committed_is_not_sent_again(
    quotewire: Installation, worker: Callable[[], TransactionalDelivery]
) -> None:
    delivery = worker()
    assert await delivery.open(0) == 0
    await delivery.deliver(batch(quotewire, "a", "b"), 2)
    await interrupted(delivery, committed=0)
    await delivery.deliver(batch(quotewire, "a", "b"), 2)
    await delivery.deliver(batch(quotewire, "c"), 3)
    assert await keys(quotewire, 3) == ["a", "b", "c"]


async def test_what_was_not_committed_is_sent_again(
    quotewire: Installation, worker: Callable[[], TransactionalDelivery]
) -> None:
    delivery = worker()
    await delivery.open(0)
    assert delivery._producer
    await delivery._producer.begin_transaction()
    await delivery._producer.send_and_wait(quotewire.prefix + CLEAN.name, key=b"a", value=b"{}")
    await interrupted(delivery, committed=0)
    await delivery.deliver(batch(quotewire, "a"), 1)
    assert await keys(quotewire, 1) == ["a"]


async def test_a_batch_that_another_worker_has_done_in_part_is_left_to_it(
    quotewire: Installation, worker: Callable[[], TransactionalDelivery]
) -> None:
    """It has had the partition since: to send the whole batch would publish "a" twice."""
    frozen, other = worker(), worker()
    await frozen.open(0)
    await other.open(0)
    await other.deliver(batch(quotewire, "a"), 1)
    await interrupted(frozen, committed=0)
    with pytest.raises(PartitionLostError):
        await frozen.deliver(batch(quotewire, "a", "b"), 2)
    assert await keys(quotewire, 1) == ["a"]


async def test_an_offset_that_was_set_back_is_no_place_to_go_on_from(
    worker: Callable[[], TransactionalDelivery],
) -> None:
    with pytest.raises(OffsetsSetBackError, match="is read from offset 5, but the group's is now 0"):
        await worker().open(5)
