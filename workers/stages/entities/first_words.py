"""First words of sentences that the model takes for names: "Drones hit both sides", "Singer ends tour", "Mountain observatory"."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from schemas.article_with_entities import MentionField
from workers.stages.entities.dictionary import Dictionary
from workers.stages.entities.headlines import Headlines
from workers.stages.entities.mentions import Named
from workers.stages.entities.names import ROLES
from workers.stages.entities.people import acts, sign_beside

WORD = re.compile(r"\w+")
ENDS = ".!?:…\n"
"""The last sign of the sentence before, past marks and blanks."""
OPENING = '"“‘'
BEFORE = 8
"""Code points that are looked at before a name."""
KINDS = frozenset(("PERSON", "ORG", "GPE", "LOC", "FAC"))
ONE_CAPITAL = re.compile(r"[A-Z][a-z]+(?: [a-z]+)+")
ARTICLE = 40
"""Words from which a text introduces people before it calls them by a surname alone."""


def without_first_words(
    texts: Mapping[MentionField, str], mentions: Sequence[Named], headlines: Headlines, dictionary: Dictionary
) -> list[Named]:
    """Leave out names that only stand where sentences begin, or in headlines of title case, and are common words.

    A word is one if the article writes it small, if it is what people are ("Singer"), or if a dictionary has it and no list of names does.
    Of those that are names too ("Grant money"), people whom an article names once are left out. A sign beside it ("Rose told the court"),
    or a name of several words that holds the word, speaks for it: "Rose rose early" is right after "May Rose".

    Nor is anybody a word in small letters, where the article writes others with capitals ("Mayor resigns"). Several words of which only the
    first has a capital, since a sentence begins with it, name nothing: "Mountain observatory".
    """
    article = _Article(texts, mentions, headlines, dictionary)
    return [named for named in mentions if named.label not in KINDS or article.names(named)]


class _Article:
    """What an article says of words that begin its sentences."""

    def __init__(
        self,
        texts: Mapping[MentionField, str],
        mentions: Sequence[Named],
        headlines: Headlines,
        dictionary: Dictionary,
    ) -> None:
        self._texts = texts
        self._dictionary = dictionary
        self._headlines = headlines
        words_in = {field: WORD.findall(text) for field, text in texts.items()}
        self._small = {word for own in words_in.values() for word in own if word.islower()}
        self._with_capitals = {field for field, own in words_in.items() if any(word[0].isupper() for word in own)}
        self._introduces = sum(map(len, words_in.values())) >= ARTICLE
        self._alone: defaultdict[str, list[Named]] = defaultdict(list)
        self._parts: set[str] = set()
        for named in mentions:
            parts = named.surface.split()
            if len(parts) > 1:
                self._parts.update(parts)
            else:
                self._alone[named.surface].append(named)

    def names(self, named: Named) -> bool:
        """Return whether something is a name."""
        name = named.surface
        if " " in name:
            return not (ONE_CAPITAL.fullmatch(name) and self._begins(named))
        if name in self._parts:
            return True
        if named.label == "PERSON" and name.islower():
            return named.field not in self._with_capitals
        return not all(map(self._begins, self._alone[name])) or not self._is_word(named)

    def _is_word(self, named: Named) -> bool:
        name = named.surface
        person = named.label == "PERSON"
        if person and self._is_written_small(name.casefold()):
            return True
        once = person and self._introduces and len(self._alone[name]) == 1
        known = self._dictionary.may_be_word if once else self._dictionary.is_word
        return known(name) and not any(map(self._is_signed, self._alone[name]))

    def _is_signed(self, named: Named) -> bool:
        text = self._texts[named.field]
        return acts(text, named) or sign_beside(text, named) is not None

    def _is_written_small(self, word: str) -> bool:
        return word in self._small or (word.endswith("s") and word[:-1] in self._small) or word in ROLES

    def _begins(self, named: Named) -> bool:
        before = self._texts[named.field][max(0, named.start - BEFORE) : named.start]
        return _begins(before) or self._headlines.holds(named)


def _begins(before: str) -> bool:
    """Return whether a sentence, or what somebody says, begins after these code points of a text."""
    bare = before.rstrip(" \t\"'“”‘’)]")
    return not bare or bare[-1] in ENDS or before.rstrip()[-1:] in OPENING
