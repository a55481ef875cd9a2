"""Growing a forest of the line classifier for web pages with LightGBM, and writing it down."""

from collections.abc import Sequence
from typing import Any

import lightgbm
import numpy as np

from training.clean.samples import Sample
from workers.stages.clean.forest import Forest, forest
from workers.stages.clean.line_features import Matrix

TREES = 150
SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.07,
    "num_leaves": 15,
    "max_depth": 6,
    "min_data_in_leaf": 30,
    "lambda_l2": 5.0,
    "feature_fraction": 0.6,
    "feature_fraction_bynode": 0.3,
    "max_bin": 127,
    "seed": 1,
    "deterministic": True,
    "force_col_wise": True,
    "verbose": -1,
}


def fit(samples: Sequence[Sample], values: Sequence[Matrix]) -> Forest:
    """Grow a forest on lines of pages."""
    rows = np.vstack([value[sample.known].astype(np.float32) for sample, value in zip(samples, values, strict=True)])
    keep = np.concatenate([sample.keep[sample.known] for sample in samples])
    weights = np.concatenate([sample.weights()[sample.known] for sample in samples])
    lines = lightgbm.Dataset(rows, keep, weight=weights / weights.mean(), params=SETTINGS)
    grown = lightgbm.train(SETTINGS, lines, TREES).dump_model()
    trees = [_tree(tree["tree_structure"]) for tree in grown["tree_info"]]
    return forest({"base": 0.0, "trees": trees}, [""] * rows.shape[1])


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


def _tree(root: dict[str, Any]) -> list[list[float]]:
    """Return a tree as lists, each node after the one that leads to it."""
    nodes = [root]
    written: list[list[float]] = []
    while len(written) < len(nodes):
        node = nodes[len(written)]
        if "split_feature" in node:
            below = len(nodes)
            nodes += [node["left_child"], node["right_child"]]
            written.append([node["split_feature"], node["threshold"], below, below + 1, node["internal_value"]])
        else:
            written.append([node["leaf_value"]])
    return written
