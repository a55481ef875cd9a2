"""First words of sentences that the model takes for people: "Drones hit both sides", "Singer ends tour"."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from schemas.article_with_entities import MentionField
from workers.stages.entities.mentions import Named
from workers.stages.entities.names import ROLES

WORD = re.compile(r"\w+")
ENDS = ".!?:…\n"
"""The last sign of the sentence before, past marks and blanks."""
OPENING = '"“‘'
BEFORE = 8
"""Code points that are looked at before a name."""


def without_first_words(texts: Mapping[MentionField, str], mentions: Sequence[Named]) -> list[Named]:
    """Leave out people of one word that only stand where sentences begin, and are words of the article or what people are.

    A name of several words that holds the word speaks for it: "Rose rose early" is right after "May Rose". Nor is anybody a word in
    small letters, where the article writes others with capitals: "Mayor resigns".
    """
    words_in = {field: WORD.findall(text) for field, text in texts.items()}
    words = {word for own in words_in.values() for word in own if word.islower()}
    places: defaultdict[str, list[bool]] = defaultdict(list)
    longer: set[str] = set()
    for named in mentions:
        parts = named.surface.split()
        if len(parts) > 1:
            longer.update(parts)
        else:
            places[named.surface].append(_begins(texts[named.field][max(0, named.start - BEFORE) : named.start]))

    def is_somebody(named: Named) -> bool:
        if named.label != "PERSON" or " " in named.surface or named.surface in longer:
            return True
        if named.surface.islower():
            return not any(word[0].isupper() for word in words_in[named.field])
        return not all(places[named.surface]) or not _is_word(named, words)

    return [named for named in mentions if is_somebody(named)]


def _begins(before: str) -> bool:
    """Return whether a sentence, or what somebody says, begins after these code points of a text."""
    bare = before.rstrip(" \t\"'“”‘’)]")
    return not bare or bare[-1] in ENDS or before.rstrip()[-1:] in OPENING


def _is_word(named: Named, words: set[str]) -> bool:
    word = named.surface.casefold()
    return word in words or (word.endswith("s") and word[:-1] in words) or word in ROLES
