"""Defaults that depend on where a worker runs."""

import os
from pathlib import Path

import pytest

from workers import settings
from workers.settings import Settings


@pytest.mark.parametrize(
    ("quota", "cpus"),
    [("max 100000", 8), ("100000 100000", 1), ("150000 100000", 2), ("50000 100000", 1), ("3200000 100000", 8)],
)
def test_a_worker_has_as_many_children_as_its_container_has_cpus(
    quota: str, cpus: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight children on one CPU would each take eight times as long, and be ended for it."""
    (tmp_path / "cpu.max").write_text(f"{quota}\n")
    monkeypatch.setattr(settings, "_CPU_QUOTA", tmp_path / "cpu.max")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    assert Settings().children == cpus
