"""The memory that the worst articles take which are accepted: of a worker, and of its children.

    python -m benchmarks.worst_article [--stage clean]

Starts one worker with one child on a broker of its own, sends plain articles and then those that become most or take longest, and prints
the peaks (resident memory, by the kernel's count).
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from benchmarks.hostile import KINDS, PLAIN
from harness.brokers import best_broker
from harness.installation import Installation, WorkerProcess, installation
from schemas.article_with_entities import ArticleWithEntities
from schemas.clean_article import CleanArticle
from schemas.raw_article import RawArticle
from workers.flow import STAGES, stage_named
from workers.kafka.codec import MAX_TEXT, encode
from workers.stages.received import Received

_MEBIBYTE = 1024 * 1024
_ARTICLES = 40
_QUOTES = "".join(f"“We wait for ship {number},” said Ann Lee{number} of Bergen. " for number in range(9_000))[
    :MAX_TEXT
]


def worst(stage: str) -> list[bytes]:
    """Return values of records that become most, or take longest."""
    if stage == "clean":
        title = f"<html><title>{'Harbour ' * 66_000}</title><p>{_QUOTES}</p></html>"
        bodies = [
            title,
            KINDS["letters and newlines"](99_000),
            KINDS["paragraphs"](2 * _MEBIBYTE),
            KINDS["chinese"](690_000),
        ]
        return [encode(RawArticle(body=body[: 2 * _MEBIBYTE])) for body in bodies]
    texts = [_QUOTES, KINDS["pronouns"](MAX_TEXT), KINDS["names"](MAX_TEXT), KINDS["acronyms"](MAX_TEXT)]
    articles = [CleanArticle(article_id="a", text=text, language="en") for text in texts]
    if stage == "entities":
        return [encode(article) for article in articles]
    find_entities = stage_named("entities").load()
    return [
        encode(ArticleWithEntities.model_validate(dict(find_entities([Received(one, "1")])[0]))) for one in articles
    ]


def _children(worker: WorkerProcess) -> int:
    """Return the largest peak of resident memory among the processes that came from a worker."""
    peaks = [0]
    for process in worker.family():
        try:
            status = Path(f"/proc/{process}/status").read_text()
        except FileNotFoundError:
            continue  # it has just ended
        peaks += [int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")]
    return max(peaks)


async def _send(quotewire: Installation, worker: WorkerProcess, stage: str, values: list[bytes]) -> None:
    before = sum(event["event"] in {"article published", "dead letter"} for event in worker.said())
    await quotewire.publish([(str(n).encode(), value) for n, value in enumerate(values)], stage_named(stage).consumes)
    peak = 0

    def finished() -> bool:
        nonlocal peak
        peak = max(peak, _children(worker))
        done = sum(event["event"] in {"article published", "dead letter"} for event in worker.said())
        return done >= before + len(values)

    await quotewire.until(finished)
    print(f"  worker {worker.peak() / _MEBIBYTE:6.0f} MiB, child {peak / _MEBIBYTE:6.0f} MiB", flush=True)


async def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stage", choices=[stage.name for stage in STAGES], default="quotes")
    stage = parser.parse_args().stage
    plain = encode(
        RawArticle(body=KINDS[PLAIN](4_000))
        if stage == "clean"
        else ArticleWithEntities(article_id="a", text=KINDS[PLAIN](4_000), language="en")
    )
    with tempfile.TemporaryDirectory() as folder:
        async with best_broker() as broker, installation(broker, "worst.", Path(folder), 12) as quotewire:
            (worker,) = await quotewire.start(stage)
            print(f"{stage}: {_ARTICLES} plain articles")
            await _send(quotewire, worker, stage, [plain] * _ARTICLES)
            values = worst(stage)
            print(f"{len(values)} of the worst, {_ARTICLES // len(values)} times")
            await _send(quotewire, worker, stage, values * (_ARTICLES // len(values)))
            letters = sum(event["event"] == "dead letter" for event in worker.said())
            reasons = {event["error"] for event in worker.said() if event["event"] == "dead letter"}
            print(
                f"  dead letters {letters} {sorted(reasons)}; the worker is {'up' if worker.process.returncode is None else 'down'}"
            )


if __name__ == "__main__":
    asyncio.run(main())
