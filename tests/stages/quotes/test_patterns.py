"""The examples of every pattern: what it finds, and what it leaves alone."""

import re

import pytest

from tests.stages.quotes.support import SYNTAX, article
from workers.stages.quotes.patterns import PATTERNS
from workers.stages.quotes.patterns.pattern import Pattern
from workers.stages.quotes.stage import drafts_of

CONTENT = re.compile(r"\[(.+?)\]")
FINDS = [
    pytest.param(pattern, text, id=f"{pattern.name}-{text[:30]}") for pattern in PATTERNS for text in pattern.finds
]
LEAVES = [
    pytest.param(pattern, text, id=f"{pattern.name}-{text[:30]}") for pattern in PATTERNS for text in pattern.leaves
]


def found_by_pattern(markup: str) -> list[tuple[str, list[str]]]:
    """Return for each quote of a text the name of its pattern, and its pieces without a full stop at their end."""
    read = article(markup)
    (drafts,) = drafts_of([read], SYNTAX)
    return [(draft.pattern.name, [read.text[slice(*span)].rstrip(".") for span in draft.spans]) for draft in drafts]


@pytest.mark.parametrize(("pattern", "text"), FINDS)
def test_a_pattern_finds_its_examples(pattern: Pattern, text: str) -> None:
    contents = CONTENT.findall(text)
    found = found_by_pattern(CONTENT.sub(r"\1", text))
    assert [piece for name, pieces in found if name == pattern.name for piece in pieces] == contents


@pytest.mark.parametrize(("pattern", "text"), LEAVES)
def test_a_pattern_leaves_what_is_like_them(pattern: Pattern, text: str) -> None:
    assert pattern.name not in [name for name, _ in found_by_pattern(text)]


def test_patterns_have_names_and_examples_of_their_own() -> None:
    assert len({pattern.name for pattern in PATTERNS}) == len(PATTERNS)
    assert all(pattern.finds and pattern.leaves for pattern in PATTERNS)
