"""What only shows in whole articles: who is who, what belongs together, which place a name stands for."""

import tomllib
from pathlib import Path

from schemas.clean_article import CleanArticle
from workers.stages.entities.model import load_model
from workers.stages.entities.stage import find_entities
from workers.stages.received import Received

CASES = Path(__file__).parents[1] / "data" / "entities" / "cases.toml"
FLOOR = 0.90
"""Least share of what the forty cases say that must be found: label, name, number of mentions and country."""


def test_forty_articles() -> None:
    cases = tomllib.loads(CASES.read_text(encoding="utf-8"))["case"]
    assert len(cases) == 40
    articles = [CleanArticle(article_id="a", title=case["title"], text=case["text"].strip()) for case in cases]
    results = find_entities([Received(article, "1") for article in articles], load_model())
    failed = []
    total = 0
    for case, result in zip(cases, results, strict=True):
        found = {
            f"{entity.label} {entity.name} {entity.count}" + (f" -> {entity.country}" if entity.country else "")
            for entity in result.entities
        }
        names = {entity.name for entity in result.entities}
        wrong = [f"missing {entity}" for entity in case["entities"] if entity not in found]
        wrong += [f"surplus {name}" for name in case.get("absent", ()) if name in names]
        total += len(case["entities"]) + len(case.get("absent", ()))
        failed += [f"{case['about']}: {each}; found {sorted(found)}" for each in wrong]
    assert 1 - len(failed) / total >= FLOOR, "\n".join(failed)
