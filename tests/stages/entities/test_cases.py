"""What only shows in whole articles: who is who, what belongs together, which place a name stands for."""

from functools import cache
from pathlib import Path

from schemas.article_with_entities import ArticleWithEntities, Entity
from schemas.clean_article import CleanArticle
from tests.written_cases import WrittenCase, each, written_cases
from workers.stages.entities.model import EntitiesModels, load_models
from workers.stages.entities.stage import find_entities
from workers.stages.received import Received

CASES = written_cases(Path(__file__).with_name("cases.txt"))
ARTICLES = written_cases(Path(__file__).with_name("articles.txt"))
FAULTS = written_cases(Path(__file__).with_name("faults.txt"))
UNSEEN = written_cases(Path(__file__).with_name("unseen.txt"))
WIRE = written_cases(Path(__file__).with_name("wire.txt"))


@cache
def _model() -> EntitiesModels:
    return load_models()


def _read(case: WrittenCase) -> ArticleWithEntities:
    clean = CleanArticle(article_id=case.name, title=case.get("title"), text=case.body)
    return find_entities([Received(clean, "1")], _model())[0]


def _line(entity: Entity) -> str:
    return f"{entity.label} {entity.name} {entity.count}"


@each((case, case) for case in (*CASES, *FAULTS, *UNSEEN, *WIRE))
def test_what_shows_in_the_whole_article(case: WrittenCase) -> None:
    entities = _read(case).entities
    found = {_line(entity) + (f" -> {entity.country}" if entity.country else "") for entity in entities}
    assert set(case.all("entity")) - found == set(), found
    assert set(case.all("absent")) & {entity.name for entity in entities} == set()


@each((case, case) for case in ARTICLES)
def test_all_that_a_reader_would_list(case: WrittenCase) -> None:
    found = [_line(entity) for entity in _read(case).entities if entity.label not in {"DATE", "TIME"}]
    assert sorted(found) == sorted(case.all("entity"))
