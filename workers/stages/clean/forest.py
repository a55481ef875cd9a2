"""Boosted decision trees, as the line classifier asks them: each tree adds its leaf to a line's score.

Evaluated with numpy alone, all trees and lines at once; LightGBM, which grows them, is needed in training only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from workers.stages.clean.line_features import Matrix

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Forest:
    """Decision trees, their nodes in one row: a line goes left where its feature is at most the threshold."""

    names: Sequence[str]
    """What the features are."""
    features: Indices
    """Of each node, the feature that is asked about; 0 in a leaf."""
    thresholds: Matrix
    """Infinite in a leaf."""
    left: Indices
    right: Indices
    """The nodes to go to; a leaf leads to itself."""
    values: Matrix
    """By how much each node raises the score (log odds); of one that is no leaf, the mean of what comes after it."""
    roots: Indices
    depth: int
    base: float
    """The score of a line about which nothing is known."""

    def scores(self, rows: Matrix) -> Matrix:
        """Return the log odds that lines belong to the story."""
        nodes = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        for _ in range(self.depth):
            nodes = self._next(rows, nodes)
        scores: Matrix = self.values[nodes].sum(axis=1) + self.base
        return scores

    def contributions(self, rows: Matrix) -> Matrix:
        """Return by how much each feature of each line raises its score: the change of a tree's mean at each node that asks about it.

        The method is Saabas' (http://blog.datadive.net/interpreting-random-forests/).
        """
        added = np.zeros((len(rows), len(self.names)))
        lines = np.arange(len(rows))[:, None]
        nodes = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        for _ in range(self.depth):
            following = self._next(rows, nodes)
            np.add.at(added, (lines, self.features[nodes]), self.values[following] - self.values[nodes])
            nodes = following
        return added

    def _next(self, rows: Matrix, nodes: Indices) -> Indices:
        asked = rows[np.arange(len(rows))[:, None], self.features[nodes]]
        return np.where(asked <= self.thresholds[nodes], self.left[nodes], self.right[nodes])


def forest(content: dict[str, Any], names: Sequence[str]) -> Forest:
    """Return the trees that a file holds: a node is `[feature, threshold, left, right, value]`, or `[value]` for a leaf."""
    roots: list[int] = []
    nodes: list[tuple[int, float, int, int, float]] = []
    for tree in content["trees"]:
        start = len(nodes)
        roots.append(start)
        for place, (*question, value) in enumerate(tree):
            feature, threshold, left, right = question or (0, np.inf, place, place)
            nodes.append((int(feature), threshold, start + int(left), start + int(right), value))
    features, thresholds, left, right, values = map(np.array, zip(*nodes, strict=True))
    depth = max(map(_depth, content["trees"]))
    return Forest(names, features, thresholds, left, right, values, np.array(roots), depth, content["base"])


def _depth(tree: Sequence[Sequence[float]]) -> int:
    """Count the questions on the longest way through a tree; nodes stand after the one that leads to them."""
    depths = [0] * len(tree)
    for place, node in enumerate(tree):
        if len(node) > 1:
            depths[int(node[2])] = depths[int(node[3])] = depths[place] + 1
    return max(depths, default=0)
