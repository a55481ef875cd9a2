"""Fuzz one target, or all of them one after another.

    python -m tests.fuzz [TARGET …] [--seconds 600]

Inputs that break a promise, or take longer than a minute, go to tests/fuzz/finds/<target>: mend the kind, and keep the file, since
`test_fuzz.py` runs every find. Needs atheris (Linux).
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzz.seeds import dictionary, seeds
from tests.fuzz.targets import TARGETS

FINDS = Path(__file__).with_name("finds")
_SLOW_SECONDS = 60
"""Of a watch on the wall, instrumented, on a busy machine; what takes long for its length is for `benchmarks.hostile`."""
_LONGEST = 8_000
"""Bytes of an input: longer ones find nothing else, and take longer."""


def fuzz(target: str, seconds: int) -> int:
    """Fuzz a target in a process of its own; return its exit code, which is 0 when nothing was found."""
    finds = FINDS / target
    finds.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = folder / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(seeds()):
            (corpus / f"seed-{number}").write_bytes(seed)
        (folder / "words").write_text(dictionary())
        options = {
            "max_total_time": seconds,
            "timeout": _SLOW_SECONDS,
            "max_len": _LONGEST,
            "rss_limit_mb": 2048,
            "dict": folder / "words",
            "artifact_prefix": f"{finds}/",
            "print_final_stats": 1,
        }
        command = [
            sys.executable,
            "-m",
            "tests.fuzz.run",
            target,
            *(f"-{name}={value}" for name, value in options.items()),
        ]
        return subprocess.run([*command, str(corpus)], check=False).returncode


def main() -> None:
    """Fuzz."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", choices=[*TARGETS, []])
    parser.add_argument("--seconds", type=int, default=600, help="for each target")
    options = parser.parse_args()
    sys.exit(max(fuzz(target, options.seconds) for target in options.targets or TARGETS))


if __name__ == "__main__":
    main()
