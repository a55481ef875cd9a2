"""Fit how sure a stage may be of what it found, and show how well that holds."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def fit(rows: Floats, right: Floats, ridge: Floats) -> Floats:
    """Fit a logistic regression (Newton's method); `ridge` weighs the square of each weight in the loss."""
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        expected = _said(rows, weights)
        slope = rows.T @ (expected - right) + ridge * weights
        curvature = (rows.T * (expected * (1 - expected))) @ rows + np.diag(ridge)
        weights -= np.linalg.solve(curvature, slope)
    return weights


def left_out(rows: Floats, right: Floats, ridge: Floats, groups: Sequence[object]) -> Floats:
    """Return the probability of each row by weights that were fitted without its group."""
    said = np.zeros(len(rows))
    for group in set(groups):
        held = np.array([one == group for one in groups])
        said[held] = _said(rows[held], fit(rows[~held], right[~held], ridge))
    return said


def reliability(what: str, edges: Sequence[float], said: Floats, right: Floats, digits: int = 3) -> Iterator[str]:
    """Write a table of what was said and what came true, between each two edges."""
    yield f"| confidence | {what} | mean confidence | right |"
    yield "|---|---|---|---|"
    for low, high in pairwise(edges):
        within = (said >= low) & (said < high)
        if within.any():
            mean, share = said[within].mean(), right[within].mean()
            yield f"| {low}–{min(high, 1)} | {within.sum():,} | {mean:.{digits}f} | {share:.{digits}f} |"


def _said(rows: Floats, weights: Floats) -> Floats:
    probabilities: Floats = 1 / (1 + np.exp(-rows @ weights))
    return probabilities
