"""Whom a worker takes for dead: processes of its own host that have ended, and nobody else."""

import os
import signal
import subprocess
import sys

import pytest

from workers.kafka.membership import client_id, is_dead

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells when a process was started")

PROGRAM = "from workers.kafka.membership import client_id; print(client_id(), flush=True); input()"


def started() -> tuple["subprocess.Popen[str]", str]:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    return process, process.stdout.readline().strip()


def test_a_process_is_dead_when_it_has_ended_and_not_when_it_is_frozen() -> None:
    process, name = started()
    process.send_signal(signal.SIGSTOP)
    assert not is_dead(name)
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert is_dead(name), "it waits to be buried"
    process.communicate()
    assert is_dead(name)


def test_a_process_that_has_the_number_of_a_dead_one_is_not_taken_for_it() -> None:
    own = client_id()
    assert not is_dead(own)
    assert is_dead(own + "1")


@pytest.mark.parametrize(
    "other", ["", "quotewire", "faust-0.15.3", "aiokafka-0.14.0", "quotewire-elsewhere-999999999-7"]
)
def test_nobody_else_is_taken_for_dead(other: str) -> None:
    assert not is_dead(other)
