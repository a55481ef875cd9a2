"""The text around the quotes: its sentences, what their subjects are, and where pronouns stand.

Subjects are guessed without a parser, from signs and word lists.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from workers.stages.quotes import lexicon
from workers.stages.quotes.coreference.people import title_phrase
from workers.stages.quotes.tokens import TOKEN, Token

_PRONOUN = re.compile(r"\b(?:he|she|they|him|his|her|himself|herself)\b", re.IGNORECASE)
_SUBJECT_PRONOUN = re.compile(r"\b(?:he|she|they|it|we|i|you)\b", re.IGNORECASE)
LEAD = 160
"""Code points of a sentence before a name that are looked at to see whether it is the subject."""


class Narrative:
    """The text of an article without the words of the parts in `marked`, which are in order."""

    def __init__(self, text: str, marked: Sequence[tuple[int, int]], sentences: Iterable[Sequence[Token]]) -> None:
        parts, begin = [], 0
        for start, end in marked:
            parts += [text[begin:start], '"'.ljust(end - start)]
            begin = max(begin, end)
        self.text = "".join(parts) + text[begin:]
        self.starts = list(_starts(sentences))

    def sentence(self, offset: int) -> int:
        """Return the number of the sentence that holds an offset."""
        return bisect_right(self.starts, offset) - 1

    def begin(self, offset: int) -> int:
        """Return where the sentence that holds an offset begins."""
        return self.starts[self.sentence(offset)]

    def end(self, offset: int) -> int:
        """Return where the sentence that holds an offset ends."""
        number = self.sentence(offset) + 1
        return self.starts[number] if number < len(self.starts) else len(self.text)

    def pronouns(self) -> Iterator[tuple[int, str]]:
        """Return the personal pronouns of the third person, in order, in lower case."""
        return ((found.start(), found.group().lower()) for found in _PRONOUN.finditer(self.text))

    def is_subject(self, start: int, end: int) -> bool:
        """Guess whether a name or a pronoun is the subject of its sentence: nothing but its own title stands before it."""
        begin = self.begin(start)
        if self.text[end : end + 2] in {"'s", "’s"} or start - begin > LEAD:
            return False
        lead = self.text[begin:start]
        if _SUBJECT_PRONOUN.search(lead):
            return False
        words = TOKEN.findall(lead)
        if words and words[-1].lower() in lexicon.PREPOSITIONS:
            return False
        title_phrase(words)
        clause = max((at + 1 for at, word in enumerate(words) if word in _CLAUSE_SIGNS), default=0)
        return all(_leads_in(word.lower()) for word in words[clause:])


def _starts(sentences: Iterable[Sequence[Token]]) -> Iterator[int]:
    """Yield where sentences begin; what has no words outside of marks, such as a quote without a cue, is part of the next one."""
    yield 0
    worded = False
    for tokens in sentences:
        if worded:
            yield tokens[0].start
            worded = False
        worded = worded or any(token.is_word for token in tokens)


_CLAUSE_SIGNS = frozenset(",;:—–-)")


def _leads_in(word: str) -> bool:
    return (
        word in lexicon.ADVERBS
        or word in lexicon.CLAUSE_WORDS
        or word in lexicon.DETERMINERS
        or word in {"and", "then"}
        or not word.isalnum()
    )
