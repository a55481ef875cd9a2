"""Words, signs and whole passages of a paragraph, in order, cut into sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.article_with_entities import Mention
from workers.stages.quotes import lexicon
from workers.stages.quotes.cues import CUES
from workers.stages.quotes.passages import Paragraph, Passage

TOKEN = re.compile(r"[^\W_]+(?:(?:[-'’.&@_]|(?<=\d),(?=\d{3}))[^\W_]+)*|[^\w\s]|_")

_POSSESSIVE = ("'s", "’s")

DOTTED = re.compile(r"[A-Z](?:\.[A-Z])*")
"""An initial, or several, without the last full stop: A.C."""

ENDS = frozenset(".!?…")
SENTENCE_END = frozenset(".!?")
DASHES = frozenset({"—", "–", "―", "-"})
COMMAS = DASHES | {","}
"""Signs that set a part of a sentence apart."""
_MAY_END = frozenset(".!?)]")


@dataclass(slots=True, eq=False)
class Token:
    """A word, a sign, or a whole passage taken as one."""

    start: int
    end: int
    text: str
    word: str
    """The text in lower case; empty for a passage."""
    passage: Passage | None = None
    mention: Mention | None = None

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()

    @property
    def dated(self) -> bool:
        """Whether it is part of a date or a time of day."""
        return self.mention is not None and self.mention.label in {"DATE", "TIME"}

    @property
    def is_person(self) -> bool:
        """Whether it is part of the name of a person."""
        return self.mention is not None and self.mention.label == "PERSON"

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a number."""
        return self.passage is None and self.text[:1].isalnum()


class MentionReader:
    """Gives the mention that covers an offset; offsets must be asked for in order."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._remaining = iter(sorted((m for m in mentions if m.field == "text"), key=lambda m: (m.start, m.end)))
        self._current = next(self._remaining, None)

    def at(self, offset: int) -> Mention | None:
        """Return the mention that covers this offset, if any."""
        while self._current is not None and self._current.end <= offset:
            self._current = next(self._remaining, None)
        covers = self._current is not None and self._current.start <= offset
        return self._current if covers else None


def mention_end(tokens: Sequence[Token], at: int) -> int:
    """Return where the mention that covers a token ends."""
    mention = tokens[at].mention
    return next((i for i in range(at, len(tokens)) if tokens[i].mention is not mention), len(tokens))


def tokenize(text: str, paragraph: Paragraph, mentions: MentionReader) -> list[Token]:
    """Read a paragraph; what stands within quote marks is one token."""
    return list(_read(text, paragraph, mentions))


def _read(text: str, paragraph: Paragraph, mentions: MentionReader) -> Iterator[Token]:
    begin = paragraph.start
    for passage in (*paragraph.passages, None):
        for found in TOKEN.finditer(text, begin, passage.start if passage else paragraph.end):
            start, end = found.span()
            word = found.group()
            cut = end - 2 if len(word) > 2 and word.endswith(_POSSESSIVE) else end
            whole = word[: cut - start]
            yield Token(start, cut, whole, whole.lower().replace("’", "'"), None, mentions.at(start))
            if cut < end:
                yield Token(cut, end, word[cut - start :], "'s")
        if passage:
            inner = text[passage.inner_start : passage.inner_end]
            name = mentions.at(passage.start)
            if name is not None and name.start < passage.start and name.end > passage.end:  # Walter “Buddy” Kemp
                yield Token(passage.start, passage.end, inner, inner.lower(), None, name)
            else:
                yield Token(passage.start, passage.end, inner, "", passage)
            begin = passage.end


MOST_TOKENS = 300
"""Longer sentences are cut: what is done within a sentence takes a time that grows with its square. The longest of 84 newspaper
articles has 84."""


def sentences(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Cut the tokens of a paragraph into sentences; a passage stays with the words that say whose it is."""
    begin = 0
    for index, token in enumerate(tokens):
        if _ends_sentence(tokens, index, token) or index - begin >= MOST_TOKENS:
            yield list(tokens[begin : index + 1])
            begin = index + 1
    if begin < len(tokens):
        yield list(tokens[begin:])


def _ends_sentence(tokens: Sequence[Token], index: int, token: Token) -> bool:
    if (token.passage is None and token.text not in _MAY_END) or index + 1 >= len(tokens):
        return False
    following = tokens[index + 1]
    first = tokens[index + 2] if following.text in "([" and index + 2 < len(tokens) else following
    starts_new = first.passage is not None or first.capital or first.text[:1].isdigit()
    if token.passage is not None:
        ended = token.text.rstrip()[-1:]
        return starts_new and ended in ENDS and not _attribution_follows(tokens, index + 1, full_stop=ended == ".")
    if token.text in SENTENCE_END:
        before = tokens[index - 1] if index else token
        short = token.text == "." and abbreviates(before.text)
        return starts_new and (not short or (following.passage is not None and before.word not in lexicon.TITLES))
    return token.text in ")]" and starts_new and index > 0 and tokens[index - 1].text in SENTENCE_END


def abbreviates(word: str) -> bool:
    """Return whether a full stop after a word hardly ends the sentence: "Mr", "U.S", "then-U.S", an initial."""
    last = word.rpartition("-")[2]
    known = last.lower() in lexicon.ABBREVIATIONS and last != "no"  # "No. 5", but "Lane said no."
    return known or DOTTED.fullmatch(last) is not None


def _attribution_follows(tokens: Sequence[Token], begin: int, *, full_stop: bool) -> bool:
    """See whether the words after a passage name its speaker; after a full stop, only a short phrase will do."""
    for index in range(begin, min(begin + 8, len(tokens))):
        token = tokens[index]
        if token.word in CUES:
            following = tokens[index + 1] if index + 1 < len(tokens) else None
            at_end = following is None or following.passage is not None or following.text in ".,"
            introduces = any(after.passage is not None and after.capital for after in tokens[index + 2 : index + 3])
            return not full_stop or (at_end and not introduces)  # “….” She adds, “What …”
        abbreviated = token.text == "." and tokens[index - 1].word in lexicon.TITLES
        if token.passage is not None or (token.text in ".,;:!?" and not abbreviated):
            return False
    return False
