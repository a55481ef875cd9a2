"""Where a sentence ends."""

import pytest

from workers.stages.quotes.sentence import read_sentences

ONE = (
    "The then-U.S. Secretary of State said the road was closed.",
    "Mr. Lane said that J. R. Smith had left at 9 a.m. Monday.",
    "The U.S. Department of State said no.",
    "Lane Corp. Chairman Ann Lane said the road was closed.",
    "The fee rose to 3.5 million, Gen. Lane said.",
)


@pytest.mark.parametrize("text", ONE)
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert len(list(read_sentences(text, []))) == 1


def test_a_full_stop_ends_one() -> None:
    text = "Ann Lane said the road was closed. It will be opened in May."
    assert len(list(read_sentences(text, []))) == 2
