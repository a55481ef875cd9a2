"""A logistic regression, as the line classifier for page texts asks it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from workers.stages.clean.line_features import Matrix


@dataclass(frozen=True, slots=True)
class Regression:
    """A logistic regression."""

    names: Sequence[str]
    weights: Matrix
    means: Matrix
    """What features are on average; a feature weighs by its distance from there."""
    bias: float

    def contributions(self, rows: Matrix) -> Matrix:
        """Return by how much each feature of each line raises its score (log odds)."""
        weighed: Matrix = (rows - self.means) * self.weights
        return weighed

    def scores(self, rows: Matrix) -> Matrix:
        """Return the log odds that lines belong to the story."""
        scores: Matrix = (rows - self.means) @ self.weights + self.bias
        return scores


def regression(content: dict[str, Any], names: Sequence[str]) -> Regression:
    """Return the regression that a file holds: for each feature its weight and its mean."""
    weights, means = np.array(list(content["features"].values()), dtype=np.float64).T
    return Regression(names, weights, means, content["bias"])
