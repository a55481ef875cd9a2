"""Reading the lists of the lexicon, and refusing those that nothing would find: unknown names, words that stand twice."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any


def read_list(name: str) -> dict[str, Any]:
    """Read a file of the lexicon."""
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


class WordLists:
    """The lists of a file, each to be taken once."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._waiting = {key: once(text.split(), f"{name}: {key}") for key, text in read_list(name).items()}

    def take(self, key: str) -> frozenset[str]:
        """Return the words of a list. Raises ValueError for a list that is not there, or was taken before."""
        if key not in self._waiting:
            raise ValueError(f"{self._name}: there is no list {key}, or two rules read it")
        return frozenset(self._waiting.pop(key))

    def close(self) -> None:
        """Raise ValueError if a list was left that no rule reads."""
        if self._waiting:
            raise ValueError(f"{self._name}: no rule reads {', '.join(self._waiting)}")


def once(words: list[str], where: str) -> list[str]:
    """Return words, none of which may stand there twice. Raises ValueError."""
    twice = [word for word, count in Counter(words).items() if count > 1]
    if twice:
        raise ValueError(f"{where}: {', '.join(twice)} stands there twice")
    return words
