"""How well lines of pages were told apart: what was found, what was lost, and what does not belong there."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import fmean

from training.clean.samples import Sample
from workers.stages.clean.prose import line_key

FEWEST_WORDS = 5
"""Words of a paragraph, or of a line kept, that is looked at."""

Kept = tuple[Sample, Sequence[str]]
"""A page, and the lines of it that were kept."""


def shingle_f1(pages: Iterable[Kept]) -> float:
    """Return the shingle F1 of the ScrapingHub benchmark: mean precision and mean recall of 4-token shingles."""
    precisions, recalls = [], []
    for page, lines in pages:
        found, wanted = (Counter(shingles(re.findall(r"\w+", text), 4)) for text in ("\n".join(lines), page.story))
        common = sum((found & wanted).values())
        if lines:
            precisions.append(common / sum(found.values()))
        recalls.append(common / max(1, sum(wanted.values())))
    precision, recall = fmean(precisions), fmean(recalls)
    return 2 * precision * recall / (precision + recall)


def lost_paragraphs(pages: Iterable[Kept]) -> int:
    """Count the paragraphs of which fewer than half of the 3-word shingles were kept."""
    lost = 0
    for page, lines in pages:
        found = set(shingles(line_key("\n".join(lines)).split(), 3))
        lost += sum(_is_strange(paragraph, found) for paragraph in page.story.split("\n"))
    return lost


def foreign_share(pages: Iterable[Kept]) -> float:
    """Return the share of the code points kept in lines of which fewer than half of the 3-word shingles stand in the story."""
    total = foreign = 0
    for page, lines in pages:
        wanted = set(shingles(line_key(page.story).split(), 3))
        for line in lines:
            total += len(line)
            foreign += len(line) * _is_strange(line, wanted)
    return foreign / max(1, total)


def _is_strange(line: str, others: set[tuple[str, ...]]) -> bool:
    words = line_key(line).split()
    own = set(shingles(words, 3))
    return len(words) >= FEWEST_WORDS and 2 * len(own & others) < len(own)


def shingles(words: Sequence[str], size: int) -> list[tuple[str, ...]]:
    """Return the runs of so many words; a shorter text is one."""
    return [tuple(words[start : start + size]) for start in range(max(1, len(words) - size + 1))]
