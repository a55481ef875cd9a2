"""The watchdog, in programs of their own, since it ends the process."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

PROGRAM = """
import asyncio, time
from workers.observability import watchdog
watchdog._BEAT_SECONDS, watchdog._CHECK_SECONDS, watchdog._MISSES = 0.05, 0.2, 5

async def main():
    beating = asyncio.create_task(watchdog.Watchdog(lambda: print("goodbye", flush=True)).beat())
    await asyncio.sleep(0.5)
    print("well", flush=True)
    {then}
    print("still here", flush=True)

asyncio.run(main())
"""


def started(tmp_path: Path, then: str) -> tuple["subprocess.Popen[bytes]", Path]:
    said = tmp_path / "said"
    with said.open("wb") as output:
        command = [sys.executable, "-c", PROGRAM.replace("{then}", then)]
        return subprocess.Popen(command, stdout=output), said


def test_a_process_whose_event_loop_is_stuck_is_ended(tmp_path: Path) -> None:
    process, said = started(tmp_path, "time.sleep(600)")
    assert process.wait(120) == 1
    assert "worker failed" in said.read_text()
    assert "goodbye" in said.read_text()
    assert "still here" not in said.read_text()


def test_a_process_that_was_frozen_as_a_whole_goes_on(tmp_path: Path) -> None:
    process, said = started(tmp_path, "await asyncio.sleep(1)")
    while "well" not in said.read_text():
        time.sleep(0.02)
    process.send_signal(signal.SIGSTOP)
    time.sleep(2)  # twice what it takes to end a stuck one
    process.send_signal(signal.SIGCONT)
    assert process.wait(120) == 0
    assert "still here" in said.read_text()
