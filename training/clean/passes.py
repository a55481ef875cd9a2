"""The two passes of a line classifier, whichever models they are made of."""

from collections.abc import Sequence
from types import ModuleType
from typing import Any

import numpy as np

from training.clean import boosting, regressions
from training.clean.samples import Sample
from workers.stages.clean.line_features import Matrix
from workers.stages.clean.model import FEATURES, Scorer, Source

MADE_BY: dict[Source, ModuleType] = {"texts": regressions, "pages": boosting}
INNER_FOLDS = 4

Passes = tuple[Scorer, Scorer]


def fit(source: Source, samples: Sequence[Sample]) -> Passes:
    """Make both models; the second one on scores of the first one for sites that it was not made on."""
    made_by = MADE_BY[source]
    first: Scorer = made_by.fit(samples, [sample.features for sample in samples])
    unseen: dict[int, Matrix] = {}
    for fold in range(INNER_FOLDS):
        others = [sample for sample in samples if sample.fold(INNER_FOLDS, "inner") != fold]
        model: Scorer = made_by.fit(others, [sample.features for sample in others])
        for sample in samples:
            if sample.fold(INNER_FOLDS, "inner") == fold:
                unseen[id(sample)] = model.scores(sample.features)
    second: Scorer = made_by.fit(samples, [_with_context(sample, unseen[id(sample)]) for sample in samples])
    return first, second


def scores(passes: Passes, sample: Sample) -> Matrix:
    """Return the log odds that the lines of a page belong to the story."""
    return passes[1].scores(_with_context(sample, passes[0].scores(sample.features)))


def written(source: Source, passes: Passes, bar: float) -> dict[str, Any]:
    """Return both models as they stand in the file."""
    own, context = FEATURES[source]
    made_by = MADE_BY[source]
    return {
        "first": made_by.written(passes[0], own),
        "second": made_by.written(passes[1], (*own, *context), bar),
    }


def _with_context(sample: Sample, first: Matrix) -> Matrix:
    return np.hstack([sample.features, sample.context(first)])
