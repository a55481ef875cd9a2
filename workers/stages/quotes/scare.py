"""Marks that quote nobody: titles, nicknames, terms, words held at a distance."""

from collections.abc import Sequence

from workers.stages.quotes import lexicon
from workers.stages.quotes.tokens import Token


def is_name(tokens: Sequence[Token], index: int) -> bool:
    """Return whether the passage at this index looks like a title, a nickname or a term."""
    passage = tokens[index].passage
    if passage is None or passage.words > 10:
        return False
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    called = (
        index - 2 if before is not None and before.word == "as" and index > 1 else index - 1
    )  # known as “the Count”
    if before is not None and tokens[called].word in lexicon.NAMING_WORDS:
        return True
    if before is not None and before.word in lexicon.WORKS and tokens[index].capital:
        return True
    within_phrase = before is not None and before.word in lexicon.ARTICLES and after is not None and after.is_word
    words = [word for word in tokens[index].text.split() if word[:1].isalpha()]
    headline = len(words) > 1 and all(word[0].isupper() or word.lower() in lexicon.SMALL_WORDS for word in words)
    return (within_phrase and passage.words <= 2) or (
        headline and tokens[index].text.rstrip()[-1:] not in {".", "!", "?", ","}
    )
