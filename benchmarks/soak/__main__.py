"""Hours of work in one: short articles through all three stages, with faults all the way, and what the workers hold meanwhile.

    python -m benchmarks.soak [--articles 100000] [--minutes 60] [--rate 40] [--seed 1] [--plot build/soak/soak.svg]

It ends when so many articles are published, or the minutes are over, whichever comes first, and all of them have come out. Of
each stage one worker runs from beginning to end, and nothing is done to it; beside it run one or two others. To those comes a
fault for about each 800 articles, in random order: workers, children and fork servers are killed (kill -9) or frozen for 15
seconds, workers are told to stop (SIGTERM), more join. Those that end are started again, as Compose does it. The only broker is
stopped and started again twice, once in a short soak.

At the end it prints, for each output topic, the articles of which something was lost, and the records that came twice or out of
order within their key; and what the untouched workers held, with their children: memory (proportional set size), file
descriptors, threads. The median of the last third of the time may be above that of the second third, which is after the warm-up,
by 5 % or 8 MiB of memory, by 8 descriptors, by 2 threads. It ends with 1 when a promise was broken, or they grew.
Samples and faults are lines of JSON in `build/soak/samples.jsonl`. "passed over" are transactions that Kafka called complete
without their markers (KAFKA-20734); only with these may records come twice.

On two cores, 40 articles a second leave room; while 2,000 articles are under way, none is published.
"""

import argparse
import asyncio
import logging
import random
import shutil
import signal
import sys
import time
import uuid
from contextlib import AsyncExitStack
from pathlib import Path

from benchmarks.soak.flow import Flow
from benchmarks.soak.herd import Herd
from benchmarks.soak.ledger import Ledgers
from benchmarks.soak.plot import draw_file
from benchmarks.soak.samples import Sampler, levels
from harness.brokers import Broker, Cluster, own_kafka
from harness.installation import Installation, installation
from workers.topics import RAW

_FOLDER = Path("build/soak")
_PARTITIONS = 6
_ARTICLES_A_ROUND = 5000
"""In a round each fault comes once, but for the broker's."""
_PATIENCE_SECONDS = 300
"""For the next article to come out, once all are published."""
_MOMENT_SECONDS = 5
"""For what comes twice."""


def schedule(herd: Herd, articles: int, chance: random.Random) -> list[str]:
    """Return the faults in the order in which they come."""
    rounds = max(1, articles // _ARTICLES_A_ROUND)
    faults = [name for name in herd.faults if name != "broker restarted"] * rounds
    faults += ["broker restarted"] * min(2, rounds)
    chance.shuffle(faults)
    return faults


async def strike(herd: Herd, flow: Flow, sampler: Sampler, faults: list[str]) -> None:
    """Let each fault come when its share of the way has been gone."""
    for number, fault in enumerate(faults, 1):
        while flow.progress < number / (len(faults) + 1):
            await asyncio.sleep(0.2)
        print(f"{flow.sent:7} articles published: {fault}", flush=True)
        sampler.write("fault", what=fault)
        await herd.faults[fault]()


async def drain(ledgers: Ledgers, flow: Flow) -> None:
    """Wait until all that was published has come out everywhere, or nothing comes any more."""
    before, since = -1, time.monotonic()
    while ledgers.finished < len(flow.published) and time.monotonic() - since < _PATIENCE_SECONDS:
        if ledgers.finished != before:
            before, since = ledgers.finished, time.monotonic()
        await asyncio.sleep(0.5)
    await asyncio.sleep(_MOMENT_SECONDS)


async def run(quotewire: Installation, cluster: Cluster, options: argparse.Namespace, sampler: Sampler) -> bool:
    """Run it; tell whether all went well."""
    chance = random.Random(options.seed)
    herd, ledgers = Herd(quotewire, cluster, chance), Ledgers(quotewire.prefix)
    await herd.start()
    faults = schedule(herd, options.articles, chance)
    async with asyncio.TaskGroup() as tasks:  # whatever fails ends the soak
        reading = tasks.create_task(ledgers.read(cluster.address))
        keeping = tasks.create_task(herd.keep())
        await herd.until_complete()
        sampler.began = time.monotonic()
        flow = Flow(quotewire.prefix + RAW.name, options.articles, options.minutes)
        sampling = tasks.create_task(sampler.run(herd, options.every))
        striking = tasks.create_task(strike(herd, flow, sampler, faults))
        await flow.run(cluster.address, options.rate, lambda: ledgers.finished)
        seconds = time.monotonic() - sampler.began
        sampling.cancel()
        await striking
        await drain(ledgers, flow)
        keeping.cancel()
        reading.cancel()
    print(f"{flow.sent} articles in {seconds:.0f} seconds, {flow.sent / seconds:.1f} a second, {len(faults)} faults")
    return report(ledgers, flow, sampler, cluster) & await _ended_well(herd)


def report(ledgers: Ledgers, flow: Flow, sampler: Sampler, cluster: Cluster) -> bool:
    """Print what came of the promises and of what the workers held; tell whether all is as it should be."""
    passed_over = cluster.markers_passed_over()
    kept = not ledgers.dead_letters
    print("\n| topic | lost | twice | out of order |\n|---|---|---|---|")
    for name, ledger in ledgers.topics.items():
        lost = ledger.lost(flow.published)
        sampler.write("topic", topic=name, lost=lost, twice=ledger.twice, out_of_order=ledger.out_of_order)
        print(f"| {name} | {lost} | {ledger.twice} | {ledger.out_of_order} |")
        kept = kept and not lost and not ledger.out_of_order and (not ledger.twice or passed_over > 0)
    print(f"dead letters {ledgers.dead_letters}, transactions passed over by Kafka {passed_over}")
    print("\n| untouched worker | | after the warm-up | at the end | flat |\n|---|---|---|---|---|")
    held = levels(sampler.samples)
    for level in held:
        sampler.write("level", stage=level.stage, what=level.what, warm=level.warm, end=level.end)
        unit, scale = ("MiB", 2**20) if level.what == "memory" else ("", 1)
        warm, end = (f"{value / scale:.0f} {unit}".rstrip() for value in (level.warm, level.end))
        print(f"| {level.stage} | {level.what} | {warm} | {end} | {'yes' if level.flat else 'NO'} |")
        kept = kept and level.flat
    return kept and bool(held)


async def _ended_well(herd: Herd) -> bool:
    """Tell whether the untouched workers have lived, and all that were told to stop ended with 0."""
    dead = [member for member in herd.members if member.witness and not member.lives]
    for member in dead:
        print(f"the untouched worker of {member.worker.stage} ended with {member.worker.process.returncode}")
    await herd.end()
    print(f"exit codes after SIGTERM: {dict(herd.codes)}")
    return not dead and set(herd.codes) == {0}


async def main(options: argparse.Namespace) -> bool:
    """Run it on a Kafka of its own, and take everything away afterwards, however it ends."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # a line for each attempt while the broker restarts
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    shutil.rmtree(_FOLDER, ignore_errors=True)
    logs = _FOLDER / "logs"
    logs.mkdir(parents=True)
    lines = _FOLDER / "samples.jsonl"
    prefix = f"soak{uuid.uuid4().hex[:8]}."
    async with AsyncExitStack() as stack:
        sampler = Sampler(stack.enter_context(lines.open("w")))
        cluster = await stack.enter_async_context(own_kafka())
        broker = Broker(cluster.address, is_kafka=True, why="soak")
        quotewire = await stack.enter_async_context(installation(broker, prefix, logs, _PARTITIONS))
        well = await run(quotewire, cluster, options, sampler)
    draw_file(lines, options.plot)
    print(f"\n{'All kept, all flat' if well else 'NOT all kept or flat'}; {options.plot}, {lines}")
    return well


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=40, help="articles a second")
    parser.add_argument("--seed", type=int, default=1, help="of the order of the faults, and whom they strike")
    parser.add_argument("--every", type=float, default=5, help="seconds between samples")
    parser.add_argument("--plot", type=Path, default=_FOLDER / "soak.svg")
    sys.exit(not asyncio.run(main(parser.parse_args())))
