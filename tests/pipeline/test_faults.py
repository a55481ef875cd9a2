"""The short form of `python -m benchmarks.faults`, on brokers of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from benchmarks.faults.rows import FAULTS, Row
from benchmarks.faults.runs import run
from benchmarks.faults.scene import SharedBrokers
from harness.brokers import Broker


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared() -> AsyncIterator[SharedBrokers]:
    async with SharedBrokers() as made:
        yield made


@pytest.mark.kafka
@pytest.mark.parametrize("row", [row for row in FAULTS if row.short], ids=lambda row: row.name)
async def test_the_promise_is_kept(broker: Broker, shared: SharedBrokers, row: Row, tmp_path: Path) -> None:
    if not broker.is_kafka:
        pytest.skip(f"needs a real Kafka: {broker.why}")
    assert (await run(row, shared, tmp_path, short=True)).broken() == []
