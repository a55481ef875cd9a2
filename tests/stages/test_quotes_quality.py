"""Floors on the hand-made hard cases: what was reached must not be lost unnoticed."""

import pytest

from schemas.enriched_article import Quote
from tests.stages.quotes_support import SYNTAX, Case, Gold, alike, handmade, word_starts
from workers.stages.quotes.stage import find_quotes
from workers.stages.received import Received

CASES = handmade()


def is_direct(text: str, spans: list[tuple[int, int]]) -> bool:
    marks = "".join(text[start] + text[end - 1] for start, end in spans)
    return all(mark in "“”‘’\"'" for mark in marks)


def matches(case: Case, gold: Gold, quote: Quote) -> bool:
    return alike(case.text, gold.spans, quote)


def found(case: Case) -> list[Quote]:
    return find_quotes([Received(case.article(), worker="9.9")], SYNTAX)[0].quotes


def test_the_cases_are_read_whole() -> None:
    assert len(CASES) == 24
    assert sum(not quote.optional for case in CASES for quote in case.quotes) == 44
    assert (
        sum(not quote.optional and is_direct(case.text, quote.spans) for case in CASES for quote in case.quotes) == 26
    )


def test_direct_quotes_and_their_names() -> None:
    required = [(case, quote) for case in CASES for quote in case.quotes if not quote.optional]
    direct = [(case, quote) for case, quote in required if is_direct(case.text, quote.spans)]
    predicted = {case.name: found(case) for case in CASES}
    pairs = [(gold, quote) for case, gold in direct for quote in predicted[case.name] if matches(case, gold, quote)]
    optional = [(case, gold) for case in CASES for gold in case.quotes if gold.optional]
    free = sum(any(matches(case, gold, quote) for case, gold in optional if case.name == name)
               for name, answers in predicted.items() for quote in answers)  # fmt: skip
    named = [(gold, quote) for gold, quote in pairs if gold.name]

    assert len(pairs) / len(direct) >= 0.95
    assert len(pairs) / (sum(q.type == "direct" for a in predicted.values() for q in a) - free) >= 0.95
    assert sum(gold.name == quote.speaker_name for gold, quote in named) / len(named) >= 0.95


def test_all_types() -> None:
    required = [(case, quote) for case in CASES for quote in case.quotes if not quote.optional]
    hits = sum(any(matches(case, gold, quote) for quote in found(case)) for case, gold in required)

    assert hits / len(required) >= 0.93


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_nothing_is_quoted_where_nobody_speaks(case: Case) -> None:
    spoken = word_starts(case.text, [span for quote in case.quotes for span in quote.spans])
    predicted = word_starts(case.text, [(span.start, span.end) for quote in found(case) for span in quote.content])

    assert len(predicted - spoken) <= 3
