"""Captions: lines that stand twice (as text and as `alt` text), name who took the picture, or say who stands where."""

import re
from collections.abc import Sequence

from workers.stages.clean.prose import line_key, word_count

AGENCY = re.compile(
    r"(?:/\s?|\(|\bvia\s|[.©]\s)(?:AFP|AP|EPA|EFE|DPA|ANSA|TASS|Xinhua|Reuters|Getty(?: Images)?|Shutterstock|iStock|Unsplash|Pixabay)\W{0,2}$"
    r"|\b(?:Getty Images|Shutterstock|iStockphoto|AP Photo|picture[ -]alliance)\b.{0,40}$"
)
ENGLISH_CREDIT = re.compile(
    r"(?:^|[\s(\[.])(?:source|photos?|pictures?|images?|credits?|(?:photo|image|picture) (?:credit|by|courtesy)|photograph|file photo)\s?(?::|\sby:?\s)\s?[^.!?:]{2,60}[.)\]]{0,2}$",
    re.IGNORECASE,
)
ENGLISH_PLACE = re.compile(
    r"(?:,\s|\()(?:(?:far|second|third|front|back|top|bottom|centre|center|middle)\s)?(?:from\s)?(?:left|right|centre|center)(?:,\s|\))|^pictured\b|^file\b.{0,3}[-–—:]",
    re.IGNORECASE,
)
QUOTED = re.compile(r'["“”«»]')
"""Who is quoted may say "right" or "left", too."""
CREDIT_WORDS = 12
"""Words by which the second copy of a caption may be longer: the credit after it."""
FEWEST_WORDS = 5
"""Words; shorter lines that stand twice are menu entries or headings."""


def captions(lines: Sequence[str], language: str) -> set[int]:
    """Find captions; wordings are looked for in English texts only."""
    found = set()
    for index, line in enumerate(lines):
        if len(line) > 800:
            continue
        english = language == "en" and (
            ENGLISH_CREDIT.search(line) or (ENGLISH_PLACE.search(line) and not QUOTED.search(line))
        )
        if english or AGENCY.search(line):
            found.add(index)
    keys = [line_key(line) for line in lines]
    for index in range(1, len(lines)):
        if _same_caption(keys[index - 1], keys[index]):
            found |= {index - 1, index}
    return found


def _same_caption(first: str, second: str) -> bool:
    shorter, longer = sorted((first, second), key=len)
    if not longer.startswith(shorter) or word_count(shorter) < FEWEST_WORDS:
        return False
    rest = longer[len(shorter) :]
    return rest[:1] in ("", " ") and word_count(rest) <= CREDIT_WORDS
