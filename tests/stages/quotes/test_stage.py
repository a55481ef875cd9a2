"""The stage as a whole: from records to records."""

from schemas.lineage import Origin, StageLineage
from tests.stages.quotes.support import SYNTAX, article, enriched
from workers.stages.quotes.records import quote_records
from workers.stages.quotes.stage import find_quotes
from workers.stages.received import Received

STORY = (
    "Foreign Minister {Henrik Lund} arrived in {GPE:Tarnvik} on Thursday.\n\n"
    '"We welcome every talk between the two islands, as well as with the mainland," {Lund=Henrik Lund} said following a '
    "meeting with {Ana Prado}, according to {ORG:the Northern Wire}.\n\n"
    '{Lund=Henrik Lund} called on "all the sides involved to see what their failure would cost so many people."\n\n'
    "He added that the islands are interested in a bridge."
)


def test_a_story_as_news_agencies_write_them() -> None:
    found = enriched(STORY, title="{Lund=Henrik Lund} in Tarnvik")

    assert [
        (quote.type, quote.cue and quote.cue.text, quote.speaker and quote.speaker.text) for quote in found.quotes
    ] == [
        ("direct", "said", "Lund"),
        ("direct", "called on", "Lund"),
        ("indirect", "added", "He"),
    ]
    assert {(quote.speaker_name, quote.entity_id) for quote in found.quotes} == {("Henrik Lund", "e1")}


def test_one_article_out_for_each_one_in() -> None:
    records = [
        article("“We wait,” said {Eva Weber}."),
        article(""),
        article("“Wir warten”, sagte {Eva Weber}.", language="de"),
    ]
    found = find_quotes([Received(record, worker="9.9") for record in records], SYNTAX)

    assert [one.status["quotes"] for one in found] == ["ok", "empty", "unsupported_language"]
    assert [len(one.quotes) for one in found] == [1, 0, 0]
    assert [one.mentions for one in found] == [record.mentions for record in records]


def test_an_absent_language_is_english() -> None:
    assert len(enriched("“We wait,” said {Eva Weber}.", language=None).quotes) == 1


def test_status_lineage_and_warnings_of_other_stages_are_kept() -> None:
    before = StageLineage(worker="9.8")
    record = article("“We wait,” said {Eva Weber}.").model_copy(
        update={"status": {"clean": "ok"}, "lineage": {"clean": before}, "warnings": ["no_key"]}
    )
    origin = Origin(topic="articles.entities.v1", partition=3, offset=7)
    (found,) = find_quotes([Received(record, worker="9.9", origin=origin, oddities=("no_key", "key_not_utf8"))], SYNTAX)

    assert found.status == {"clean": "ok", "quotes": "ok"}
    assert found.lineage == {"clean": before, "quotes": StageLineage(worker="9.9", model=SYNTAX.lineage, input=origin)}
    assert found.warnings == ["no_key", "key_not_utf8"]


def test_equal_quotes_have_ids_of_their_own_that_do_not_hang_on_their_place() -> None:
    first = enriched("“We wait,” said {Eva Weber}. Rain fell.\n\n“We wait,” said {Karl Voss}.")
    moved = enriched("Rain fell.\n\n‘We wait!’ said {Eva Weber}. Rain fell.\n\n“We wait,” said {Karl Voss}.")

    ids = [quote.quote_id for quote in first.quotes]
    assert len(set(ids)) == 2
    assert [quote.quote_id for quote in moved.quotes] == ids


def test_a_record_for_each_quote() -> None:
    found = enriched(STORY, title="{Lund=Henrik Lund} in Tarnvik")
    records = quote_records(found)

    assert [record.index for record in records] == [0, 1, 2]
    assert {record.count for record in records} == {3}
    assert [record.quote_id for record in records] == [quote.quote_id for quote in found.quotes]
    assert {(record.article_id, record.title, record.language) for record in records} == {
        ("a1", "Lund in Tarnvik", "en")
    }
    assert all(record.lineage == found.lineage for record in records)
    assert quote_records(enriched("")) == []
