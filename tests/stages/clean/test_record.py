import random
import socket

import pytest

from schemas import CleanArticle, RawArticle
from workers.demo import samples
from workers.stages.clean.explanation import as_text, explain
from workers.stages.clean.fingerprint import fingerprint
from workers.stages.clean.source_lines import located, numbered_lines
from workers.stages.clean.stage import clean_articles
from workers.stages.received import Received

LEAD = "The council of Westmouth opened the harbour again on Monday after a storm had closed it for ten days."
NEXT = "Nobody was hurt in the storm, but the repairs took longer than anybody had planned."
LAST = "The first ship, a small ferry from the islands, came in shortly after nine in the morning."
CAPTION = "Ann Lee, left, and the harbour master Tom Reed look at the broken wall of the harbour"
TEXT = f"""Harbour at Westmouth opens again

By Ann Lee

{CAPTION}

{CAPTION}. Source: Coast Pictures

{LEAD}\r
{NEXT}
Read more: Ten ships that never came back

{LAST}
Sign up for our newsletter and get the news every day.
"""
PAGE = f"""<html lang="en"><head><title>Harbour opens again | Coast</title>
<meta property="og:site_name" content="Coast News"><meta name="author" content="Ann Lee">
<meta property="article:published_time" content="2026-09-14T06:40:00Z">
<meta property="article:modified_time" content="2026-09-15T06:40:00Z">
<link rel="canonical" href="https://coast.example/harbour">
<script>var story = "{LEAD}";</script></head>
<body><article><h1>Harbour opens again</h1>
<figure><img src="a.jpg"><figcaption>{CAPTION}</figcaption></figure>
<p>{LEAD}</p>
<p>{NEXT}</p>

<p>{LAST}</p></article></body></html>
"""


def clean(body: str, **fields: object) -> CleanArticle:
    (article,) = clean_articles([Received(RawArticle.model_validate({"body": body, **fields}), "1")])
    return article


def test_every_line_is_accounted_for() -> None:
    article = clean(TEXT)
    assert article.text.split("\n\n") == [LEAD, NEXT, LAST]
    assert article.removed == {"title": 1, "byline": 1, "caption": 2, "prompt": 1, "teaser": 1}
    assert sum(article.removed.values()) + 3 == len([line for line in TEXT.splitlines() if line.strip()])


def test_paragraphs_are_traced_to_lines_of_the_body() -> None:
    for body in (TEXT, PAGE):
        article = clean(body)
        lines = body.splitlines()
        paragraphs = article.text.split("\n\n")
        assert len(article.source_lines) == len(paragraphs) == 3
        for paragraph, number in zip(paragraphs, article.source_lines, strict=True):
            assert number
            assert paragraph in lines[number - 1]
            assert "var story" not in lines[number - 1]


def test_lines_are_counted_as_splitlines_does() -> None:
    body = "one\r\ntwo\x0bthree\u2028four\rfive\nsix"
    assert [(line.text, line.number) for line in numbered_lines(body)] == [
        (text, number) for number, text in enumerate(body.splitlines(), 1)
    ]


def test_a_text_that_markup_cuts_up_is_not_found_but_the_next_one_is() -> None:
    page = f"<p>{'<i>x</i> y&amp;z '.join('abcd')}</p>\r\n\r\n<p>{NEXT}</p>"
    assert located(page, ["ax y&z bx y&z cx y&z d", NEXT]) == [None, 3]
    assert located("<script>" * 3 + NEXT, [NEXT]) == [None]


def test_captions_are_kept_once() -> None:
    assert clean(TEXT).captions == [f"{CAPTION}. Source: Coast Pictures"]
    assert clean(PAGE).captions == [CAPTION]


def test_what_record_and_page_say_is_kept_apart() -> None:
    article = clean(PAGE, title="Ours", url="https://mirror.example/1")
    lineage = article.lineage["clean"]
    assert lineage.record_said
    assert lineage.page_said
    assert (article.title, article.url, article.source) == ("Ours", "https://mirror.example/1", "Coast News")
    assert (article.published_at, article.modified_at) == ("2026-09-14T06:40:00Z", "2026-09-15T06:40:00Z")
    assert (lineage.record_said.title, lineage.record_said.url) == ("Ours", "https://mirror.example/1")
    assert (lineage.page_said.title, lineage.page_said.url) == ("Harbour opens again", "https://coast.example/harbour")
    assert (lineage.page_said.authors, lineage.record_said.authors) == (["Ann Lee"], [])
    assert clean(PAGE).url == "https://coast.example/harbour"
    assert clean(TEXT).lineage["clean"].page_said is None


def test_the_pages_own_address_does_not_make_the_id() -> None:
    assert clean(PAGE).article_id == clean(PAGE).article_id
    assert clean(PAGE, url="https://coast.example/harbour").article_id != clean(PAGE).article_id


def test_the_line_classifier_stands_in_the_lineage_where_it_was_asked() -> None:
    model = clean(TEXT).lineage["clean"].model
    assert model
    assert model.name == "clean-lines"


def _distance(first: str, second: str) -> int:
    one, other = fingerprint(first), fingerprint(second)
    assert one
    assert other
    return (int(one, 16) ^ int(other, 16)).bit_count()


def test_copies_of_a_report_have_fingerprints_that_are_near() -> None:
    stories = [clean(article.body).text for article in samples().values()]
    for story in stories:
        paragraphs = story.split("\n\n")
        assert _distance(story, story.upper().replace("\n\n", "\n")) == 0
        assert _distance(story, "\n\n".join(["(Wire) Reported from the coast.", *paragraphs])) <= 10
        others = [_distance(story, other) for other in stories if other != story]
        assert min(others) > 12
    assert fingerprint("Too short to tell.") is None
    assert fingerprint("市議会は月曜日、嵐のため十日間閉鎖されていた港を再び開いたと発表した。") is not None


def test_nothing_is_fetched_while_parsing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    doctype = '<!DOCTYPE html SYSTEM "http://coast.example/x.dtd" [<!ENTITY x SYSTEM "http://coast.example/x">]>'
    linked = PAGE.replace(
        "</head>", '<base href="http://coast.example/"><link rel="stylesheet" href="http://coast.example/a.css"></head>'
    ).replace("<p>", '<p><img src="http://coast.example/a.png"><iframe src="http://coast.example/"></iframe>&x;')
    for body in (PAGE, doctype + linked, f'<?xml-stylesheet href="http://coast.example/a.xsl"?>{linked}', TEXT):
        assert LEAD in clean(body, url="http://coast.example/").text


MARKUP = ["<div>", "</p>", "<", ">", "&", '"', "\0", "<!--x-->", "</div></div>"]


@pytest.mark.parametrize("seed", range(12))
def test_no_mutation_of_a_page_raises_or_empties_it(seed: int) -> None:
    chance = random.Random(seed)
    for body in (PAGE, samples()["harbour-bridge"].body, samples()["observatory"].body, TEXT):
        mutated = body
        for _ in range(6):
            start = chance.randrange(len(mutated))
            piece = mutated[start : start + chance.randrange(1, 60)]
            place = chance.randrange(len(mutated))
            mutated = chance.choice(
                [
                    mutated[:place] + piece + mutated[place:],
                    mutated.replace(piece, "", 1) if len(piece) < 20 else mutated,
                    mutated[:place] + chance.choice(MARKUP) + mutated[place:],
                ]
            )
        article = clean(mutated)
        assert article.text
        article.model_dump_json()


def test_an_explanation_has_every_line_with_score_and_reasons() -> None:
    explained = explain(RawArticle(body=TEXT))
    assert [line.number for line in explained] == [
        number for number, line in enumerate(TEXT.splitlines(), 1) if line.strip()
    ]
    assert [line.text for line in explained if line.keeps] == [LEAD, NEXT, LAST]
    assert all(line.score is not None and line.reasons for line in explained)
    byline = next(line for line in explained if line.kind == "byline")
    assert byline.text == "By Ann Lee"
    assert any("worded as byline" in reason for reason in byline.reasons)
    assert sum(text.startswith("keep") for text in as_text(explained)) == 3


def test_a_page_is_explained_too() -> None:
    kept = [line.text for line in explain(RawArticle(body=PAGE)) if line.keeps]
    assert kept == [LEAD, NEXT, LAST]
