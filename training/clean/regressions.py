"""Fitting the two logistic regressions of the line classifier for page texts, and writing them down."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from training.clean.samples import Sample
from workers.stages.clean.line_features import Matrix
from workers.stages.clean.regression import Regression

STRENGTH = 0.05
"""Inverse strength of the L2 penalty."""


def fit(samples: Sequence[Sample], values: Sequence[Matrix]) -> Regression:
    """Fit a logistic regression to lines of pages."""
    scaler = StandardScaler().fit(np.vstack(values))
    model = LogisticRegression(C=STRENGTH, max_iter=400, tol=1e-3)
    model.fit(
        scaler.transform(np.vstack(values)),
        np.concatenate([sample.keep for sample in samples]),
        sample_weight=np.concatenate([sample.weights() for sample in samples]),
    )
    return Regression((), model.coef_[0] / scaler.scale_, scaler.mean_, float(model.intercept_[0]))


def written(regression: Regression, names: Sequence[str], bar: float = 0.0) -> dict[str, Any]:
    """Return a regression as it stands in the file: per feature its weight and its mean; scores become zero at the bar."""
    pairs = zip(regression.weights, regression.means, strict=True)
    features = {
        name: [round(float(weight), 5), round(float(mean), 5)]
        for name, (weight, mean) in zip(names, pairs, strict=True)
    }
    return {"bias": round(regression.bias - bar, 5), "features": features}
