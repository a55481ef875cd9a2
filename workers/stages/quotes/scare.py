"""Marks that quote nobody: titles, nicknames, terms, words held at a distance."""

from collections.abc import Sequence

from workers.stages.quotes.lexicon import words
from workers.stages.quotes.tokens import Token

NAMING_WORDS = words("""
    called named titled entitled dubbed nicknamed termed labelled labeled known so-called word words term phrase
    nickname slogan motto headline title alias aka hashtag codenamed
""")
WORKS = words("""
    album article ballad book comedy documentary drama episode essay exhibition film game hit movie musical
    novel opera painting play poem programme program sequel series short show single sitcom song soundtrack
    story thriller track work
""")
SMALL_WORDS = words("a an the of and or in on at to for from with by as is no not my your")


def is_name(tokens: Sequence[Token], index: int) -> bool:
    """Return whether the passage at this index looks like a title, a nickname or a term."""
    passage = tokens[index].passage
    if passage is None or passage.words > 10:
        return False
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    inside_name = (
        before is not None and after is not None and before.mention is not None and before.mention is after.mention
    )
    if inside_name or (before is not None and before.word in NAMING_WORDS | WORKS):
        return True
    within_phrase = before is not None and before.word in {"the", "a", "an"} and after is not None and after.is_word
    words = [word for word in tokens[index].text.split() if word[:1].isalpha()]
    headline = len(words) > 1 and all(word[0].isupper() or word.lower() in SMALL_WORDS for word in words)
    return (within_phrase and passage.words <= 2) or (
        headline and tokens[index].text.rstrip()[-1:] not in {".", "!", "?", ","}
    )
