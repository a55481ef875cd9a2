import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas import CleanArticle, RawArticle
from workers.demo import samples
from workers.stages.clean.stage import clean_articles
from workers.stages.received import Received

STORY = (
    "The council of Westmouth opened the harbour again on Monday after a storm had closed it for ten days.",
    '"The ships can come back now," the harbour master said. "We have waited long enough."',
    "Nobody was hurt in the storm, but the repairs took longer than anybody had planned.",
)
PAGE_TEXT = f"""Harbour at Westmouth opens again

Ships wait outside the harbour of Westmouth on Sunday afternoon.

Ships wait outside the harbour of Westmouth on Sunday afternoon. Source: Coast Pictures

{STORY[0]}

{STORY[1]}

{STORY[2]}


Share
2 min read

Published

Share this with family and friends

Get the Coast News daily and direct to your Inbox

By subscribing, you agree to our terms of service and privacy policy.

Download our apps
Coast News
Coast Audio

Listen to our podcasts
An overview of the day's top stories from Coast News
"""


def clean(body: str, **fields: object) -> CleanArticle:
    (article,) = clean_articles([Received(RawArticle.model_validate({"body": body, **fields}), "1")])
    return article


def test_page_text_keeps_the_story_and_nothing_else() -> None:
    article = clean(PAGE_TEXT)
    assert article.title == "Harbour at Westmouth opens again"
    assert tuple(article.text.split("\n\n")) == STORY
    assert article.status == {"clean": "ok"}


def test_a_page_keeps_the_story_and_its_metadata() -> None:
    (article,) = clean_articles([Received(samples()["harbour-bridge"], "1")])
    assert article.title == "Engineers close Port Ellory bridge after crack is found"
    assert article.authors == ["Hannah Okafor"]
    assert article.published_at == "2026-09-14T06:40:00+01:00"
    assert article.language == "en"
    paragraphs = article.text.split("\n\n")
    assert len(paragraphs) == 5
    for boilerplate in ("cookies", "Photograph", "Read more", "newsletter", "Privacy", "By Hannah"):
        assert boilerplate not in article.text


@pytest.mark.parametrize("name", ["cod-quota", "cup-final", "observatory", "rail-strike"])
def test_no_sample_keeps_prompts(name: str) -> None:
    (article,) = clean_articles([Received(samples()[name], "1")])
    assert article.status == {"clean": "ok"}
    for prompt in ("Subscribe", "newsletter", "Follow us", "Cookie", "Share", "Skip to content", "Fixtures", "Imprint"):
        assert prompt not in article.text


def test_what_the_record_says_wins() -> None:
    page = samples()["harbour-bridge"].body
    article = clean(page, title="Ours", authors=["Me"], published_at="2020-01-01", language="en-GB", source="Here")
    assert (article.title, article.authors, article.published_at) == ("Ours", ["Me"], "2020-01-01")
    assert (article.language, article.source) == ("en", "Here")


def test_curly_marks_stay_and_broken_text_is_repaired() -> None:
    article = clean(
        "\u201cItâ€™s over,\u201d said the harbour\u00ad master of Westmouth, and went\u200b home in the evening."
    )
    assert article.text == "\u201cIt’s over,\u201d said the harbour master of Westmouth, and went home in the evening."


@pytest.mark.parametrize(
    ("code", "text"),
    [("ru", "Переговоры продлились три часа."), ("ar", "واستمرت المحادثات ثلاث ساعات."), ("zh", "双方同意继续对话。")],
)
def test_other_scripts_are_told_even_when_short(code: str, text: str) -> None:
    assert (clean(text).language, clean(text).text) == (code, text)


def test_navigation_alone_leaves_nothing() -> None:
    article = clean("<html><body><nav><a href='/'>Home</a> <a href='/x'>News</a></nav></body></html>")
    assert (article.text, article.status) == ("", {"clean": "empty"})


def test_white_space_alone_is_empty() -> None:
    assert clean(" \n\t\n ").status == {"clean": "empty"}


def test_the_same_input_gives_the_same_ids() -> None:
    assert clean(PAGE_TEXT) == clean(PAGE_TEXT)
    assert clean(PAGE_TEXT, id="x").article_id == "x"
    assert (
        clean(PAGE_TEXT, url="HTTPS://News.Example/a#b").article_id
        == clean("b", url="https://news.example/a").article_id
    )


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)
@given(st.text(), st.sampled_from([None, "text/html", "text/plain", "application/pdf"]))
def test_no_text_makes_it_raise(body: str, content_type: str | None) -> None:
    article = clean(f"x{body}", content_type=content_type)
    assert "\x00" not in article.text
    assert "\n\n\n" not in article.text
    assert article.text == article.text.strip()


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<div>", "<table>", "<!--", "]]>", "&#0;", "&#xD800;", "<script>", *STORY])
    )
)
def test_no_markup_makes_it_raise(parts: list[str]) -> None:
    article = clean(f"<html>{''.join(parts)}", content_type="text/html")
    article.model_dump_json()
