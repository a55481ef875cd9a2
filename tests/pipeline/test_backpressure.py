"""What waits in Kafka stays there: a worker's memory does not depend on how much that is."""

from pathlib import Path

import pytest

from tests.support.articles import raw
from tests.support.faulty_agent import SLOW
from tests.support.faulty_worker import PROGRAM
from tests.support.installation import Installation
from workers.topics import CLEAN

MEBIBYTE = 1024 * 1024
ARTICLES, ARTICLE_BYTES, BUFFER_BYTES = 1_500, 200_000, 16 * MEBIBYTE


def _peak(process: int) -> int:
    """Give the most memory that a process has had, in bytes."""
    (line,) = [line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) * 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads memory from Linux' /proc")
async def test_large_articles_that_wait_take_no_more_memory_than_the_buffer(quotewire: Installation) -> None:
    (worker,) = await quotewire.start("clean", program=PROGRAM, BUFFER_BYTES=str(BUFFER_BYTES))
    before = _peak(worker.process.pid)
    filler = f"The ferry may {SLOW}. " + "x" * ARTICLE_BYTES
    await quotewire.publish((f"a{n}".encode(), raw(n, id=f"a{n}", metadata={"x": filler})) for n in range(ARTICLES))
    await quotewire.read(CLEAN, lambda found: len(found) >= 50)
    grown = _peak(worker.process.pid) - before
    fetched = 4 * 2 * MEBIBYTE  # of each partition, one fetch that waits and one that is on its way
    assert grown < 2 * (BUFFER_BYTES + fetched) < ARTICLES * ARTICLE_BYTES / 5
