"""Fit how sure the stage may be of its entities, and show how well that holds.

python -m training.entities.calibrate DATA MODEL

DATA holds `<source>.dev.jsonl.gz`; ten neighbouring sentences stand for an article. An entity is right when most of its
mentions have exactly the annotated span and label (GPE, LOC and FAC count as one). Writes MODEL/calibration.json; the
table is made by fitting to all sources but one and looking at that one.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from spacy.language import Language

from training.calibration import fit, left_out, reliability
from training.entities.evaluate import load
from training.entities.sentences import LABELS, Sentence, join, read_sentences
from workers.stages.entities.confidence import features
from workers.stages.entities.dictionary import Dictionary
from workers.stages.entities.grouping import grouped
from workers.stages.entities.mentions import named_in
from workers.stages.entities.places import Places
from workers.stages.entities.stage import english_names

NAMES = (*LABELS, "mean", "best", "mentions")
RIDGE = 1.0
"""Weight of the squared weights in the loss: labels that development data has few of stay near the others."""
EDGES = (0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0001)


def judged(data: Path, language: Language) -> Iterator[tuple[str, dict[str, float], bool]]:
    """Yield source, features and rightness of each entity that the sources decide about."""
    places, dictionary = Places(), Dictionary()
    for path in sorted(data.glob("*.dev.jsonl.gz")):
        sentences = list(read_sentences(path))
        articles = [join(sentences[first : first + 10]) for first in range(0, len(sentences), 10)]
        for article, found in zip(articles, named_in([each.text for each in articles], "text", language), strict=True):
            named = english_names({"title": "", "text": article.text}, found, places, dictionary)
            mentions, entities = grouped(named, places.has)
            for entity in entities:
                own = [number for number, mention in enumerate(mentions) if mention.entity_id == entity.id]
                decided = [
                    number for number in own if not _undecided(article, mentions[number].start, mentions[number].end)
                ]
                right = [
                    (mentions[number].start, mentions[number].end, _coarse(entity.label)) in _annotated(article)
                    for number in decided
                ]
                if right:
                    probabilities = [named[number].probability for number in own]
                    yield path.name.split(".")[0], features(entity.label, probabilities), 2 * sum(right) > len(right)


def _coarse(label: str) -> str:
    return "GPE" if label in {"LOC", "FAC"} else label


def _annotated(article: Sentence) -> set[tuple[int, int, str]]:
    return {(start, end, _coarse(label)) for start, end, label in article.entities}


def _undecided(article: Sentence, start: int, end: int) -> bool:
    return any(start < skip_end and skip_start < end for skip_start, skip_end in article.skip)


def main() -> None:
    """Read the arguments, write the weights and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("model", type=Path)
    arguments = parser.parse_args()
    cases = list(judged(arguments.data, load(arguments.model)))
    sources = [source for source, _, _ in cases]
    rows = np.array([[described.get(name, 0.0) for name in NAMES] for _, described, _ in cases])
    right = np.array([float(is_right) for _, _, is_right in cases])
    ridge = np.full(len(NAMES), RIDGE)
    said = left_out(rows, right, ridge, sources)
    weights = dict(zip(NAMES, (round(float(weight), 4) for weight in fit(rows, right, ridge)), strict=True))
    (arguments.model / "calibration.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    print("\n".join(reliability("entities", EDGES, said, right)))


if __name__ == "__main__":
    main()
