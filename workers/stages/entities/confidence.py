"""How probable it is that an entity is right.

The model says how probable it finds each mention; it is too sure of itself on text unlike its training data, and of some
labels more than of others. A logistic regression, fitted on development data by `training/entities/calibrate.py`, puts
that right.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from schemas.article_with_entities import Entity, EntityLabel
from workers.stages.logistic import probability

FILE = Path(__file__).parents[2] / "models" / "entities" / "calibration.json"

EDGE = 1e-4
"""Probabilities nearer to 0 or 1 than this say no more than it."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The weights of the features."""

    weights: Mapping[str, float]

    @classmethod
    def read(cls, file: Path = FILE) -> "Calibration":
        """Read the weights that were fitted to the shipped model."""
        return cls(json.loads(file.read_text(encoding="utf-8")))

    def of(self, entity: Entity, probabilities: Sequence[float]) -> float:
        """Return the probability that name and label are right, from those of the mentions."""
        return probability(self.weights, features(entity.label, probabilities))


def features(label: EntityLabel, probabilities: Sequence[float]) -> dict[str, float]:
    """Describe an entity to the regression."""
    logits = [_logit(probability) for probability in probabilities]
    return {
        label: 1.0,
        "mean": sum(logits) / len(logits),
        "best": max(logits),
        "mentions": math.log(len(logits)),
    }


def _logit(probability: float) -> float:
    inside = min(max(probability, EDGE), 1 - EDGE)
    return math.log(inside / (1 - inside))
