"""The line classifiers: each two models, the second of which also sees what the first one says of the lines around.

For page texts they are logistic regressions, for web pages forests of decision trees: on sites left out, each does best in its place.
`training/clean` makes them; docs/clean-text.md says how they work.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np

from workers.stages.clean import line_context, line_features, page_context, page_model
from workers.stages.clean.forest import Forest, forest
from workers.stages.clean.line_features import Matrix
from workers.stages.clean.regression import Regression, regression

MODELS = Path(__file__).parents[2] / "models" / "clean"

Reason = tuple[str, float]
"""What speaks for a line (above zero) or against it, and by how much (log odds)."""
Scorer = Regression | Forest
Source = Literal["texts", "pages"]
FEATURES: dict[Source, tuple[Sequence[str], Sequence[str]]] = {
    "texts": (line_features.NAMES, line_context.NAMES),
    "pages": (page_model.FEATURES, page_context.NAMES),
}
"""Of each classifier: what the first model sees, and what the second one sees besides."""
FIRST_SAYS = ("first score", "first probability")
SURE = 0.5
"""Log odds of a first score, below which its reasons are not told: they cancel each other."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of the lines of a page."""

    scores: Matrix
    """Above zero: story."""
    reasons: Sequence[tuple[Reason, ...]]
    """Of each line, what weighs most for or against it, strongest first; none unless they were asked for."""


@dataclass(frozen=True, slots=True)
class LineModel:
    """Both models."""

    name: str
    version: str
    first: Scorer
    second: Scorer

    def score(self, features: Matrix, context: Callable[[Matrix], Matrix], reasons: int = 0) -> Scored:
        """Score lines by their features and the context that the first scores make for them, with so many reasons for each."""
        both = np.hstack([features, context(self.first.scores(features))])
        return Scored(self.second.scores(both), self._reasons(both, reasons) if reasons else [()] * len(both))

    def _reasons(self, both: Matrix, count: int) -> list[tuple[Reason, ...]]:
        """Return for each line the features that weigh most for or against it, strongest first.

        What the first score adds is told by the features that it was made of; its probability says the same again and is left out.
        So are features that are the same all over the page: they say nothing about one of its lines.
        """
        added = self.second.contributions(both)
        own = len(self.first.names)
        first = self.first.contributions(both[:, :own])
        total = first.sum(axis=1)
        share = np.where(np.abs(total) > SURE, added[:, own] / np.where(total == 0, 1.0, total), 0.0)
        added[:, :own] += np.clip(share, 0.0, 1.0)[:, None] * first
        added[:, [index for index, name in enumerate(self.second.names) if name in FIRST_SAYS]] = 0
        if len(added) > 1:
            added[:, np.ptp(both, axis=0) == 0] = 0
        strongest = np.argsort(-np.abs(added), axis=1, kind="stable")[:, :count]
        return [
            tuple((self.second.names[index], float(row[index])) for index in chosen if row[index])
            for row, chosen in zip(added, strongest, strict=True)
        ]


@cache
def load_line_model(source: Source) -> LineModel:
    """Load a classifier that comes with the package."""
    content = json.loads((MODELS / f"{source}.json").read_text(encoding="utf-8"))
    own, context = FEATURES[source]
    first, second = (_scorer(content[place], names) for place, names in (("first", own), ("second", (*own, *context))))
    return LineModel(content["name"], content["version"], first, second)


def _scorer(content: dict[str, Any], names: Sequence[str]) -> Scorer:
    if list(content["features"]) != list(names):
        raise ValueError("the line classifier was trained on other features; train it again")
    return forest(content, names) if "trees" in content else regression(content, names)
