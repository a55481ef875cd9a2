"""Variants of annotated sentences name what the sentence names, where it stands now."""

from collections.abc import Callable
from random import Random

import pytest

from training.entities.augmentation import begun_later, heading, short_headline
from training.entities.sentences import Sentence

TEXT = "Yesterday the mayor of New York, Ann Lee, told drones that damage in Oslo was slight on 3 May after all."
NAMES = {"New York": "GPE", "Ann Lee": "PERSON", "Oslo": "GPE"}
SENTENCE = Sentence(
    TEXT,
    tuple((TEXT.index(name), TEXT.index(name) + len(name), label) for name, label in NAMES.items()),
    ((TEXT.index("3 May"), TEXT.index("3 May") + len("3 May")),),
)


@pytest.mark.parametrize("variant", [begun_later, short_headline, heading])
def test_a_part_names_what_the_sentence_names_there(variant: Callable[[Sentence, Random], Sentence]) -> None:
    for seed in range(200):
        made = variant(SENTENCE, Random(seed))
        named = {made.text[start:end]: label for start, end, label in made.entities}
        assert named == {name: label for name, label in NAMES.items() if name in made.text}
        assert made.text.casefold() in TEXT.casefold()
        assert all(made.text[start:end] in "3 May" for start, end in made.skip)


def test_a_sentence_begins_at_a_word_that_names_nothing() -> None:
    begun = {begun_later(SENTENCE, Random(seed)).text.split()[0] for seed in range(200)}
    assert {"Drones", "Damage", "Slight"} <= begun
    assert begun.isdisjoint(("York", "Lee", "Oslo", "May"))


def test_a_heading_is_short_and_names_nothing() -> None:
    for seed in range(200):
        made = heading(SENTENCE, Random(seed))
        assert 1 <= len(made.text.split()) <= 3
        assert made.text[0].isupper()
        assert made.entities == ()


def test_what_has_no_such_word_stays() -> None:
    short = Sentence("Oslo.", ((0, 4, "GPE"),))
    assert begun_later(short, Random(1)) == heading(short, Random(1)) == short
