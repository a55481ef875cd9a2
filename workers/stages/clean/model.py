"""The line classifier: two logistic regressions, the second of which also sees the first one's scores of the lines around.

The weights are made by `training/clean`; docs/clean-text.md says how it works.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from workers.stages.clean import line_context, line_features
from workers.stages.clean.line_features import Matrix
from workers.stages.clean.rules import Judged

WEIGHTS = Path(__file__).parents[2] / "models" / "clean" / "lines.json"


@dataclass(frozen=True, slots=True)
class Regression:
    """A logistic regression."""

    names: Sequence[str]
    weights: Matrix
    means: Matrix
    """What features are on average; a feature weighs by its distance from there."""
    bias: float

    def contributions(self, values: Matrix) -> Matrix:
        """Return by how much each feature of each line raises its score (log odds)."""
        weighed: Matrix = (values - self.means) * self.weights
        return weighed

    def scores(self, values: Matrix) -> Matrix:
        """Return the log odds that lines belong to the story."""
        scores: Matrix = (values - self.means) @ self.weights + self.bias
        return scores


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of the lines of a page."""

    scores: Matrix
    """Above zero: story."""
    features: Matrix
    """What the second regression saw."""


@dataclass(frozen=True, slots=True)
class LineModel:
    """Both regressions."""

    name: str
    version: str
    first: Regression
    second: Regression

    def score(self, judged: Judged, language: str, title: str | None) -> Scored:
        """Score the lines of a page."""
        features = line_features.line_features(judged, language, title)
        words = np.array(judged.words, dtype=np.float64)
        context = line_context.line_context(words, self.first.scores(features))
        both = np.hstack([features, context])
        return Scored(self.second.scores(both), both)

    def reasons(self, scored: Scored, count: int) -> list[tuple[tuple[str, float], ...]]:
        """Return for each line the features that weigh most for or against it, strongest first.

        What the first score adds is told by the features that it was made of; its probability says the same again and is left out.
        So are features that are the same all over the page: they say nothing about one of its lines.
        """
        weighed = self.second.contributions(scored.features)
        own = len(self.first.names)
        weighed[:, :own] += self.second.weights[own] * self.first.contributions(scored.features[:, :own])
        weighed[:, own : own + 2] = 0
        if len(weighed) > 1:
            weighed[:, np.ptp(scored.features, axis=0) == 0] = 0
        strongest = np.argsort(-np.abs(weighed), axis=1, kind="stable")[:, :count]
        return [
            tuple((self.second.names[index], float(row[index])) for index in chosen if row[index])
            for row, chosen in zip(weighed, strongest, strict=True)
        ]


@cache
def load_line_model() -> LineModel:
    """Load the weights that come with the package."""
    content = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return LineModel(
        content["name"],
        content["version"],
        _regression(content["first"], line_features.NAMES),
        _regression(content["second"], (*line_features.NAMES, *line_context.NAMES)),
    )


def _regression(content: dict[str, Any], names: Sequence[str]) -> Regression:
    features = content["features"]
    if list(features) != list(names):
        raise ValueError(f"{WEIGHTS.name} was trained on other features; train it again")
    weights, means = np.array(list(features.values()), dtype=np.float64).T
    return Regression(names, weights, means, content["bias"])
