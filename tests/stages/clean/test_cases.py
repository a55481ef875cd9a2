"""Pages and texts written for this, each naming what it guards: the text has to be exactly the story."""

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

from schemas import RawArticle
from tests.written_cases import WrittenCase, each, written_cases
from workers.stages.clean.stage import clean_articles
from workers.stages.received import Received

WRITTEN = written_cases(Path(__file__).with_name("cases.txt"))
STORIES = {case.name: case.body.splitlines() for case in WRITTEN if case.get("kind") == "story"}


@dataclass(frozen=True)
class Case:
    body: str
    story: str


def _case(written: WrittenCase) -> Case:
    kind = written.get("kind")
    body, story = [], []
    for line in written.body.splitlines():
        keeps, text = line[0] == "+", line[2:]
        referred = re.fullmatch(r"@(\w+)(?: (\d))?", text)
        paragraphs = [text] if not referred else STORIES[referred[1]]
        if referred and referred[2]:
            paragraphs = [paragraphs[int(referred[2]) - 1]]
        body += [f"<p>{escape(one, quote=False)}</p>" if kind == "page" and keeps else one for one in paragraphs]
        story += paragraphs if keeps else []
    return Case(("\n\n" if kind == "text" else "\n").join(body), "\n\n".join(story))


@each((case, _case(case)) for case in WRITTEN if case.get("kind") != "story")
def test_the_text_is_the_story(case: Case) -> None:
    assert clean_articles([Received(RawArticle(body=case.body), "1")])[0].text == case.story
