"""Articles that end their child in a row, and articles that hang, among good ones: what comes out of the clean stage.

    python -m benchmarks.poison [--good 1000] [--crash 1000] [--hang 20]

Good articles stand before, between and behind the bad ones of every partition. It prints what became of each kind.
"""

import argparse
import asyncio
import tempfile
import time
import uuid
from collections import Counter
from pathlib import Path

import orjson

from harness.articles import raw
from harness.brokers import best_broker
from harness.faulty_worker import PROGRAM
from harness.installation import installation
from harness.stages.faulty.stage import CRASH, HANG
from workers.stages.clean.definition import CLEAN
from workers.topics import RAW, dead_letters_of


def records(good: int, crash: int, hang: int) -> list[tuple[bytes, bytes]]:
    """Return half of the good articles, all bad ones in a row, and the other half; keys spread them over partitions."""
    fine = [(f"good-{number}".encode(), raw(number, id=f"good-{number}")) for number in range(good)]
    bad = [
        (f"{name}-{number}".encode(), orjson.dumps({"id": f"{name}-{number}", "body": f"{body}, {number}."}))
        for name, body, count in (("crash", CRASH, crash), ("hang", HANG, hang))
        for number in range(count)
    ]
    return [*fine[: good // 2], *bad, *fine[good // 2 :]]


async def main() -> bool:
    """Run it; tell whether all good articles came out and all bad ones are dead letters."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, count in (("good", 1000), ("crash", 1000), ("hang", 20)):
        parser.add_argument(f"--{name}", type=int, default=count)
    options = parser.parse_args()
    bad = options.crash + options.hang
    prefix = f"poison{uuid.uuid4().hex[:8]}."
    with tempfile.TemporaryDirectory() as folder:
        async with best_broker() as broker, installation(broker, prefix, Path(folder)) as quotewire:
            (worker,) = await quotewire.start("clean", program=PROGRAM, ARTICLE_SECONDS="1", CHILDREN="2")
            started = time.monotonic()
            await quotewire.publish(records(options.good, options.crash, options.hang))
            letters = await quotewire.read(dead_letters_of(RAW), lambda found: len(found) >= bad)
            clean = await quotewire.read(CLEAN, lambda found: len(found) >= options.good)
            seconds = time.monotonic() - started
            await worker.stop()
    reasons = Counter(
        (letter.key.decode().split("-")[0], dict(letter.headers)["__dlq.errors.exception.class.name"].decode())
        for letter in letters
    )
    out = {record.key for record in clean}
    print(f"good articles: {options.good}, published: {len(out)}, of {len(clean)} records")
    for (kind, reason), count in sorted(reasons.items()):
        print(f"{kind}: {count} dead letters, {reason}")
    print(f"{seconds:.0f} seconds, broker: {broker.why}")
    wanted = {("crash", "ChildDiedError"): options.crash, ("hang", "ChildTimedOutError"): options.hang}
    return len(out) == len(clean) == options.good and reasons == Counter(wanted)


if __name__ == "__main__":
    raise SystemExit(not asyncio.run(main()))
