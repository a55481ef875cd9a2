"""Cases written for this, each naming what it guards; floors are pinned a little below what was reached."""

import re
from collections import Counter
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pytest

from schemas import RawArticle
from workers.stages.clean.stage import clean_articles
from workers.stages.received import Received

CASES = Path(__file__).parents[1] / "data" / "clean" / "cases.txt"
FEWEST_CASES = 40
MEAN_F1 = 0.99
EXACT = 0.9
"""Share of cases whose text is exactly the story."""
LEAST_F1 = 0.85
"""Of each case."""


@dataclass(frozen=True)
class Case:
    guards: str
    kind: str
    language: str
    body: str
    story: str


def _cases() -> list[Case]:
    stories: dict[str, list[str]] = {}
    cases = []
    for block in re.split(r"\n{2,}", CASES.read_text("utf-8")):
        head, *lines = block.splitlines()
        if head.startswith("story "):
            stories[head.removeprefix("story ")] = lines
        elif match := re.fullmatch(r"case (\w+) (\w+): (.+)", head):
            cases.append(_case(match[3], match[1], match[2], lines, stories))
    return cases


def _case(guards: str, kind: str, language: str, lines: list[str], stories: dict[str, list[str]]) -> Case:
    body, story = [], []
    for line in lines:
        keeps, text = line[0] == "+", line[2:]
        referred = re.fullmatch(r"@(\w+)(?: (\d))?", text)
        paragraphs = [text] if not referred else stories[referred[1]]
        if referred and referred[2]:
            paragraphs = [paragraphs[int(referred[2]) - 1]]
        body += [f"<p>{escape(one, quote=False)}</p>" if kind == "page" and keeps else one for one in paragraphs]
        story += paragraphs if keeps else []
    return Case(guards, kind, language, ("\n\n" if kind == "text" else "\n").join(body), "\n\n".join(story))


ALL = _cases()


def _cleaned(case: Case) -> str:
    return clean_articles([Received(RawArticle(body=case.body), "1")])[0].text


def _f1(found: str, wanted: str) -> float:
    """Measure shingles of 4 words; letters where no spaces stand between words."""
    bags = []
    for text in (found, wanted):
        tokens = re.findall(r"[\u3040-\u9fff]|\w+", text)
        bags.append(Counter(zip(*(tokens[start:] for start in range(4)), strict=False)))
    common = sum((bags[0] & bags[1]).values())
    return 2 * common / max(1, sum(bags[0].values()) + sum(bags[1].values()))


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.kind}-{case.language}-{case.guards}")
def test_a_case(case: Case) -> None:
    assert _f1(_cleaned(case), case.story) >= LEAST_F1


def test_all_cases_together() -> None:
    assert len(ALL) >= FEWEST_CASES
    cleaned = [_cleaned(case) for case in ALL]
    f1 = sum(_f1(text, case.story) for text, case in zip(cleaned, ALL, strict=True)) / len(ALL)
    wrong = [case.guards for text, case in zip(cleaned, ALL, strict=True) if text != case.story]
    assert f1 >= MEAN_F1, f"{f1:.3f}"
    assert 1 - len(wrong) / len(ALL) >= EXACT, wrong
