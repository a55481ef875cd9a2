"""Who speaks, from clean text on, as users run it: with the shipped entities model, which does not see every name."""

import pytest

from schemas.clean_article import CleanArticle
from schemas.enriched_article import EnrichedArticle
from tests.stages.quotes.support import SYNTAX, Case, alike, handmade, name_of
from tests.written_cases import each
from workers.stages.entities.model import EntitiesModels, load_models
from workers.stages.entities.stage import find_entities
from workers.stages.quotes.stage import find_quotes
from workers.stages.received import Received

AGENCY = """\
Danish Environment Minister Henrik Lund spent two days on the Westfold islands this week to look at their harbours.

Lund will open a research station there in the autumn, the Danish Environment Ministry said.

Lund, who arrived by ferry on Tuesday, told the island council the ministry had no plans to end the subsidy for small boats.

The visit was his third since the storms of last winter, which destroyed most of the breakwater.

"We have seen what the sea can do here, and we have seen what neighbours can do," Lund said after a walk along the shore with \
Mayor Ana Prado, according to the Northern Wire news agency.

Before he left, Lund told reporters at the quay that Denmark expects the new breakwater to be finished within three years.

Lund called on "everyone who has waited so long and has heard so many promises to wait a little longer."

He added that the ministry is interested in buying the old lighthouse, including its garden.

About 900 people live on the islands, most of them from fishing.
"""
"""Built as agencies build their reports of visits."""


@pytest.fixture(scope="module")
def model() -> EntitiesModels:
    return load_models()


def enriched(name: str, title: str | None, text: str, model: EntitiesModels) -> EnrichedArticle:
    clean = CleanArticle(article_id=name, title=title, text=text, language="en")
    (found,) = find_quotes([Received(find_entities([Received(clean, "1")], model)[0], "1")], SYNTAX)
    return found


@each([*handmade("speakers.txt"), *handmade("reports.txt")])
def test_every_quote_has_the_right_name(case: Case, model: EntitiesModels) -> None:
    quotes = enriched(case.name, case.title, case.text, model).quotes
    for gold in case.quotes:
        if not gold.optional:
            assert [name_of(quote) for quote in quotes if alike(case.text, gold.spans, quote)] == [gold.name]


def test_an_agency_report_of_a_visit(model: EntitiesModels) -> None:
    found = enriched("visit", "Environment minister looks at harbours of Westfold", AGENCY, model)

    assert [(quote.type, quote.speaker and quote.speaker.text, quote.speaker_name) for quote in found.quotes] == [
        ("indirect", "the Danish Environment Ministry", "Danish Environment Ministry"),
        ("indirect", "Lund, who arrived by ferry on Tuesday", "Henrik Lund"),
        ("direct", "Lund", "Henrik Lund"),
        ("indirect", "Lund", "Henrik Lund"),
        ("direct", "Lund", "Henrik Lund"),
        ("indirect", "He", "Henrik Lund"),
    ]


def test_a_ministry_is_told_by_its_country(model: EntitiesModels) -> None:
    text = (
        "Russia's Defence Ministry said its forces shot down 33 drones overnight. Ukraine's Defence Ministry said nine were hurt.\n\n"
        "The Russian ministry added that two bridges were closed."
    )
    found = enriched("ministries", None, text, model)

    countries = {entity.id: entity.country for entity in found.entities}
    assert [countries[quote.speakers[0].entity_id or ""] for quote in found.quotes] == ["RU", "UA", "RU"]
