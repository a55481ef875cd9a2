"""One secured Kafka for all of these tests."""

import os
import shutil
import uuid
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from harness.brokers import Broker
from harness.installation import Installation
from harness.secured import SecuredKafka, secured_kafka


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def secured(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SecuredKafka]:
    if not (shutil.which("java") and shutil.which("mvn")):
        if os.environ.get("QUOTEWIRE_TEST_KAFKA_REQUIRED"):
            pytest.fail("a secured Kafka is required here, and needs Java and Maven")
        pytest.skip("a secured Kafka needs Java and Maven")
    async with secured_kafka(tmp_path_factory.mktemp("secured")) as kafka:
        yield kafka


@pytest_asyncio.fixture(loop_scope="session")
async def installed(secured: SecuredKafka, tmp_path: Path) -> AsyncIterator[Callable[..., Installation]]:
    """Return a maker of installations without topics, from settings without QUOTEWIRE_; their workers are ended afterwards."""
    made: list[Installation] = []

    def make(way: dict[str, str], prefix: str | None = None) -> Installation:
        kafka = Broker(secured.cluster.address, is_kafka=True, why="a secured Kafka")
        made.append(Installation(kafka, prefix or f"s{uuid.uuid4().hex[:8]}.", tmp_path, way))
        return made[-1]

    yield make
    for installation in made:
        for worker in installation.workers:
            if worker.process.returncode is None:
                await worker.kill()
