"""Compare models: core F1 on `pud.eval` and each development file, and F1 by label over all development files.

python -m training.entities.compare DATA MODEL…
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.entities.evaluate import Marker, figures, load
from training.entities.sentences import LABELS, Sentence, read_sentences


def by_label(sentences: list[Sentence], language: Marker) -> dict[str, float]:
    """Return F1 of exact spans for each label; GPE, LOC and FAC are told apart here."""
    right, predicted, annotated = Counter[str](), Counter[str](), Counter[str]()
    for sentence, doc in zip(sentences, language.pipe(each.text for each in sentences), strict=True):
        want = set(sentence.entities)
        got = {
            (span.start_char, span.end_char, span.label_)
            for span in doc.ents
            if not any(span.start_char < end and start < span.end_char for start, end in sentence.skip)
        }
        for count, found in ((right, want & got), (predicted, got), (annotated, want)):
            count.update(label for _, _, label in found)
    return {label: 2 * right[label] / max(predicted[label] + annotated[label], 1) for label in LABELS}


def table(data: Path, models: Iterable[tuple[str, Marker]]) -> Iterator[str]:
    """Yield the head of a table and a row for each model."""
    development = {path: list(read_sentences(path)) for path in sorted(data.glob("*.dev.jsonl.gz"))}
    gold = {data / "pud.eval.jsonl.gz": list(read_sentences(data / "pud.eval.jsonl.gz"))} | development
    yield f"| model | {' | '.join((*(path.name.split('.')[0] for path in gold), *LABELS))} |"
    for name, model in models:
        cores = [figures(sentences, model)["core"]["f"] for sentences in gold.values()]
        labels = by_label([each for sentences in development.values() for each in sentences], model)
        numbers = " | ".join(f"{number:.3f}" for number in (*cores, *labels.values()))
        yield f"| {name} | {numbers} |"


def main() -> None:
    """Read the arguments and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("models", type=Path, nargs="+")
    arguments = parser.parse_args()
    for row in table(arguments.data, ((str(path), load(path)) for path in arguments.models)):
        print(row, flush=True)


if __name__ == "__main__":
    main()
