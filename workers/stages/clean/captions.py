"""Captions: lines that stand twice (as text and as `alt` text), name who took the picture, or say who stands where."""

import re
from collections.abc import Sequence

from workers.stages.clean.prose import line_key, word_count

AGENCY = re.compile(
    r"(?:/\s?|\(|\bvia\s|[.©]\s)(?:AFP|AP|EPA|EFE|DPA|ANSA|TASS|Xinhua|Reuters|Getty(?: Images)?|Shutterstock|iStock|Unsplash|Pixabay)\W{0,2}$"
    r"|(?:^|[/(|:©.–-]\s?|\bvia\s|\bby\s)(?:Getty Images|Shutterstock|iStockphoto|AP Photo|picture[ -]alliance)\b.{0,40}$"
)
ENGLISH_CREDIT = re.compile(
    r"(?:^|[\s(\[.])(?:Source|Photos?|Pictures?|Images?|Credits?|(?:Photo|Image|Picture) (?:credit|courtesy)|Photograph|File photo)\s?:"
    r"\s?[^.!?:]{2,60}[.)\]]{0,2}$"
    r"|(?:^|[(\[.]\s?)(?:Photos?|Pictures?|Images?|Photograph)\s(?:by|courtesy of):?\s[A-Z][^.!?:]{1,60}[.)\]]{0,2}$"
)
"""Case matters: a story has its own sources and pictures, but hardly after a full stop and with a capital letter."""
ENGLISH_PLACE = re.compile(
    r"(?:,\s|\()(?:(?:far|second|third|front|back|top|bottom|centre|center|middle)\s)?(?:from\s)?(?:left|right|centre|center)(?:,\s|\))|^pictured\b|^file\b.{0,3}[-–—:]",
    re.IGNORECASE,
)
QUOTED = re.compile(r'["“”«»]')
"""Who is quoted may say "right" or "left", too."""
LONGEST_CAPTION = 800  # code points
LONGEST_CREDIT = 120  # code points at the end of a line
CREDIT_WORDS = 12
"""Words by which the second copy of a caption may be longer: the credit after it."""
MOST_CAPTIONS = 50
"""Captions of an article; more are those of a catalogue."""
NEAR = 50
"""Keys that are looked at behind another one, so that ten thousand captions with one beginning take no time."""
FEWEST_WORDS = 5
"""Words; shorter lines that stand twice are menu entries or headings."""


def captions(lines: Sequence[str], keys: Sequence[str], language: str) -> set[int]:
    """Find captions among lines, given with their keys; wordings are looked for in English texts only."""
    found = set()
    for index, line in enumerate(lines):
        if len(line) > LONGEST_CAPTION:
            continue
        tail = max(0, len(line) - LONGEST_CREDIT)
        english = language == "en" and (
            ENGLISH_CREDIT.search(line, tail) or (ENGLISH_PLACE.search(line) and not QUOTED.search(line))
        )
        if english or AGENCY.search(line, tail):
            found.add(index)
    for index in range(1, len(lines)):
        if _same_caption(keys[index - 1], keys[index]):
            found |= {index - 1, index}
    return found


def distinct_captions(texts: Sequence[str], story: Sequence[str]) -> list[str]:
    """Return each caption once, in the fullest of its copies, in order; lines of the story and very short ones are left out."""
    story_keys = {line_key(text) for text in story}
    keys = {line_key(text): text for text in texts if word_count(text) >= FEWEST_WORDS and len(text) <= LONGEST_CAPTION}
    fuller = _with_fuller_copies(sorted(keys))
    fullest = [key for key in keys if key not in fuller]
    return [keys[key] for key in fullest[:MOST_CAPTIONS] if key not in story_keys]


def _with_fuller_copies(ordered: Sequence[str]) -> set[str]:
    """Return those of some keys in alphabetical order that another one begins with: it stands close behind, or nowhere."""
    found = set()
    for index, key in enumerate(ordered):
        for other in ordered[index + 1 : index + 1 + NEAR]:
            if not other.startswith(key):
                break
            if _same_caption(key, other):
                found.add(key)
                break
    return found


def _same_caption(first: str, second: str) -> bool:
    shorter, longer = sorted((first, second), key=len)
    if not longer.startswith(shorter) or word_count(shorter) < FEWEST_WORDS:
        return False
    rest = longer[len(shorter) :]
    return rest[:1] in ("", " ") and word_count(rest) <= CREDIT_WORDS
