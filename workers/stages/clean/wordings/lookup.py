"""Looking a line up in the lists."""

import re

from schemas.line_kinds import LineKind
from workers.stages.clean.prose import SENTENCE_WORDS, ends_sentence
from workers.stages.clean.wordings.any_language import ANY_LANGUAGE
from workers.stages.clean.wordings.english import ENGLISH
from workers.stages.clean.wordings.german import GERMAN
from workers.stages.clean.wordings.romance import FRENCH, ITALIAN, PORTUGUESE, SPANISH

OWN = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "it": ITALIAN, "pt": PORTUGUESE}
LONGEST_PROMPT = 60
"""Words; a longer paragraph that holds such a phrase tells a story about it."""
LONGEST_LINE = 600  # code points
SHORTEST_PROMPT = 3  # words
QUOTED = re.compile(r'["“”„«»]')


def has_wordings(language: str) -> bool:
    """Return whether a language has a list of its own."""
    return language in OWN


def wording(line: str, words: int, language: str) -> LineKind | None:
    """Return what kind of line this is by its wording; None when it may belong to the story."""
    if words > LONGEST_PROMPT or len(line) > LONGEST_LINE:
        return None
    is_sentence = words >= SENTENCE_WORDS and ends_sentence(line)
    if is_sentence and QUOTED.search(line):
        return None
    own = OWN.get(language)
    for wordings in (ANY_LANGUAGE, own) if own else (ANY_LANGUAGE,):
        found = wordings.line.match(line) if wordings.line and not is_sentence else None
        if found is None and wordings.phrase and (wordings is ANY_LANGUAGE or words >= SHORTEST_PROMPT):
            found = wordings.phrase.search(line)
        if found:
            return LineKind(found.lastgroup or "")
    return None
