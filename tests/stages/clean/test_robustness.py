import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas import CleanArticle, RawArticle
from schemas.oddities import Oddity
from workers.stages.clean.html import MOST_ELEMENTS, read_page
from workers.stages.clean.markup import lines_of_markup
from workers.stages.clean.stage import clean_articles
from workers.stages.clean.unicode_repair import LONGEST_DECODED, repair, repair_lines
from workers.stages.received import Received

SENTENCE = "The council of Westmouth opened the harbour again on Monday after a storm had closed it for ten days."
NEXT = "Nobody was hurt in the storm, but the repairs took longer than anybody had planned."
CALM = settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)


def clean(body: str, **fields: object) -> CleanArticle:
    (article,) = clean_articles([Received(RawArticle.model_validate({"body": body, **fields}), "1")])
    return article


@pytest.mark.parametrize("depth", [300, 200_000])
def test_tags_nested_too_deep(depth: int) -> None:
    page = f"<html><body>{'<div>' * depth}<p>{SENTENCE}</p>{'</div>' * depth}<p>{NEXT}</p></body></html>"
    article = clean(page)
    assert article.text == f"{SENTENCE}\n\n{NEXT}"
    assert article.warnings == [Oddity.MARKUP_UNREADABLE]


def test_more_elements_than_a_page_has() -> None:
    article = clean(f"<html><body><p>{SENTENCE}</p>{'<div>x</div>' * MOST_ELEMENTS}</body></html>")
    assert (article.text, article.warnings) == (SENTENCE, [Oddity.MARKUP_UNREADABLE])


@pytest.mark.parametrize("line", [f"{SENTENCE} " * 10_000, "â€™ is bad. " * 90_000, "é" * 1_000_000])
def test_a_megabyte_on_one_line(line: str) -> None:
    article = clean(line)
    assert article.text in ("", " ".join(line.split()))


@pytest.mark.parametrize(
    "body",
    [
        "<",
        "<html>",
        "<html></html>",
        "<!--",
        "<p>\x00</p>",
        "\x00",
        "\x1b",
        "<a" * 50_000,
        "<!--" * 50_000,
        "&" * 100_000,
    ],
)
def test_pages_without_anything(body: str) -> None:
    for content_type in ("text/html", "text/plain", None):
        assert clean(body, content_type=content_type).status == {"clean": "empty"}


def test_what_a_page_declares_of_its_encoding_does_not_matter() -> None:
    head = '<?xml version="1.0" encoding="utf-16"?><html><head><meta charset="iso-8859-1"></head>'
    article = clean(
        f"{head}<body><p>{SENTENCE}</p><p>The café — “naïve” as ever — was open too, said its owner.</p></body></html>"
    )
    assert article.text.endswith("The café — “naïve” as ever — was open too, said its owner.")


def test_external_entities_stay_closed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a secret that nobody may read")
    doctype = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    assert "secret that" not in clean(f"{doctype}<html><body><p>&x; {SENTENCE}</p></body></html>").text


def test_metadata_of_a_page_that_is_broken_or_deep() -> None:
    for content in ("{", "[" * 100_000, '{"@type": "NewsArticle", "author": [[[{"name": 5}]]], "headline": ["x"]}'):
        script = f'<script type="application/ld+json">{content}</script>'
        page = read_page(f"<html><head>{script}<title>Harbour</title></head><body><p>{SENTENCE}</p></body></html>")
        assert (page.metadata.title, page.metadata.authors, page.readable) == ("Harbour", (), True)


def test_metadata_in_json() -> None:
    said = {
        "@graph": [
            {"@type": "WebSite", "name": "Coast"},
            {
                "@type": ["NewsArticle"],
                "headline": "Harbour &amp; ferry open",
                "author": [{"name": "By Ann Lee"}, "Tom Reed", "https://coast.example/staff"],
                "datePublished": "2026-09-14T06:40:00Z",
                "publisher": {"name": "Coast News"},
            },
        ]
    }
    script = f'<script type="application/ld+json">{json.dumps(said)}</script>'
    metadata = read_page(f"<html lang='en'><head>{script}</head><body><p>{SENTENCE}</p></body></html>").metadata
    assert (metadata.title, metadata.authors) == ("Harbour & ferry open", ("Ann Lee", "Tom Reed"))
    assert (metadata.published_at, metadata.site, metadata.language) == ("2026-09-14T06:40:00Z", "Coast News", "en")


def test_a_page_that_its_script_builds_is_readable_and_says_so() -> None:
    story = " ".join([SENTENCE] * 10)
    script = f'<script type="application/json">{json.dumps({"body": story})}</script>'
    article = clean(f"<html><body><div id='app'></div>{script}</body></html>")
    assert (article.text, article.warnings) == ("", [Oddity.TEXT_IN_SCRIPTS])


def test_lines_of_markup() -> None:
    markup = (
        "<p>One <b>and</b> two<br>three</p><!-- <p>no --><script>if (a < b) {}</script ><style>x</style>four &amp; five"
    )
    assert [line for line in lines_of_markup(markup) if line] == ["One and two", "three", "four & five"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a\r\nb\rc\u2028d\x0ce", "a\nb\nc\nd\ne"),
        ("har\u00adbour\u200b \ufeffwall", "harbour wall"),
        ("cafe\u0301", "caf\u00e9"),
        ("\ufb01ve ½ m² ①", "five ½ m² ①"),
        ("“curly” ‘marks’ stay", "“curly” ‘marks’ stay"),
        ("It â€™s schön", "It ’s schön"),
        ("AT&amp;T &quot;x&quot;", 'AT&T "x"'),
        ("中文，标点。", "中文，标点。"),
        ("می\u200cخواهم 👩\u200d🚀 la\u200dtin", "می\u200cخواهم 👩\u200d🚀 latin"),
        ("bell\x07 esc\x1b nul\x00", "bell esc nul"),
    ],
)
def test_repairs(written: str, meant: str) -> None:
    assert repair(written) == meant


def test_even_a_line_too_long_for_mojibake_loses_its_invisible_marks() -> None:
    assert repair("é\u00ad" * LONGEST_DECODED) == "é" * LONGEST_DECODED


@CALM
@given(
    st.text(
        st.characters(codec="utf-8", categories=None) | st.sampled_from("\0\u00ad\u200b\r\n\u2028<>&;"), max_size=300
    )
)
def test_no_text_keeps_invisible_marks_or_odd_line_ends(text: str) -> None:
    for line in repair_lines(text):
        assert not set(line) & set("\0\r\n\u2028\u2029\u00ad\u200b\ufeff")
        assert line == line.strip()


@CALM
@given(
    st.lists(st.sampled_from([SENTENCE, NEXT, "Share", "", " ", "\t", "\0", "Home", "\r", "14.09.2026", '"Yes."', "…"]))
)
def test_paragraphs_are_separated_by_one_empty_line(lines: list[str]) -> None:
    body = "\n".join(lines) + "\n"
    article = clean(body)
    assert all(paragraph == paragraph.strip() != "" for paragraph in article.text.split("\n\n") if article.text)
    assert clean(body).model_dump_json() == article.model_dump_json()
