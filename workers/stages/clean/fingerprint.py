"""A fingerprint by which near-duplicates, such as copies of one wire report, find each other."""

from itertools import pairwise

from trafilatura.deduplication import Simhash

from workers.stages.clean.prose import UNSPACED, WORD

FEWEST_WORDS = 20
"""Words; the fingerprints of shorter texts are alike by chance."""


def fingerprint(text: str) -> str | None:
    """Return the SimHash (64 bits, 16 hexadecimal digits) of a text's words; None for a text too short to have one.

    Case, punctuation and line breaks play no part. Where no spaces stand between words, pairs of letters take their place.
    """
    words = WORD.findall(text.casefold())
    if UNSPACED.search(text):
        letters = "".join(words)
        words = [first + second for first, second in pairwise(letters)]
    distinct = " ".join(dict.fromkeys(words))
    return f"{Simhash(distinct).hash:016x}" if len(words) >= FEWEST_WORDS else None
