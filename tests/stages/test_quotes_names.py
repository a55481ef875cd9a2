"""Who speaks, from clean text on, as users run it: with the shipped entities model, which does not see every name."""

import pytest

from schemas.clean_article import CleanArticle
from schemas.enriched_article import EnrichedArticle, Quote
from tests.stages.quotes_support import JOINT, SYNTAX, alike, handmade
from workers.stages.entities import EntitiesModel, find_entities, load_model
from workers.stages.quotes import find_quotes
from workers.stages.received import Received

FLOORS = {"speakers_cases.txt": (40, 67, 0.94), "speakers_reports.txt": (10, 50, 0.9)}
"""Articles, quotes, and the least share of the quotes that are found with the right name; 66 of 67 and 47 of 50 were at first."""

AGENCY = """\
Norland Foreign Minister Henrik Lund has met Westfold leader Ana Prado during a visit to Tarnvik.

Lund invited Prado to Norland and passed on greetings from President Karl Voss, the Norwegian Foreign Ministry said.

Lund, who travelled to Tarnvik on Thursday, told Prado the government supported peace on the islands and highly valued \
an agreement signed in May.

Lund's trip comes ahead of a possible summit between President Eva Weber and the Westfold leader in Geneva on June 12.

"We welcome every talk between the two islands, as well as with the mainland," Lund said following a meeting with Foreign \
Minister Ri Solberg, according to the Northern Wire news agency.

In support of the islands, Lund told reporters after his meeting with Solberg that Norland assumes they will not end their \
programme without the complete removal of the sanctions.

Lund called on "all the sides involved to see what their failure would cost so many people in such a fragile process."

He added that Norland is interested in a bridge between the islands, including a railway.

Norland and Westfold, which share a border, have the closest relations on the coast.
"""
"""Built as agencies build their reports of visits."""


@pytest.fixture(scope="module")
def model() -> EntitiesModel:
    return load_model()


def enriched(name: str, title: str | None, text: str, model: EntitiesModel) -> EnrichedArticle:
    clean = CleanArticle(article_id=name, title=title, text=text, language="en")
    (found,) = find_quotes([Received(find_entities([Received(clean, "1")], model)[0], "1")], SYNTAX)
    return found


def name_of(quote: Quote) -> str | None:
    return JOINT.join(speaker.name for speaker in quote.speakers) or None


@pytest.mark.parametrize("file", FLOORS)
def test_hard_cases(file: str, model: EntitiesModel) -> None:
    cases = handmade(file)
    wrong: list[tuple[str, str | None, list[str | None]]] = []
    judged = 0
    for case in cases:
        quotes = enriched(case.name, case.title, case.text, model).quotes
        for gold in case.quotes:
            if gold.optional:
                continue
            judged += 1
            found = [name_of(quote) for quote in quotes if alike(case.text, gold.spans, quote)]
            if found != [gold.name]:
                wrong.append((case.name, gold.name, found))

    assert (len(cases), judged) == FLOORS[file][:2]
    assert 1 - len(wrong) / judged >= FLOORS[file][2], wrong


def test_an_agency_report_of_a_visit(model: EntitiesModel) -> None:
    found = enriched("visit", "Norland's foreign minister meets Ana Prado in Westfold", AGENCY, model)

    assert [(quote.type, quote.speaker and quote.speaker.text, quote.speaker_name) for quote in found.quotes] == [
        ("indirect", "the Norwegian Foreign Ministry", "Norwegian Foreign Ministry"),
        ("indirect", "Lund", "Henrik Lund"),
        ("direct", "Lund", "Henrik Lund"),
        ("indirect", "Lund", "Henrik Lund"),
        ("direct", "Lund", "Henrik Lund"),
        ("indirect", "He", "Henrik Lund"),
    ]
