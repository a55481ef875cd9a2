"""What the first scores of the lines around a line tell about it: further numbers, for the second pass of the line classifier."""

import numpy as np

from workers.stages.clean.line_features import Matrix, offset_name, shifted, window_mean
from workers.stages.clean.prose import best_block

OFFSETS = (-4, -3, -2, -1, 1, 2, 3, 4)
WINDOWS = (2, 4, 8, 16)  # lines before and after
HIGHEST = 5.0
"""First scores count up to here, either way: beyond, a line is as sure as it gets."""
BEYOND = -4.0
"""The score of the lines above the first and below the last one: they are no story."""

NAMES = (
    "first score",
    "first probability",
    "is in the likeliest block",
    "distance to the likeliest block",
    "is the first line of the likeliest block",
    "is one of the last two lines of the likeliest block",
    "share of the likely story before it",
    "share of the likely story after it",
    "is likely and in the middle of the likely story",
    *(f"{offset_name(offset)}: first score" for offset in OFFSETS),
    *(name for window in WINDOWS for name in (f"likely lines within {window}", f"likely words within {window} lines")),
    "best first score above",
    "best first score below",
    "lower first score of the two lines next to it",
    "share of likely lines on the page",
    "likely words on the page",
)
"""The columns of a matrix of context, in words."""


def line_context(words: Matrix, first: Matrix) -> Matrix:
    """Measure each line's surroundings by the first scores (log odds) of all lines."""
    score = np.clip(first, -HIGHEST, HIGHEST)
    likely = 1 / (1 + np.exp(-score))
    block = best_block(list((np.minimum(words, 60) + 3) * (likely - 0.4)))
    index = np.arange(len(score))
    inside = (index >= block.start) & (index < block.stop)
    distance = np.where(index < block.start, block.start - index, np.maximum(0, index - block.stop + 1))
    kept = likely * words
    total = max(1.0, kept.sum())
    before = (np.cumsum(kept) - kept) / total
    columns = [
        score,
        likely,
        inside,
        np.log1p(distance) / 4,
        index == block.start,
        inside & (index >= block.stop - 2),
        before,
        1 - before - kept / total,
        likely * (1 - 2 * np.abs(before - 0.5)),
        *(shifted(score, offset, BEYOND) for offset in OFFSETS),
    ]
    for window in WINDOWS:
        columns += [window_mean(likely, window), window_mean(kept, window) / 20]
    above = np.maximum.accumulate(np.concatenate([[-HIGHEST], score[:-1]]))
    below = np.maximum.accumulate(np.concatenate([[-HIGHEST], score[::-1][:-1]]))[::-1]
    columns += [
        above,
        below,
        np.minimum(shifted(score, -1, BEYOND), shifted(score, 1, BEYOND)),
        np.full(len(score), likely.mean() if len(score) else 0.0),
        np.full(len(score), np.log1p(total) / 7),
    ]
    return np.column_stack(columns).astype(np.float64)
