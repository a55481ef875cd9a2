"""Page texts to train on: lines of plain text, and which belong to the story."""

import gzip
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from training.clean.samples import Sample
from workers.stages.clean.language import language_of_text
from workers.stages.clean.line_context import line_context
from workers.stages.clean.line_features import line_features
from workers.stages.clean.rules import judge
from workers.stages.clean.title import title_of_page_text
from workers.stages.clean.unicode_repair import repair_lines

VARIANT_SHARE = 0.4
"""What a variant counts in training, against 1 of the page that it was made of."""


def read_page_texts(path: Path) -> Iterator[tuple[Sample, list[Sample]]]:
    """Read pages, each with variants of it that occur in life and not in the data."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            yield _page(row, _lines(row), 1.0), [_page(row, lines, VARIANT_SHARE) for lines in _variants(row)]


def _variants(row: dict[str, Any]) -> Iterator[list[tuple[str, float]]]:
    """Make a variant without empty lines; one of the story and what stands within it; and one of the story alone.

    Text that is clean must come through as it is, and a byline must go from a short text too.
    """
    lines = _lines(row)
    if row["variant"] == "main":
        full = [line for line in lines if line[0]]
        yield full
        story = [index for index, (_, keep) in enumerate(full) if keep]
        near = full[max(0, story[0] - 2) : story[-1] + 3]
        yield [part for line in near for part in (line, ("", 0.0))]
    else:
        yield [line for line in lines if line[1]]


def _lines(row: dict[str, Any]) -> list[tuple[str, float]]:
    labels = iter(row["lines"])
    lines: list[tuple[str, float]] = []
    for raw in row["raw_text"].split("\n"):
        keep = float(next(labels)[1]) if raw.strip() else 0.0
        lines += [(line, keep) for line in repair_lines(raw)]
    return lines


def _page(row: dict[str, Any], lines: list[tuple[str, float]], share: float) -> Sample:
    texts: list[str] = []
    apart = [True]
    for text, _ in lines:
        if text:
            texts.append(text)
            apart.append(False)
        else:
            apart[-1] = True
    apart[-1] = True
    language = language_of_text(texts) or "en"
    title = title_of_page_text(texts, language)
    judged = judge(texts, apart, language, title)
    words = np.array(judged.words, dtype=np.float64)
    return Sample(
        row["site"],
        row["variant"],
        texts,
        words,
        line_features(judged, language, title),
        partial(line_context, words),
        np.array([keep for text, keep in lines if text]),
        row["article_body"],
        share,
    )
