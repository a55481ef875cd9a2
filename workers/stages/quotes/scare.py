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
    occasion = index > 2 and before is not None and before.text == "," and tokens[index - 2].word in lexicon.WORKS
    if occasion and tokens[0].word in lexicon.PREPOSITIONS and is_headline(tokens[index].text):
        return True  # In her book, “A Road to Nowhere,” Lane said …
    within_phrase = before is not None and before.word in lexicon.ARTICLES and after is not None and after.is_word
    ended = tokens[index].text.rstrip()[-1:] in {".", "!", "?", ","}
    return (within_phrase and passage.words <= 2) or (is_headline(tokens[index].text) and not ended)


def is_headline(text: str) -> bool:
    """Return whether the words of a text have capitals as in a title: “All Bets Are Off”."""
    words = [word for word in text.split() if word[:1].isalpha()]
    return len(words) > 1 and all(word[0].isupper() or word.lower() in lexicon.SMALL_WORDS for word in words)
