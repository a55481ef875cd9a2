"""Growing a forest of the line classifier for web pages with scikit-learn, and writing it down."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from training.clean.samples import Sample
from workers.stages.clean.forest import Forest, forest
from workers.stages.clean.line_features import Matrix

SETTINGS = {
    "learning_rate": 0.07,
    "max_iter": 150,
    "max_leaf_nodes": 15,
    "max_depth": 6,
    "min_samples_leaf": 30,
    "l2_regularization": 5.0,
    "max_features": 0.3,
    "early_stopping": False,
    "random_state": 1,
}


def fit(samples: Sequence[Sample], values: Sequence[Matrix]) -> Forest:
    """Grow a forest on lines of pages."""
    rows = np.vstack([value[sample.known] for sample, value in zip(samples, values, strict=True)])
    keep = np.concatenate([sample.keep[sample.known] for sample in samples])
    weights = np.concatenate([sample.weights()[sample.known] for sample in samples])
    model = HistGradientBoostingClassifier(**SETTINGS)
    model.fit(rows, keep, sample_weight=weights / weights.mean())
    trees = [_tree(stage[0].nodes) for stage in model._predictors]  # noqa: SLF001 - scikit-learn shows its trees nowhere else
    base = float(model._baseline_prediction.ravel()[0])  # noqa: SLF001
    return forest({"base": base, "trees": trees}, [""] * rows.shape[1])


def written(grown: Forest, names: Sequence[str], bar: float = 0.0) -> dict[str, Any]:
    """Return a forest as it stands in the file; scores become zero at the bar."""
    ends = [*grown.roots[1:], len(grown.values)]
    trees = [
        [_node(grown, place, start) for place in range(start, end)]
        for start, end in zip(grown.roots, ends, strict=True)
    ]
    return {"features": list(names), "base": round(grown.base - bar, 4), "trees": trees}


def _node(grown: Forest, place: int, start: int) -> list[float]:
    value = round(float(grown.values[place]), 4)
    if grown.left[place] == place:
        return [value]
    threshold = float(f"{grown.thresholds[place]:.7g}")
    return [
        int(grown.features[place]),
        threshold,
        int(grown.left[place]) - int(start),
        int(grown.right[place]) - int(start),
        value,
    ]


def _tree(nodes: Any) -> list[list[float]]:
    """Return a tree of scikit-learn's as lists; a node that is no leaf gets the mean of its leaves."""
    values = [0.0] * len(nodes)
    for place in reversed(range(len(nodes))):
        node = nodes[place]
        below = [int(node["left"]), int(node["right"])]
        counts = [int(nodes[one]["count"]) for one in below]
        values[place] = (
            float(node["value"])
            if node["is_leaf"]
            else sum(values[one] * count for one, count in zip(below, counts, strict=True)) / sum(counts)
        )
    return [
        [value]
        if node["is_leaf"]
        else [int(node["feature_idx"]), float(node["num_threshold"]), int(node["left"]), int(node["right"]), value]
        for node, value in zip(nodes, values, strict=True)
    ]
