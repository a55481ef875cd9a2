"""Measures for how long nothing comes out of a Compose project while its workers are upgraded, in two ways.

A project of its own, with some workers a stage: while articles flow, all of them get another image at once, by
`docker compose up --detach`, and then one after another, by `deploy/upgrade.sh`. It prints the longest time in which no enriched
article came, and what was lost:

    python -m benchmarks.compose_upgrade [WORKERS]

Needs Docker with Compose 2.24 or newer and the image quotewire:latest; ends with 1 when an article is lost, comes twice or out of
order. Its containers, networks, volumes and tags are removed afterwards.
"""

import asyncio
import sys

from benchmarks.compose_flow import STAGES, Flow

UNDER_WAY = 100
"""Few enough that what comes out is what is being done, and no backlog."""
BEFORE, AFTER = "upgrade-before", "upgrade-after"


async def _step(flow: Flow, name: str, *command: str, tag: str) -> None:
    await flow.some_more()
    flow.longest_silence()
    flow.say(f"{name}, after {flow.state()}")
    flow.environment["IMAGE_TAG"] = tag
    print(await flow.run(*command), end="")
    flow.say("the command has ended")
    await flow.ready()
    await flow.some_more()
    workers = [worker for worker in await flow.workers() if worker["Image"].endswith(tag)]
    flow.say(f"{name}: {len(workers)} workers of {tag}; nothing came out for {flow.longest_silence():.1f} s at most")


async def _run(flow: Flow) -> int:
    for tag in (BEFORE, AFTER):
        await flow.run("docker", "tag", "quotewire:latest", f"quotewire:{tag}")
    await flow.up()
    flow.say("up, all workers ready")
    stopping = asyncio.Event()
    flowing = asyncio.create_task(flow.keep_flowing(stopping.is_set))
    await flow.some_more()
    await _step(flow, "all at once", "docker", "compose", "up", "--detach", tag=AFTER)
    await _step(flow, "one after another", "deploy/upgrade.sh", tag=BEFORE)
    stopping.set()
    await flowing
    return int(not await flow.comes_out_whole())


async def main() -> int:
    """Measure, and clean up whatever happened."""
    workers = sys.argv[1] if len(sys.argv) > 1 else "2"
    scale = {f"{stage.upper()}_WORKERS": workers for stage in STAGES}
    flow = Flow(0, UNDER_WAY, IMAGE_TAG=BEFORE, **scale)
    try:
        return await _run(flow)
    finally:
        await flow.compose("down", "--volumes")
        for tag in (BEFORE, AFTER):
            await flow.run("docker", "rmi", f"quotewire:{tag}")


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
