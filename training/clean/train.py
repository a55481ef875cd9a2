"""Trains the line classifier: `python -m training.clean.train DATA OUTPUT`; see README.md beside it.

Prints shingle F1 of pages of sites that were left out, then writes weights trained on all.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from training.clean.pages import Page, read_pages
from workers.stages.clean import line_context, line_features
from workers.stages.clean.line_context import line_context as context_of
from workers.stages.clean.line_features import Matrix
from workers.stages.clean.model import Regression

FOLDS, INNER_FOLDS = 8, 4
STRENGTH = 0.05
"""Inverse strength of the L2 penalty."""
THRESHOLD = 0.0
"""Log odds from which a line is kept: a lost paragraph is worse than a leftover line. Chosen on sites left out."""
NAME, VERSION = "clean-lines", "1"

Group = tuple[Page, list[Page]]
"""A page and the variants made of it."""


def fit(names: Sequence[str], pages: Sequence[Page], values: Sequence[Matrix]) -> Regression:
    """Fit a logistic regression to lines of pages."""
    matrix = np.vstack(values)
    scaler = StandardScaler().fit(matrix)
    model = LogisticRegression(C=STRENGTH, max_iter=400, tol=1e-3)
    model.fit(
        scaler.transform(matrix),
        np.concatenate([page.keep for page in pages]),
        sample_weight=np.concatenate([page.weights() for page in pages]),
    )
    return Regression(names, model.coef_[0] / scaler.scale_, scaler.mean_, float(model.intercept_[0]))


def train(groups: Sequence[Group]) -> tuple[Regression, Regression]:
    """Train both regressions; the second one on scores of the first one for sites that it was not trained on."""
    pages = [page for page, made in groups for page in (page, *made)]
    first = fit(line_features.NAMES, pages, [page.features for page in pages])
    unseen: dict[int, Matrix] = {}
    for fold in range(INNER_FOLDS):
        others = [page for page in pages if page.fold(INNER_FOLDS, "inner") != fold]
        model = fit(line_features.NAMES, others, [page.features for page in others])
        for page in pages:
            if page.fold(INNER_FOLDS, "inner") == fold:
                unseen[id(page)] = model.scores(page.features)
    values = [with_context(page, unseen[id(page)]) for page in pages]
    return first, fit((*line_features.NAMES, *line_context.NAMES), pages, values)


def with_context(page: Page, first: Matrix) -> Matrix:
    """Return a page's features with those that the first scores add."""
    return np.hstack([page.features, context_of(page.words, first)])


def left_out(groups: Sequence[Group]) -> list[tuple[Page, Matrix]]:
    """Score each page by a classifier that never saw its site."""
    scored = []
    for fold in range(FOLDS):
        first, second = train([group for group in groups if group[0].fold(FOLDS) != fold])
        for page, _ in groups:
            if page.fold(FOLDS) == fold:
                scored.append((page, second.scores(with_context(page, first.scores(page.features)))))
        print(f"fold {fold + 1} of {FOLDS}", file=sys.stderr)
    return scored


def shingle_f1(scored: Sequence[tuple[Page, Matrix]], threshold: float) -> float:
    """Return the shingle F1 of the ScrapingHub benchmark: mean precision and mean recall of 4-token shingles."""
    precisions, recalls = [], []
    for page, scores in scored:
        kept = "\n".join(text for text, score in zip(page.texts, scores, strict=True) if score > threshold)
        found, wanted = _shingles(kept), _shingles(page.story)
        common = sum((found & wanted).values())
        if found:
            precisions.append(common / sum(found.values()))
        recalls.append(common / max(1, sum(wanted.values())))
    precision, recall = fmean(precisions), fmean(recalls)
    return 2 * precision * recall / (precision + recall)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = re.findall(r"\w+", text)
    return (
        Counter(zip(*(tokens[start:] for start in range(4)), strict=False))
        if len(tokens) > 4
        else Counter([tuple(tokens)])
    )


def written(regression: Regression, threshold: float = 0.0) -> dict[str, Any]:
    """Return a regression as it stands in the file: per feature its weight and its mean."""
    pairs = zip(regression.weights, regression.means, strict=True)
    features = {
        name: [round(float(w), 5), round(float(m), 5)] for name, (w, m) in zip(regression.names, pairs, strict=True)
    }
    return {"bias": round(regression.bias - threshold, 5), "features": features}


def main(data: Path, output: Path) -> None:
    """Measure on sites left out, then train on all."""
    groups = list(read_pages(data))
    scored = left_out(groups)
    choices: list[tuple[str, Callable[[Page], bool]]] = [("all", lambda _: True)]
    choices += [(variant, lambda page, variant=variant: page.variant == variant) for variant in ("full", "main")]  # type: ignore[misc]
    for threshold in (THRESHOLD, -0.6, -0.3, 0.0, 0.3):
        figures = [
            f"{name} {shingle_f1([one for one in scored if chosen(one[0])], threshold):.4f}" for name, chosen in choices
        ]
        print(f"sites left out, threshold {threshold}: {', '.join(figures)}", flush=True)
    first, second = train(groups)
    content = {"name": NAME, "version": VERSION, "first": written(first), "second": written(second, THRESHOLD)}
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
