"""The hard cases about what is said: those written before they were run, and those of later rounds."""

from collections.abc import Iterator

import pytest

from tests.stages.quotes.support import SYNTAX, Case, Gold, handmade, word_starts
from tests.written_cases import each
from workers.stages.quotes.draft import Draft
from workers.stages.quotes.stage import drafts_of

CASES = [*handmade("contents.txt"), *handmade("kinds.txt"), *handmade("kinds_more.txt"), *handmade("press.txt")]


def drafts(case: Case) -> list[Draft]:
    return drafts_of([case.article()], SYNTAX)[0]


def same(case: Case, gold: Gold, draft: Draft) -> bool:
    one, other = word_starts(case.text, gold.spans), word_starts(case.text, draft.spans)
    return len(one & other) >= 0.9 * len(one | other) and gold.modality == draft.modality


def mistakes(case: Case) -> Iterator[str]:
    found = drafts(case)
    for gold in case.quotes:
        if not gold.optional and not any(same(case, gold, draft) for draft in found):
            yield "missed " + " … ".join(case.text[start:end] for start, end in gold.spans)
    for draft in found:
        if not any(same(case, gold, draft) for gold in case.quotes):
            yield "made up " + " … ".join(case.text[start:end] for start, end in draft.spans)


@each(CASES)
def test_a_case_has_no_mistake(case: Case) -> None:
    assert list(mistakes(case)) == []


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The minister did not say when the report would appear.", "not_said"),
        ("The ministry has never said that the bridge was safe.", "not_said"),
        ("The ministry refused on Monday to say whether the bridge was safe.", "not_said"),
        ("Officials will say that the bridge is safe.", "future"),
        ("The agency is set to announce that the bridge will be closed.", "future"),
        ("The agency did not refuse to say that the bridge was safe.", "said"),
        ("The agency said that the bridge would not be closed.", "said"),
        ("The agency has not yet said whether the bridge is safe.", "not_said"),
    ],
)
def test_what_was_not_said_or_not_yet(text: str, modality: str) -> None:
    (found,) = drafts(Case("one", None, text, []))

    assert found.modality == modality
