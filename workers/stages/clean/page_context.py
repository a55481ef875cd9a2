"""What the first scores of a page's other lines tell about a line: those in the same elements, those made alike, those around it."""

from collections.abc import Sequence

import numpy as np

from workers.stages.clean.line_features import Matrix, offset_name, shifted, window_mean
from workers.stages.clean.page_measures import Groups
from workers.stages.clean.structure_features import GROUPINGS

OFFSETS = (-3, -2, -1, 1, 2, 3)
WINDOWS = (3, 8)  # lines before and after
HIGHEST = 4.0
"""First scores count up to here, either way: beyond, a line is as sure as it gets."""
BEYOND = -4.0
"""The score of the lines above the first and below the last one: they are no story."""
NO_OTHERS = -0.1
"""Stands for the share of likely words in a group that has no other line."""

NAMES = (
    "first score",
    *(f"likely words among the others of {grouping}" for grouping in GROUPINGS),
    *(f"{offset_name(offset)}: first score" for offset in OFFSETS),
    "share of the likely story before it",
    "share of the likely story after it",
    "share of likely lines on the page",
    "likely words on the page",
    *(f"likely words within {window} lines" for window in WINDOWS),
)
"""The columns of a matrix of context, in words."""


def page_context(groupings: Sequence[Groups], words: Matrix, first: Matrix) -> Matrix:
    """Measure each line's surroundings by the first scores (log odds) of all lines."""
    score = np.clip(first, -HIGHEST, HIGHEST)
    likely = 1 / (1 + np.exp(-score))
    weight = words + 1
    columns = [score]
    for groups in groupings:
        others = np.bincount(groups, weight)[groups] - weight
        likely_others = np.bincount(groups, weight * likely)[groups] - weight * likely
        columns.append(np.where(others > 0, likely_others / np.maximum(others, 1.0), NO_OTHERS))
    kept = likely * words
    total = max(1.0, kept.sum())
    before = (np.cumsum(kept) - kept) / total
    columns += [shifted(score, offset, BEYOND) for offset in OFFSETS]
    columns += [
        before,
        1 - before - kept / total,
        np.full(len(score), likely.mean() if len(score) else 0.0),
        np.full(len(score), np.log1p(total)),
        *(window_mean(kept, window) for window in WINDOWS),
    ]
    return np.column_stack(columns).astype(np.float64)
