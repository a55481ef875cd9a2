"""Measure a model on annotated sentences: exact span and label, and tokens a second.

python -m training.entities.evaluate GOLD [MODEL]

Labels collapse to PER, ORG and LOC (GPE, LOC, FAC); "core" is the micro average over them. A prediction that touches a
`skip` stretch does not count.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from spacy.language import Language
from spacy.tokens import Doc

from training.entities.sentences import Labelled, Sentence, read_sentences
from training.speed import tokens_a_second
from workers.stages.entities import tagger
from workers.stages.entities.mentions import BATCH
from workers.stages.spacy_pipelines import load_pipeline

COARSE = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
CORE = ("PER", "ORG", "LOC")
SHIPPED = Path(__file__).parents[2] / "workers" / "models" / "entities"

Figures = dict[str, dict[str, float]]
"""Precision, recall, F1 and number of gold entities by coarse label and for "core"."""


class Marker(Protocol):
    """What marks names in texts: a model, or its teacher."""

    def pipe(self, texts: Iterable[str], /) -> Iterator[Doc]:
        """Yield a Doc of each text."""


def load(folder: Path) -> Language:
    """Load a model as the worker does."""
    assert tagger  # its import has told spaCy of the component
    return load_pipeline(folder)


def figures(gold: list[Sentence], language: Marker) -> Figures:
    """Compare what a model finds in sentences with what is annotated."""
    right, predicted, annotated = Counter[str](), Counter[str](), Counter[str]()
    for sentence, doc in zip(gold, language.pipe(sentence.text for sentence in gold), strict=True):
        want = _coarse(sentence.entities)
        got = {
            (start, end, label)
            for start, end, label in _coarse((span.start_char, span.end_char, span.label_) for span in doc.ents)
            if not any(start < skip_end and skip_start < end for skip_start, skip_end in sentence.skip)
        }
        for count, found in ((right, want & got), (predicted, got), (annotated, want)):
            count.update(label for _, _, label in found)
            count["core"] += len(found)
    return {label: _scores(right[label], predicted[label], annotated[label]) for label in (*CORE, "core")}


def _coarse(entities: Iterable[Labelled]) -> set[Labelled]:
    return {(start, end, COARSE[label]) for start, end, label in entities if label in COARSE}


def _scores(right: int, predicted: int, gold: int) -> dict[str, float]:
    precision = right / predicted if predicted else 0.0
    recall = right / gold if gold else 0.0
    f1 = 2 * right / (predicted + gold) if right else 0.0
    return {"p": round(precision, 3), "r": round(recall, 3), "f": round(f1, 3), "gold": gold}


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("model", type=Path, nargs="?", default=SHIPPED)
    arguments = parser.parse_args()
    gold = list(read_sentences(arguments.gold))
    language = load(arguments.model)
    for label, row in figures(gold, language).items():
        print(f"{label:5} P {row['p']:.3f}  R {row['r']:.3f}  F1 {row['f']:.3f}  gold {row['gold']}")
    paragraphs = [" ".join(sentence.text for sentence in gold[first : first + 4]) for first in range(0, len(gold), 4)]
    print(f"{tokens_a_second(paragraphs, language, BATCH):,.0f} tokens a second on one core")


if __name__ == "__main__":
    main()
