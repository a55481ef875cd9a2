"""Workers that several tests of a file share, since each takes seconds to load its model."""

import uuid
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from harness.brokers import Broker
from harness.installation import Installation, installation


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def clean_stage(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Installation]:
    async with installation(broker, f"t{uuid.uuid4().hex[:12]}.", tmp_path_factory.mktemp("clean")) as made:
        await made.start("clean")
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def all_stages(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Installation]:
    async with installation(broker, f"t{uuid.uuid4().hex[:12]}.", tmp_path_factory.mktemp("all")) as made:
        await made.start("clean", "entities", "quotes", ENTITIES_MODELS="fr=fr_core_news_sm")
        yield made
