"""What tells that the text of a page may be missing: each warning where it is due, and none on a page that is whole."""

import json

import pytest

from schemas import RawArticle
from schemas.oddities import Oddity
from workers.stages.clean.stage import clean_article
from workers.stages.received import Received

PARAGRAPHS = (
    "The council of Westmouth opened the harbour again on Monday after a storm had closed it for ten days, and nobody was hurt.",
    "The first ship, a small ferry from the islands, came in shortly after nine in the morning with forty passengers on board.",
    "Divers had cleared the entrance of sand and of two sunken boats, which took them longer than they had expected in the cold.",
    "“We were very lucky that the pier held,” said Ann Lee, who runs the harbour office and has lived on the coast all her life.",
    "Fishermen lost about a third of the season, and the town has promised to pay for some of their nets and for the ice house.",
)
DOUBTS = {Oddity.TEXT_IN_SCRIPTS, Oddity.TEXT_BEHIND_GATE, Oddity.INDEX_PAGE, Oddity.PROSE_LEFT_OUT}


def article(count: int) -> str:
    paragraphs = "".join(f"<p>{PARAGRAPHS[index % 5]} It was day {index}.</p>" for index in range(count))
    return f"<article><h1>Harbour opens again</h1>{paragraphs}</article>"


def told_by(body: str) -> set[str]:
    page = f"<html lang='en'><head><title>Harbour opens again</title></head><body>{body}</body></html>"
    return set(clean_article(Received(RawArticle(body=page), worker="")).warnings) & DOUBTS


def data(*texts: str) -> str:
    return f"<script>window.data = {json.dumps({'blocks': list(texts)})}</script>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (article(5), set()),
        (article(5) + data(*(f"{text} It was day {index}." for index, text in enumerate(PARAGRAPHS))), set()),
        (article(14) + data(*[f"{text} {text}" for text in PARAGRAPHS] * 5), set()),
        (article(1) + data(*(f"{text} {text}" for text in PARAGRAPHS)), {Oddity.TEXT_IN_SCRIPTS}),
        (f"<div id='app'></div>{data(*(f'{text} {text}' for text in PARAGRAPHS))}", {Oddity.TEXT_IN_SCRIPTS}),
        (article(2) + "<div><p>Subscribe to continue reading this article.</p></div>", {Oddity.TEXT_BEHIND_GATE}),
        (article(2) + "<div><p>Réservé aux abonnés</p></div>", {Oddity.TEXT_BEHIND_GATE}),
        (article(14) + "<div><p>Sign in to continue the discussion.</p></div>", set()),
        (
            "".join(f"<h2><a href='/{day}'>Harbour stays closed for day {day}</a></h2>" for day in range(9)),
            {Oddity.INDEX_PAGE},
        ),
    ],
    ids=[
        "whole",
        "whole, and in scripts",
        "long, others in scripts",
        "begun, the rest in scripts",
        "in scripts only",
        "gate",
        "gate in French",
        "no gate below a long story",
        "index",
    ],
)
def test_doubts(body: str, expected: set[str]) -> None:
    assert told_by(body) == expected
