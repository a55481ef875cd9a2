"""Memory of a worker of the clean stage while more and more large articles wait for it.

    python -m benchmarks.backpressure [--articles 20000] [--bytes 100000]

It prints the peak resident memory of the worker's own process, and the proportional set size of its children, with nothing
waiting, a tenth of the articles, and all of them. The articles are pages of real length, blown up by text that compresses as
news does; the worker has the default settings.
"""

import argparse
import asyncio
import random
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import orjson

from benchmarks.articles import articles
from harness.brokers import best_broker
from harness.installation import Installation, WorkerProcess, installation
from workers.stages.clean.definition import CLEAN


def large(first: int, count: int, size: int) -> Iterator[tuple[bytes, bytes]]:
    """Return raw articles whose metadata makes them `size` bytes large."""
    chance = random.Random(first)
    words = [bytes(chance.choices(b"abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 9))).decode() for _ in range(5000)]
    for article in articles(count):
        filler = " ".join(chance.choices(words, k=size // 7))
        identity = f"{article.id}-{first}"
        yield identity.encode(), orjson.dumps({"id": identity, "body": article.body, "metadata": {"filler": filler}})


async def measure(quotewire: Installation, worker: WorkerProcess, waiting: int, done: int) -> None:
    """Print memory once the worker has finished some more articles."""
    await quotewire.read(CLEAN, lambda found: len(found) >= done)
    own = worker.peak() / 2**20
    print(
        f"{waiting:6} waiting: worker's peak {own:.0f} MiB, with children {worker.memory() / 2**20:.0f} MiB", flush=True
    )


async def main() -> None:
    """Measure with nothing, a tenth, and all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--bytes", type=int, default=100_000)
    options = parser.parse_args()
    tenth = options.articles // 10
    with tempfile.TemporaryDirectory() as folder:
        async with best_broker() as broker, installation(broker, f"wait{uuid.uuid4().hex[:8]}.", Path(folder)) as made:
            (worker,) = await made.start("clean")
            await made.publish(large(0, 1, options.bytes))
            await measure(made, worker, 0, 1)
            await made.publish(large(1, tenth, options.bytes))
            await measure(made, worker, tenth, tenth // 10)
            for part in range(2, 11):
                await made.publish(large(part, tenth, options.bytes))
            await measure(made, worker, options.articles, tenth // 5)


if __name__ == "__main__":
    asyncio.run(main())
