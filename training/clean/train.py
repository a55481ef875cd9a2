"""Makes a line classifier: `python -m training.clean.train texts|pages DATA OUTPUT`; see README.md beside it.

Prints figures for pages of sites that were left out, then writes a classifier made on all.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from training.clean import passes
from training.clean.measures import foreign_share, lost_paragraphs, shingle_f1
from training.clean.page_texts import read_page_texts
from training.clean.passes import Passes
from training.clean.samples import UNKNOWN, Sample
from training.clean.web_pages import read_passages, read_stories
from workers.stages.clean.line_features import Matrix
from workers.stages.clean.model import Source

FOLDS: dict[Source, int] = {"texts": 8, "pages": 5}
BARS: dict[Source, float] = {"texts": 0.0, "pages": -0.5}
"""Log odds from which a line is kept: a lost paragraph is worse than a leftover line. Chosen on sites left out."""
TRIED = (-1.0, -0.6, -0.3, 0.0, 0.3)
NAMES: dict[Source, tuple[str, str]] = {"texts": ("clean-lines", "2"), "pages": ("clean-page-lines", "2")}
UNSURE = 0.5
"""Log odds; lines of pages with passages that score nearer to the bar are not learned from."""

Group = tuple[Sample, list[Sample]]
"""A page and the variants made of it."""


def made(source: Source, groups: Sequence[Group], in_part: Sequence[Sample]) -> Passes:
    """Make a classifier of stories; then again with pages known in part, which the first one has judged where nobody else did."""
    samples = [sample for page, variants in groups for sample in (page, *variants)]
    classifier = passes.fit(source, samples)
    if not in_part:
        return classifier
    return passes.fit(source, [*samples, *(_judged(classifier, BARS[source], sample) for sample in in_part)])


def _judged(classifier: Passes, bar: float, sample: Sample) -> Sample:
    found = passes.scores(classifier, sample) - bar
    told = np.where(np.abs(found) < UNSURE, UNKNOWN, (found > 0).astype(np.float64))
    return replace(sample, keep=np.where(sample.known, sample.keep, told))


def left_out(source: Source, groups: Sequence[Group], in_part: Sequence[Sample]) -> list[tuple[Sample, Matrix]]:
    """Score each page by a classifier that never saw its site."""
    scored = []
    for fold in range(FOLDS[source]):
        classifier = made(
            source,
            [group for group in groups if group[0].fold(FOLDS[source]) != fold],
            [sample for sample in in_part if sample.fold(FOLDS[source]) != fold],
        )
        scored += [(page, passes.scores(classifier, page)) for page, _ in groups if page.fold(FOLDS[source]) == fold]
        print(f"fold {fold + 1} of {FOLDS[source]}", file=sys.stderr)
    return scored


def main(source: Source, data: Path, output: Path) -> None:
    """Measure on sites left out, then make the classifier of all."""
    groups = list(read_page_texts(data / "text_dev.jsonl.gz") if source == "texts" else read_stories(data))
    in_part = list(read_passages(data)) if source == "pages" else []
    scored = left_out(source, groups, in_part)
    for bar in (BARS[source], *TRIED):
        kept = [
            (page, [t for t, score in zip(page.texts, scores, strict=True) if score > bar]) for page, scores in scored
        ]
        figures = [f"all {shingle_f1(kept):.4f}"]
        figures += [
            f"{kind} {shingle_f1([one for one in kept if one[0].kind == kind]):.4f}"
            for kind in sorted({page.kind for page, _ in groups})
        ]
        figures.append(f"paragraphs lost {lost_paragraphs(kept)}, foreign {foreign_share(kept):.4f}")
        print(f"sites left out, bar {bar}: {', '.join(figures)}", flush=True)
    name, version = NAMES[source]
    content = {"name": name, "version": version, **passes.written(source, made(source, groups, in_part), BARS[source])}
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(content, separators=(",", ":")).replace("]],", "]],\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    chosen: Source = "texts" if sys.argv[1] == "texts" else "pages"
    main(chosen, Path(sys.argv[2]), Path(sys.argv[3]))
