"""One broker for the whole run, an installation with topics and groups of its own for each test."""

import os
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from harness.brokers import Broker, best_broker
from harness.installation import Installation, installation


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def broker() -> AsyncIterator[Broker]:
    async with best_broker() as found:
        if os.environ.get("QUOTEWIRE_TEST_KAFKA_REQUIRED") and not found.is_kafka:
            pytest.fail(f"a real Kafka is required here: {found.why}")
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def quotewire(broker: Broker, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Installation]:
    if request.node.get_closest_marker("kafka") and not broker.is_kafka:
        pytest.skip(f"needs a real Kafka: {broker.why}")
    async with installation(broker, f"t{uuid.uuid4().hex[:12]}.", tmp_path) as made:
        yield made


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever uses the broker says so, so that `make test-fast` can leave it out."""
    for item in items:
        if {"broker", "secured"}.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.broker)
