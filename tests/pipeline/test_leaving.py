"""Members that end without a goodbye: the group does not wait for their sessions, of a minute here, to run out."""

import pytest
from aiokafka import AIOKafkaProducer

from harness.articles import raw
from harness.installation import Installation
from workers.kafka.admin import admin_client
from workers.kafka.connection import Connection
from workers.kafka.membership import is_dead
from workers.topics import RAW

pytestmark = pytest.mark.kafka


async def _members(quotewire: Installation) -> list[str]:
    """Return what the members of the group are called."""
    async with admin_client(Connection(quotewire.broker.address)) as admin:
        (response,) = await admin.describe_consumer_groups([f"{quotewire.prefix}quotewire-clean"])
    (group,) = response.to_object()["groups"]
    return [member["client_id"] for member in group["members"]]


async def test_whoever_is_started_next_leaves_for_a_worker_that_was_killed(quotewire: Installation) -> None:
    quotewire.settings["SESSION_SECONDS"] = "60"
    (first,) = await quotewire.start("clean")
    (killed,) = await quotewire.start("clean")
    await killed.kill()
    assert [is_dead(member) for member in await _members(quotewire)].count(True) == 1
    third = await quotewire.launch("clean")
    await quotewire.until(lambda: third.has_said("left the group for a worker that has died"))
    assert not any(map(is_dead, await _members(quotewire)))
    await quotewire.until(lambda: len(third.partitions()) == len(first.partitions()) == 2)


async def test_a_worker_that_ends_itself_leaves(quotewire: Installation) -> None:
    (worker,) = await quotewire.start("clean", SESSION_SECONDS="60")
    fencing = f"{quotewire.prefix}quotewire-clean-{quotewire.prefix}{RAW.name}-"
    await quotewire.publish([(f"a{number}".encode(), raw(number, id=f"a{number}")) for number in range(40)])
    await quotewire.until(lambda: worker.has_said("article published"))
    for partition in range(4):
        options = {"bootstrap_servers": quotewire.broker.address, "transactional_id": f"{fencing}{partition}"}
        async with AIOKafkaProducer(**options):
            pass
    await quotewire.publish([(f"b{number}".encode(), raw(number, id=f"b{number}")) for number in range(40)])
    assert await worker.process.wait() == 1
    assert worker.has_said("partition lost")
    assert await _members(quotewire) == []
