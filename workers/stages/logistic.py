"""A logistic regression: how probable something is, from what is said of it."""

import math
from collections.abc import Mapping


def probability(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Return the probability, to three places; a feature without a weight says nothing."""
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return round(1 / (1 + math.exp(-total)), 3)
