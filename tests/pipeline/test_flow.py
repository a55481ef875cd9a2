"""From a raw article to its quotes through three workers: what comes out, and what is kept on the way."""

import json
from typing import Any

from aiokafka import ConsumerRecord

from harness.articles import raw, speaker
from harness.installation import Installation
from workers.stages.clean.definition import CLEAN
from workers.stages.entities.definition import ENTITIES, MENTIONS
from workers.stages.quotes.definition import ENRICHED, QUOTES
from workers.topics import Topic

TRACE = b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


async def _of(quotewire: Installation, topic: Topic, key: str, count: int = 1) -> list[ConsumerRecord]:
    """Read the records of an article, once there are so many."""

    def mine(records: list[ConsumerRecord]) -> list[ConsumerRecord]:
        return [record for record in records if record.key == key.encode()]

    return mine(await quotewire.read(topic, lambda records: len(mine(records)) >= count))


def _values(records: list[ConsumerRecord]) -> list[Any]:
    return [None if record.value is None else json.loads(record.value) for record in records]


async def test_an_article_comes_out_enriched_with_its_quotes(all_stages: Installation) -> None:
    fields = {
        "id": "flow",
        "url": "https://news.example/1",
        "source": "The Example",
        "published_at": "2026-03-04",
        "metadata": {"a": 1},
    }
    await all_stages.publish_with_headers([(b"flow", raw(1, **fields), [("traceparent", TRACE)])])
    quotes = await _of(all_stages, QUOTES, "flow")
    enriched = await _of(all_stages, ENRICHED, "flow")
    (article,) = _values(enriched)
    assert article["title"] == f"{speaker(1)} opens the harbour at Westmouth"
    assert article["status"] == {"clean": "ok", "entities": "ok", "quotes": "ok"}
    assert article["metadata"] == {"a": 1}
    assert article["lineage"]["clean"]["input"]["topic"] == "articles.raw.v1"
    assert article["lineage"]["entities"]["input"]["topic"] == "articles.clean.v1"
    assert article["lineage"]["entities"]["model"]["name"]

    (quote,) = [value for value in _values(quotes) if "ships can come back" in value["text"]]
    assert quote["speaker_name"] == speaker(1)
    assert (quote["url"], quote["source"], quote["published_at"]) == (fields["url"], "The Example", "2026-03-04")
    assert quote["title"] == article["title"]
    assert quote["revision"] == article["revision"]
    assert quote["text"].split('" "')[0].strip('"') in quote["paragraph"]["text"]
    spans = [article["text"][span["start"] : span["end"]] for span in quote["content"]]
    assert " ".join(spans) == quote["text"]
    named = {entity["id"]: entity["name"] for entity in article["entities"]}
    assert named[quote["entity_id"]] == speaker(1)

    headers = dict(enriched[0].headers)
    assert headers["traceparent"] == TRACE
    assert (headers["ce_specversion"], headers["ce_type"]) == (b"1.0", b"quotewire.articles.enriched.v1")
    assert headers["content-type"] == b"application/json"


async def test_mentions_are_numbered_and_counted(all_stages: Installation) -> None:
    await all_stages.publish([(b"mentions", raw(2, id="mentions"))])
    (article,) = _values(await _of(all_stages, ENTITIES, "mentions"))
    records = _values(await _of(all_stages, MENTIONS, "mentions", len(article["entities"])))
    assert [record["index"] for record in records] == list(range(len(article["entities"])))
    assert {record["count"] for record in records} == {len(article["entities"])}
    assert [(r["entity_id"], r["name"], r["label"]) for r in records] == [
        (e["id"], e["name"], e["label"]) for e in article["entities"]
    ]
    for record in records:
        for mention in record["mentions"]:
            assert article[mention["field"]][mention["start"] : mention["end"]] == mention["text"]


async def test_a_duplicate_is_processed_again_with_the_same_ids(all_stages: Installation) -> None:
    await all_stages.publish([(b"twice", raw(3, id="twice"))] * 2)
    first, second = _values(await _of(all_stages, ENRICHED, "twice", 2))
    for article in (first, second):
        del article["lineage"]  # says where the input stood, which differs
    assert first == second


async def test_revisions_of_an_article_come_out_in_order(all_stages: Installation) -> None:
    versions = [raw(number, id="revised") for number in range(20)]
    await all_stages.publish([(b"revised", version) for version in versions])
    articles = _values(await _of(all_stages, ENRICHED, "revised", 20))
    assert [f"closed it for {number} days" in article["text"] for number, article in enumerate(articles)] == [True] * 20
    assert len({article["revision"] for article in articles}) == 20


async def test_a_retraction_reaches_every_topic(all_stages: Installation) -> None:
    await all_stages.publish([(b"gone", raw(4, id="gone")), (b"gone", None)])
    for topic in (CLEAN, ENTITIES, ENRICHED):
        assert [record.value is None for record in await _of(all_stages, topic, "gone", 2)] == [False, True]
    for topic in (MENTIONS, QUOTES):
        records = await _of(all_stages, topic, "gone", 2)
        assert records[-1].value is None
        assert records[0].value is not None


async def test_an_article_without_quotes_and_entities_publishes_one_null_for_each(all_stages: Installation) -> None:
    body = "It rained all day, and nobody went out. The streets were empty until the evening came."
    await all_stages.publish([(b"none", raw(5, id="none", body=body))])
    assert _values(await _of(all_stages, QUOTES, "none")) == [None]
    assert _values(await _of(all_stages, ENRICHED, "none"))[0]["quotes"] == []


async def test_other_languages_flow_on(all_stages: Installation) -> None:
    texts = {
        "ru": "Министр иностранных дел прибыл в столицу в понедельник. Переговоры продлились три часа.",
        "ar": "وصل وزير الخارجية إلى العاصمة يوم الاثنين. واستمرت المحادثات ثلاث ساعات.",
        "zh": "外交部长星期一抵达首都。会谈持续了三个小时。双方同意继续对话。",
    }
    records = [(code.encode(), json.dumps({"id": code, "body": text}).encode()) for code, text in texts.items()]
    await all_stages.publish(records)
    for code, text in texts.items():
        (article,) = _values(await _of(all_stages, ENRICHED, code))
        assert article["language"] == code
        assert article["status"] == {
            "clean": "ok",
            "entities": "unsupported_language",
            "quotes": "unsupported_language",
        }
        assert article["text"] == text


async def test_a_french_article_has_entities_by_a_french_pipeline_and_no_quotes(all_stages: Installation) -> None:
    """With `fr=fr_core_news_sm`, as the installation of this file has it: each stage says for itself what it can read."""
    body = (
        "La maire de Paris, Anne Hidalgo, a rencontré lundi Emmanuel Macron à Marseille. « Nous ouvrirons le pont en mars », "
        "a déclaré Mme Hidalgo aux journalistes.\n\nLa SNCF a refusé de commenter. Macron se rendra demain à Lyon."
    )
    await all_stages.publish([(b"fr", json.dumps({"id": "fr", "title": "Un pont à Paris", "body": body}).encode())])
    (article,) = _values(await _of(all_stages, ENRICHED, "fr"))
    assert article["language"] == "fr"
    assert article["status"] == {"clean": "ok", "entities": "ok", "quotes": "unsupported_language"}
    assert article["lineage"]["entities"]["model"] == {"name": "fr_core_news_sm", "version": "3.8.0"}
    assert article["lineage"]["quotes"]["model"] is None
    assert article["quotes"] == []
    records = _values(await _of(all_stages, MENTIONS, "fr", len(article["entities"])))
    found = {(record["name"], record["label"], len(record["mentions"])) for record in records}
    assert found >= {
        ("Anne Hidalgo", "PERSON", 2),
        ("Emmanuel Macron", "PERSON", 2),
        ("SNCF", "ORG", 1),
        ("Paris", "GPE", 2),
    }
    assert {record["confidence"] for record in records} == {None}
    await all_stages.publish([(b"en", raw(8, id="en"))])
    (other,) = _values(await _of(all_stages, ENRICHED, "en"))
    assert other["status"]["quotes"] == "ok"
    assert other["lineage"]["entities"]["model"]["name"] == "quotewire_entities_en"


async def test_a_record_without_key_is_accepted_with_a_warning(all_stages: Installation) -> None:
    await all_stages.publish([(None, raw(6, id="keyless")), (b"other", raw(7, id="rekeyed"))])
    (keyless,) = _values(await _of(all_stages, CLEAN, "keyless"))
    (rekeyed,) = _values(await _of(all_stages, CLEAN, "rekeyed"))
    assert (keyless["warnings"], rekeyed["warnings"]) == (["no_key"], ["key_differs_from_id"])
