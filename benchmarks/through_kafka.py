"""How much of a stage's speed is left when its articles come through Kafka: one worker with one child, against `enrich`.

    python -m benchmarks.through_kafka [--articles 2000] [--stage clean]…

For each stage alone: `quotewire enrich --jobs 1` on a file, and a worker of the same stage on the same articles, both without their
start: the worker's time counts from when a tenth of the articles is through, by its own metrics. Topics have the partitions that
they have by default; the broker is the best that tests can have (harness/brokers.py).
"""

import argparse
import asyncio
import re
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import aiohttp
import orjson

from benchmarks.articles import articles
from harness.brokers import best_broker
from harness.installation import WorkerProcess, installation
from schemas.lineage import StageName
from workers.flow import STAGES, stage_named
from workers.kafka.codec import encode
from workers.offline import origins
from workers.topics import DEFAULT_PARTITIONS

_KEY = {"raw": "id", "clean": "article_id", "entities": "article_id"}
_NAMES = [stage.name for stage in STAGES]
SOURCE = dict(zip(_NAMES, origins(), strict=True))
"""Whose records each stage takes."""


def enrich(source: Path, output: Path, come_from: str, go_to: str) -> float:
    """Run `quotewire enrich`; return the seconds that it took."""
    started = time.monotonic()
    words = ("enrich", str(source), "--from", come_from, "--to", go_to, "--jobs", "1", "-o", str(output))
    subprocess.run([sys.executable, "-m", "workers", *words], check=True)
    return time.monotonic() - started


def enrich_rate(source: Path, stage: StageName) -> float:
    """Measure articles a second of `enrich`, less its start."""
    lines = source.read_bytes().splitlines(keepends=True)
    one = source.with_name("one.jsonl")
    one.write_bytes(b"".join(lines[:1]))
    output = source.with_name("out.jsonl")
    start = enrich(one, output, SOURCE[stage], stage)
    return (len(lines) - 1) / (enrich(source, output, SOURCE[stage], stage) - start)


async def worker_rate(source: Path, stage: StageName, folder: Path) -> float:
    """Measure articles a second of a worker, once a tenth is through."""
    lines = source.read_bytes().splitlines()
    key = _KEY[SOURCE[stage]]
    prefix = f"b{uuid.uuid4().hex[:8]}."
    async with best_broker() as broker, installation(broker, prefix, folder, DEFAULT_PARTITIONS) as quotewire:
        await quotewire.publish(
            ((orjson.loads(line)[key].encode(), line) for line in lines), stage_named(stage).consumes
        )
        (worker,) = await quotewire.start(stage)
        first, began = await _finished(worker, len(lines) // 10)
        last, ended = await _finished(worker, len(lines))
    assert last == len(lines)
    return (last - first) / (ended - began)


async def _finished(worker: WorkerProcess, count: int) -> tuple[int, float]:
    """Wait until a worker has finished so many articles; give their number, and the time."""
    async with aiohttp.ClientSession() as session:
        finished = 0
        while finished < count:
            await asyncio.sleep(0.1)
            async with session.get(f"{worker.url}/metrics") as response:
                counters = re.findall(r"^quotewire_articles_total\S+ (\S+)$", await response.text(), re.MULTILINE)
            finished = int(sum(map(float, counters)))
        return finished, time.monotonic()


async def main() -> None:
    """Measure the stages one after another."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--stage", action="append", choices=_NAMES)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "raw.jsonl"
        source.write_bytes(b"\n".join(encode(article) for article in articles(options.articles)))
        for stage in _NAMES:
            if stage in (options.stage or _NAMES):
                alone = enrich_rate(source, stage)
                through = await worker_rate(source, stage, folder)
                print(
                    f"{stage:9} enrich {alone:7.1f} articles/s   worker {through:7.1f} articles/s   ratio {through / alone:.2f}",
                    flush=True,
                )
            made = folder / f"{stage}.jsonl"
            enrich(source, made, SOURCE[stage], stage)
            source = made


if __name__ == "__main__":
    asyncio.run(main())
