"""Sentences in runs: the stages see paragraphs, so a model should meet more than single sentences."""

import random
from collections.abc import Iterable, Iterator
from typing import TypeVar

LENGTHS = (1, 1, 2, 3, 4)
"""Sentences of a run, one as likely as another: a model must not take every full stop for the end of its text."""

Item = TypeVar("Item")


def runs(sentences: Iterable[Item], chance: random.Random, first: int) -> Iterator[list[Item]]:
    """Yield the sentences in order, `first` of them, then runs of random lengths."""
    run: list[Item] = []
    length = first
    for sentence in sentences:
        run.append(sentence)
        if len(run) >= length:
            yield run
            run, length = [], chance.choice(LENGTHS)
    if run:
        yield run
