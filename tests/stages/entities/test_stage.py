import re
import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.article_with_entities import ArticleWithEntities
from schemas.clean_article import CleanArticle
from schemas.lineage import Model, Origin, StageLineage
from workers.stages import spacy_pipelines
from workers.stages.entities.model import EntitiesModels, load_models
from workers.stages.entities.records import mention_records
from workers.stages.entities.stage import find_entities
from workers.stages.received import Received


@pytest.fixture(scope="module")
def model() -> EntitiesModels:
    return load_models()


def article(text: str, title: str | None = None, language: str | None = "en") -> Received[CleanArticle]:
    record = CleanArticle(
        article_id="a1", revision="r1", url="https://example.org/a1", title=title, text=text, language=language
    )
    return Received(record, worker="9.9")


def found(model: EntitiesModels, text: str, title: str | None = None) -> ArticleWithEntities:
    (result,) = find_entities([article(text, title)], model)
    return result


def surface(result: ArticleWithEntities, number: int) -> str:
    mention = result.mentions[number]
    return (result.text if mention.field == "text" else result.title or "")[mention.start : mention.end]


STORY = (
    "Sergei Lavrov met Angela Merkel in Berlin on Monday.\n\n"
    "“We had a frank talk,” Mr. Lavrov said. Lavrov’s plane left Germany on Tuesday."
)


def test_mentions_of_one_name_are_one_entity(model: EntitiesModels) -> None:
    result = found(model, STORY, "Lavrov in Berlin")
    lavrov = result.entities[0]
    assert (lavrov.id, lavrov.name, lavrov.label, lavrov.count) == ("e1", "Sergei Lavrov", "PERSON", 4)
    names = [surface(result, n) for n, mention in enumerate(result.mentions) if mention.entity_id == "e1"]
    assert names == ["Lavrov", "Sergei Lavrov", "Lavrov", "Lavrov"]
    assert {(entity.name, entity.label) for entity in result.entities} >= {
        ("Angela Merkel", "PERSON"),
        ("Berlin", "GPE"),
        ("Germany", "GPE"),
        ("Monday", "DATE"),
    }


def test_what_the_clean_stage_said_is_kept_and_the_stage_adds_its_own(model: EntitiesModels) -> None:
    origin = Origin(topic="articles.clean.v1", partition=3, offset=14)
    clean = CleanArticle(
        article_id="a1",
        text=STORY,
        source="The Paper",
        metadata={"desk": "world"},
        status={"clean": "ok"},
        warnings=["nul_removed"],
        lineage={"clean": StageLineage(worker="9.8")},
    )
    (result,) = find_entities([Received(clean, "9.9", origin, None, ("no_key", "nul_removed"))], model)
    assert result.source == "The Paper"
    assert result.metadata == {"desk": "world"}
    assert result.status == {"clean": "ok", "entities": "ok"}
    assert result.warnings == ["nul_removed", "no_key"]
    assert result.lineage["clean"] == StageLineage(worker="9.8")
    assert result.lineage["entities"] == StageLineage(worker="9.9", model=model.by_language["en"].lineage, input=origin)
    assert model.by_language["en"].lineage == Model(name="quotewire_entities_en", version="1.4.0")


@pytest.mark.parametrize(
    ("received", "status"),
    [
        (article("", "Oslo"), "empty"),
        (article(" \n\n "), "empty"),
        (article("Сергей Лавров прибыл в Берлин.", language="ru"), "unsupported_language"),
    ],
)
def test_an_article_that_cannot_be_read_flows_on(
    model: EntitiesModels, received: Received[CleanArticle], status: str
) -> None:
    before, result, after = find_entities([article(STORY), received, article(STORY)], model)
    assert result.status["entities"] == status
    assert result.lineage["entities"].model is None
    assert not result.mentions
    assert not result.entities
    assert before == after
    assert before.entities


def test_each_entity_has_its_record(model: EntitiesModels) -> None:
    result = found(model, STORY, "Lavrov in Berlin")
    records = mention_records(result)
    assert [(record.index, record.count) for record in records] == [
        (n, len(records)) for n in range(len(result.entities))
    ]
    first = records[0]
    assert (first.article_id, first.revision, first.name, first.label) == ("a1", "r1", "Sergei Lavrov", "PERSON")
    assert [(span.field, span.text) for span in first.mentions] == [
        ("title", "Lavrov"),
        ("text", "Sergei Lavrov"),
        ("text", "Lavrov"),
        ("text", "Lavrov"),
    ]
    assert mention_records(found(model, "")) == []


WORDS = st.sampled_from(
    [
        "Anna Berg",
        "Berg",
        "said",
        "the",
        "United Nations",
        "(UN)",
        "Oslo",
        "’s",
        "“",
        "”",
        ".",
        ",",
        "\n",
        "\n\n",
        "𝒜𝓃𝓃𝒶",
        "é",
        "\x00",
        "-",
        "2019",
    ]
)
TEXTS = st.lists(st.one_of(WORDS, st.text(max_size=5)), max_size=40).map(" ".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(text=TEXTS, title=st.none() | TEXTS)
def test_spans_are_valid_in_any_text(model: EntitiesModels, text: str, title: str | None) -> None:
    result = found(model, text, title)
    places = [(mention.field == "text", mention.start, mention.end) for mention in result.mentions]
    assert places == sorted(places)
    for before, after in pairwise(places):
        assert before[0] != after[0] or before[2] <= after[1]
    for number, mention in enumerate(result.mentions):
        words = surface(result, number)
        assert len(words) == mention.end - mention.start > 0
        assert words == words.strip()
        assert not re.search(r"\n\s*\n", words)
    assert sum(entity.count for entity in result.entities) == len(result.mentions)
    assert found(model, text, title) == result


def test_an_article_reads_the_same_alone_and_in_a_batch(model: EntitiesModels) -> None:
    batch = [
        article(STORY),
        article("", "x"),
        article("Oslo. " * 2_000),
        article("Kofi Annan left Accra.", "Annan leaves"),
    ]
    assert find_entities(batch, model) == [find_entities([each], model)[0] for each in batch]


@pytest.mark.parametrize("line", ["Anna Berg met Kofi Annan in Accra. ", "word ", "x", "(", "Aé"])
def test_a_megabyte_on_one_line_is_read(model: EntitiesModels, line: str) -> None:
    text = line * (1_000_000 // len(line))
    result = found(model, text)
    assert result.status["entities"] == "ok"
    if line.endswith(". "):
        names = {entity.name: entity.count for entity in result.entities}
        assert names["Kofi Annan"] == len(text) // len(line)


def test_holidays_are_dates_and_people_who_are_called_so_are_people(model: EntitiesModels) -> None:
    result = found(
        model, "“If this lasts until Christmas, half the street will be gone,” Mr. Christmas said at Easter."
    )
    labels = [(surface(result, n), mention.label) for n, mention in enumerate(result.mentions)]
    assert ("Christmas", "DATE") in labels
    assert ("Christmas", "PERSON") in labels
    assert ("Easter", "DATE") in labels


def test_memory_stays_flat_over_ever_new_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy_pipelines, "MOST_WORDS", 3_000)
    model = load_models()

    def words(batch: int) -> str:
        return " ".join(f"word{batch}x{number}" for number in range(3_000))

    find_entities([article(words(0))], model)
    strings = len(model.by_language["en"].language.vocab.strings)
    tracemalloc.start()
    for batch in range(1, 6):
        find_entities([article(words(batch))], model)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(model.by_language["en"].language.vocab.strings) < strings + 2 * 3_000
    assert kept < 5_000_000


def test_a_nickname_in_marks_does_not_cut_a_name(model: EntitiesModels) -> None:
    result = found(model, "Maria “Mimi” Delgado, who runs the shelter, said people were afraid. “Stay,” Delgado said.")
    assert [(entity.name, entity.count) for entity in result.entities] == [("Maria “Mimi” Delgado", 2)]
