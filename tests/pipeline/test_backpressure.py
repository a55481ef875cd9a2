"""What waits in Kafka stays there: a worker's memory does not depend on how much that is."""

from pathlib import Path

import pytest

from harness.articles import raw
from harness.faulty_worker import PROGRAM
from harness.installation import Installation
from harness.stages.faulty.stage import SLOW
from workers.stages.clean.definition import CLEAN

MEBIBYTE = 1024 * 1024
ARTICLES, ARTICLE_BYTES, BUFFER_BYTES = 1_500, 200_000, 16 * MEBIBYTE


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads memory from Linux' /proc")
async def test_large_articles_that_wait_take_no_more_memory_than_the_buffer(quotewire: Installation) -> None:
    (worker,) = await quotewire.start("clean", program=PROGRAM, BUFFER_BYTES=str(BUFFER_BYTES))
    before = worker.peak()
    body, title = f"The ferry may {SLOW}.", "It sails again. " * (ARTICLE_BYTES // 16)
    articles = ((f"a{n}".encode(), raw(n, id=f"a{n}", body=body, title=title)) for n in range(ARTICLES))
    await quotewire.publish(articles)
    await quotewire.read(CLEAN, bool)
    grown = worker.peak() - before
    assert (
        grown < 6 * BUFFER_BYTES < ARTICLES * ARTICLE_BYTES / 2
    )  # what is in hand is there as input, as output, and on its way
