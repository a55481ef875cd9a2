"""The hand-made hard cases: what is quoted, and by whom."""

from schemas.enriched_article import Quote
from tests.stages.quotes.support import SYNTAX, Case, alike, handmade, name_of, word_starts
from tests.written_cases import each
from workers.stages.quotes.stage import find_quotes
from workers.stages.received import Received

CASES = handmade("handmade_dev.txt")


def _found(case: Case) -> list[Quote]:
    return find_quotes([Received(case.article(), worker="9.9")], SYNTAX)[0].quotes


@each(CASES)
def test_every_quote_is_found_once_with_its_speaker(case: Case) -> None:
    found = _found(case)
    for gold in case.quotes:
        names = [name_of(quote) for quote in found if alike(case.text, gold.spans, quote)]
        assert len(names) == 1 or (gold.optional and not names), gold
        assert gold.name is None or names in ([], [gold.name]), gold


@each(CASES)
def test_nothing_is_quoted_where_nobody_speaks(case: Case) -> None:
    spoken = word_starts(case.text, [span for quote in case.quotes for span in quote.spans])
    predicted = word_starts(case.text, [(span.start, span.end) for quote in _found(case) for span in quote.content])
    assert len(predicted - spoken) <= 3
