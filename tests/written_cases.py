"""Cases written for the tests of stages: one format for all, with a file beside the tests that use it.

    === name / what the case guards
    field: value
    known bad: why it fails today

    the case itself, as its stage reads it

Fields stand before the first empty line, and may come again. A known-bad case has to fail, so that whoever mends it notices.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

_FIELD = re.compile(r"(title|kind|language|entity|absent|known bad): (.*)")


@dataclass(frozen=True)
class WrittenCase:
    name: str
    guards: str
    fields: tuple[tuple[str, str], ...]
    body: str

    def all(self, field: str) -> list[str]:
        return [value for name, value in self.fields if name == field]

    def get(self, field: str) -> str | None:
        return next(iter(self.all(field)), None)


def written_cases(path: Path) -> list[WrittenCase]:
    """Read the cases of a file; what stands before the first of them is a comment."""
    _, *blocks = re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [_case(block) for block in blocks]


def _case(block: str) -> WrittenCase:
    head, *lines = block.splitlines()
    name, _, guards = head.partition(" / ")
    fields = []
    while lines and (field := _FIELD.fullmatch(lines[0])):
        fields.append((field[1], field[2]))
        lines.pop(0)
    return WrittenCase(name, guards, tuple(fields), "\n".join(lines).strip())


def each(cases: Iterable[tuple[WrittenCase, object]]) -> pytest.MarkDecorator:
    """Run a test, with an argument `case`, on what a stage reads in each case; one that is known to be bad must fail."""
    return pytest.mark.parametrize("case", [_param(written, case) for written, case in cases])


def _param(written: WrittenCase, case: object) -> ParameterSet:
    bad = written.get("known bad")
    marks = [pytest.mark.xfail(strict=True, raises=AssertionError, reason=bad)] if bad else []
    return pytest.param(case, id=written.name, marks=marks)
