"""Which words of English are common ones: at the beginning of a sentence, a capital says nothing of them."""

import gzip
from pathlib import Path

FILE = Path(__file__).parents[2] / "models" / "words" / "words.txt.gz"
"""Made by `training/entities/words.py` of a spelling dictionary, and of the lists of names that the model has."""

NAME_TOO = "*"


class Dictionary:
    """Looks words up."""

    def __init__(self, file: Path = FILE) -> None:
        lines = gzip.decompress(file.read_bytes()).decode().split()
        self._names_too = frozenset(line.removesuffix(NAME_TOO) for line in lines if line.endswith(NAME_TOO))
        self._words = frozenset(line for line in lines if not line.endswith(NAME_TOO))

    def is_word(self, name: str) -> bool:
        """Return whether a word, in whichever letters, is a common one that no list of names has: "Drones"."""
        return name.casefold() in self._words

    def may_be_word(self, name: str) -> bool:
        """Return whether a word is a common one, and a name too or not: "Grant"."""
        return self.is_word(name) or name.casefold() in self._names_too
