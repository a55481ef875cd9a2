import ast
from pathlib import Path

import pytest

STAGES = Path(__file__).parents[2] / "workers" / "stages"
FORBIDDEN = (
    "aiokafka",
    "faust",
    "workers.kafka",
    "workers.settings",
    "workers.agents",
    "workers.nlp",
    "os",
    "time",
    "random",
)


@pytest.mark.parametrize("path", sorted(STAGES.rglob("*.py")), ids=lambda path: str(path.relative_to(STAGES)))
def test_a_stage_knows_neither_kafka_nor_clock_nor_settings(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            assert not any(name == word or name.startswith(f"{word}.") for word in FORBIDDEN), name
