"""Telling the prose of a story from what stands around it by its shape alone, in any language."""

import re
from collections.abc import Sequence
from functools import lru_cache

WORD = re.compile(r"\w+")
SENTENCE_END = re.compile(r"""[.!?…。！？｡؟۔।॥։።]["'”’“»«›‹)\]」』]*$""")
"""A full stop, question or exclamation mark of any script, with closing marks after it."""
CLAUSE_END = re.compile(r"""[:;,："'”’»」』]$""")
"""A paragraph may also end on a colon, or on a quotation whose full stop is missing."""
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
"""Letters of scripts that put no space between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""

LONG_LINE = 25  # words: more than headlines, teasers and menu entries have
SENTENCE_WORDS = 5  # words: shorter ones ("Thank you!", "Loading...") say little about what they belong to
MOST_WORDS = 60  # words: one endless line (terms of use, a list of tags) must not outweigh a story
BREAK = -12.0
"""What a line that is no sentence costs a block: about one sentence."""

_once = lru_cache(maxsize=4096)
"""Each step asks the same about the same lines: of the time of a text, a tenth went into answering again."""


@_once
def word_count(line: str) -> int:
    """Count words; two letters are a word where no spaces stand between words."""
    unspaced = 0 if line.isascii() else len(UNSPACED.findall(line))
    return len(line.split()) + unspaced // 2


@_once
def line_key(line: str) -> str:
    """Reduce a line to its words, so that copies of it compare equal."""
    return " ".join(WORD.findall(line.casefold()))


@_once
def ends_sentence(line: str) -> bool:
    """Return whether a line ends as a sentence does."""
    return SENTENCE_END.search(line[-20:]) is not None


@_once
def prose_weight(line: str) -> float:
    """Weigh a line: its words when it is prose, `BREAK` when it is not, next to nothing when it may be either."""
    words = word_count(line)
    if ends_sentence(line):
        return float(min(words, MOST_WORDS)) if words >= SENTENCE_WORDS else 0.0
    if words >= LONG_LINE:
        return min(words, MOST_WORDS) / 2
    if words > SENTENCE_WORDS and CLAUSE_END.search(line[-2:]):
        return 1.0
    return BREAK


def best_block(weights: Sequence[float]) -> range:
    """Find the run of lines with the greatest sum (Kadane's algorithm); the first of equals; empty when no weight is above 0."""
    best, best_sum = range(0), 0.0
    start, running = 0, 0.0
    for index, weight in enumerate(weights):
        if running <= 0.0:
            start, running = index, 0.0
        running += weight
        if running > best_sum:
            best, best_sum = range(start, index + 1), running
    return best
