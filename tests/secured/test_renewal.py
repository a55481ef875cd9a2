"""Sessions that end, passwords and certificates that change: nothing is lost, nothing comes twice."""

import asyncio
from collections.abc import Callable

import pytest

from harness.articles import raw
from harness.installation import Installation
from harness.secured import SESSION_SECONDS, SecuredKafka
from workers.stages.clean.definition import CLEAN

pytestmark = pytest.mark.kafka


@pytest.mark.parametrize("way", ["SCRAM-SHA-512", "OAUTHBEARER"])
async def test_articles_flow_on_when_sessions_end(
    way: str, secured: SecuredKafka, installed: Callable[..., Installation]
) -> None:
    made = installed(secured.ways_in()[way])
    await made.create_topics(2)
    (worker,) = await made.start("clean")
    loop = asyncio.get_running_loop()
    over = loop.time() + 2.5 * SESSION_SECONDS
    published = 0
    while loop.time() < over:
        await made.publish([(str(published).encode(), raw(published, id=str(published)))])
        published += 1
        await asyncio.sleep(0.2)
    records = await made.read(CLEAN, lambda records: len(records) >= published)
    assert sorted(int(record.key) for record in records) == list(range(published))
    assert worker.process.returncode is None, worker.log.read_text()
