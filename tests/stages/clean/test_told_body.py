import json

import pytest

from schemas import RawArticle
from workers.stages.clean.stage import clean_articles
from workers.stages.received import Received

FIRST = "The council of Westmouth opened the harbour again on Monday after a storm had closed it for ten days."
SECOND = (
    "Nobody was hurt, said Ann Lee, the harbour master, who had watched the first ferry come in shortly after nine."
)
THIRD = "The repairs cost four million crowns, twice as much as the council had planned, and took until the last day."
GATE = "To continue reading, subscribe today."
OTHER = (
    "A bakery in Eastmouth has sold its ten thousandth loaf since the spring, and its owner has cut the price in half."
)


def text_of(shown: str, told: str) -> list[str]:
    article = {"@type": "NewsArticle", "headline": "Harbour opens", "articleBody": told}
    head = f'<head><script type="application/ld+json">{json.dumps(article)}</script></head>'
    body = f"<html>{head}<body><article><h1>Harbour opens</h1>{shown}</article></body></html>"
    (cleaned,) = clean_articles([Received(RawArticle(body=body), "1")])
    return cleaned.text.split("\n\n")


@pytest.mark.parametrize(
    "told",
    [
        f"{FIRST}\n\n{SECOND}\n\n{THIRD}",
        f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>",
        f"{FIRST}\n{SECOND}\nSign up for our newsletter and get the news every day.\n{THIRD}",
    ],
)
def test_a_text_told_whole_goes_before_its_beginning(told: str) -> None:
    assert text_of(f"<p>{FIRST}</p><p>{GATE}</p>", told) == [FIRST, SECOND, THIRD]


def test_a_text_that_only_scripts_would_show_is_told() -> None:
    assert text_of("<div id='app'></div>", f"{FIRST}\n{SECOND}") == [FIRST, SECOND]


def test_entities_are_read() -> None:
    assert text_of("", f"{FIRST}\n{SECOND.replace(',', '&#44;')}") == [FIRST, SECOND]


@pytest.mark.parametrize(
    "told",
    [f"{FIRST} {SECOND} {THIRD}", f"{OTHER}\n" * 9, FIRST, "", "The beginning …"],
    ids=["no longer", "another text", "shorter", "none", "a teaser"],
)
def test_else_the_text_shown_stays(told: str) -> None:
    assert text_of("".join(f"<p>{line}</p>" for line in (FIRST, SECOND, THIRD)), told) == [FIRST, SECOND, THIRD]
