"""Stages are pure: no Kafka, no clock, no settings, no environment, no chance, no network."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

STAGES = Path(__file__).parents[2] / "workers" / "stages"
ALLOWED = {
    *("bisect", "collections", "contextlib", "dataclasses", "email.utils", "enum", "functools", "gzip", "hashlib"),
    *("html", "importlib", "itertools", "json", "math", "pathlib", "re", "tomllib", "typing", "unicodedata"),
    "urllib.parse",
    *("ftfy", "justext", "lxml", "numpy", "py3langid", "pydantic", "spacy", "thinc", "trafilatura"),
    *("schemas", "workers.stages"),
}
EXCEPTIONS = {
    "definition.py": {"workers.topics"},
    "clean/dates.py": {"datetime"},  # it parses dates, and never asks for today's
    "entities/pipelines.py": {"workers.errors"},  # what a setting names may not do
    "clean/html.py": {"logging"},  # it silences trafilatura
}
CLOCKS = {"now", "utcnow", "today", "time", "monotonic"}


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _allowed(module: str, path: Path) -> bool:
    exceptions = EXCEPTIONS.get(path.name, set()) | EXCEPTIONS.get(str(path.relative_to(STAGES)), set())
    return any(module == name or module.startswith(f"{name}.") for name in ALLOWED | exceptions)


@pytest.mark.parametrize("path", sorted(STAGES.rglob("*.py")), ids=lambda path: str(path.relative_to(STAGES)))
def test_a_stage_imports_only_what_computes(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [module for module in _imports(tree) if not _allowed(module, path)] == []
    called = {
        node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not called & CLOCKS
