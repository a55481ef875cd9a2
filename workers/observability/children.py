"""What the child processes of a worker take: their number, CPU time and memory, from Linux' `/proc`."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from schemas.lineage import StageName

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_CPU = slice(11, 15)
"""Its own time in user and system mode and that of its children that have ended, among the fields of `/proc/PID/stat` behind the
name (proc_pid_stat(5))."""
_ENDED = slice(13, 15)
_LOOKS = 5


class ChildrenCollector(Collector):
    """Looks at the children when metrics are asked for; where there is no `/proc`, there are no such metrics."""

    def __init__(self, stage: StageName, server: Callable[[], int | None]) -> None:
        """Look at the children of a process, the fork server, that `server` names as soon as there is one."""
        self._stage = stage
        self._server = server

    def describe(self) -> list[Metric]:
        """Return nothing: otherwise, to be registered would be to be asked."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Look at them once."""
        server = self._server()
        if server is None or not (_PROC / str(server) / "stat").exists():
            return
        number = GaugeMetricFamily("quotewire_children", "Child processes that live", labels=["stage"])
        children = _children(server)
        number.add_metric([self._stage], len(children))
        yield number
        memory = GaugeMetricFamily(
            "quotewire_children_memory_bytes", "Of children and their fork server, shared memory once", labels=["stage"]
        )
        memory.add_metric([self._stage], sum(map(_memory, (server, *children))))
        yield memory
        seconds = _cpu_seconds(server)
        if seconds is not None:
            cpu = CounterMetricFamily(
                "quotewire_child_cpu_seconds", "CPU time of all children so far", labels=["stage"]
            )
            cpu.add_metric([self._stage], seconds)
            yield cpu


def _children(process: int) -> list[int]:
    try:
        return [
            int(child)
            for path in (_PROC / str(process) / "task").glob("*/children")
            for child in path.read_text().split()
        ]
    except OSError:  # it has just ended
        return []


def _cpu_seconds(server: int) -> float | None:
    """Return the CPU time of children, those that have ended included; None when one ended at each look.

    What a child has used is the fork server's as soon as it has ended. It must not be counted twice or left out then: Prometheus
    takes a counter that falls for one that began anew.
    """
    for _ in range(_LOOKS):
        ended = _ticks(server, _ENDED)
        living = sum(_ticks(child, _CPU) for child in _children(server))
        if _ticks(server, _ENDED) == ended:
            return (ended + living) / _TICKS
    return None


def _ticks(process: int, fields: slice) -> int:
    try:
        stat = (_PROC / str(process) / "stat").read_text()
    except OSError:
        return 0
    return sum(map(int, stat.rpartition(")")[2].split()[fields]))


def _memory(process: int) -> int:
    """Return the bytes that a process holds, of those that it shares with others its part (the proportional set size)."""
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
