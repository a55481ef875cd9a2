"""Fields have limits: they stand in each record of an article."""

import json

import pytest

from schemas import CleanArticle, RawArticle
from schemas.oddities import Oddity
from workers.stages.clean.limits import LONGEST_NAME, LONGEST_TITLE, LONGEST_URL, MOST_AUTHORS, cut
from workers.stages.clean.stage import clean_articles
from workers.stages.identity import article_id
from workers.stages.received import Received

STORY = "The harbour was opened again on Monday, the mayor of the town told reporters after a storm had closed it."
LONG = "x" * 100_000


def clean(article: RawArticle) -> CleanArticle:
    return clean_articles([Received(article, "1")])[0]


@pytest.mark.parametrize(
    "article",
    [
        RawArticle(body=STORY, title=LONG),
        RawArticle(body=STORY, source=LONG),
        RawArticle(body=STORY, authors=[LONG]),
        RawArticle(body=STORY, authors=[f"Ann Lee {number}" for number in range(10_000)]),
        RawArticle(body=STORY, url=f"https://a.example/{LONG}"),
        RawArticle(body=STORY, language=LONG),
        RawArticle(body=STORY, content_type=LONG),
        RawArticle(body=STORY, published_at=LONG),
        RawArticle(body=STORY, fetched_at=LONG),
        RawArticle(body=f"<html><title>{LONG}</title><p>{STORY}</p></html>"),
        RawArticle(body=f"<html><meta property='og:site_name' content='{LONG}'><p>{STORY}</p></html>"),
        RawArticle(body=f"<html lang='{LONG}'><p>{STORY}</p></html>"),
    ],
    ids=lambda article: " ".join(sorted(article.model_fields_set)),
)
def test_a_long_field_is_cut_with_a_warning_and_the_text_stays(article: RawArticle) -> None:
    cleaned = clean(article)
    assert STORY in cleaned.text
    assert Oddity.FIELD_CUT in cleaned.warnings
    rest = cleaned.model_copy(update={"text": ""}).model_dump_json()
    assert len(rest) < 30_000
    assert len(json.loads(rest)["authors"]) <= MOST_AUTHORS


def test_fields_of_usual_length_stay_as_they_are() -> None:
    article = RawArticle(
        body=STORY,
        title="t" * LONGEST_TITLE,
        source="s" * LONGEST_NAME,
        url="https://a.example/".ljust(LONGEST_URL, "u"),
    )
    cleaned = clean(article)
    assert (cleaned.title, cleaned.source, cleaned.url) == (article.title, article.source, article.url)
    assert Oddity.FIELD_CUT not in cleaned.warnings


def test_an_id_that_follows_from_a_long_url_stays() -> None:
    article = RawArticle(body=STORY, url=f"https://a.example/{LONG}")
    assert clean(article).article_id == article_id(article, None)


def test_what_is_cut_says_so() -> None:
    assert cut("harbour", 7) == "harbour"
    assert cut("harbour master", 9) == "harbour…"
    assert cut(None, 9) is None
