"""Every find of fuzzing as a test, what it begins with, and a short run of each target."""

import importlib.util
import subprocess
import sys

import pytest

from tests.fuzz.__main__ import FINDS
from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS

SECONDS = 20


@pytest.mark.parametrize("target", TARGETS)
def test_what_was_found_once(target: str) -> None:
    for path in sorted((FINDS / target).glob("*")):
        TARGETS[target](path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_what_fuzzing_begins_with(target: str) -> None:
    for seed in seeds():
        TARGETS[target](seed)


@pytest.mark.processes
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed")
@pytest.mark.parametrize("target", TARGETS)
def test_a_short_run_finds_nothing(target: str) -> None:
    command = [sys.executable, "-m", "tests.fuzz", target, "--seconds", str(SECONDS)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr[-3000:]
