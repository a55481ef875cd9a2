"""Compare models: core F1 on `pud.eval` and each development file, and F1 by label over all development files.

python -m training.entities.compare DATA MODEL…
"""

import argparse
from collections import Counter
from pathlib import Path

from spacy.language import Language

from training.entities.evaluate import figures, load
from training.entities.sentences import LABELS, Sentence, read_sentences


def by_label(sentences: list[Sentence], language: Language) -> dict[str, float]:
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


def main() -> None:
    """Read the arguments and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("models", type=Path, nargs="+")
    arguments = parser.parse_args()
    development = {path: list(read_sentences(path)) for path in sorted(arguments.data.glob("*.dev.jsonl.gz"))}
    gold = {
        arguments.data / "pud.eval.jsonl.gz": list(read_sentences(arguments.data / "pud.eval.jsonl.gz"))
    } | development
    print("| model |", " | ".join(path.name.split(".")[0] for path in gold), "|", " | ".join(LABELS), "|")
    for model in arguments.models:
        language = load(model)
        cores = [figures(sentences, language)["core"]["f"] for sentences in gold.values()]
        labels = by_label([each for sentences in development.values() for each in sentences], language)
        numbers = " | ".join(f"{number:.3f}" for number in (*cores, *labels.values()))
        print(f"| {model} | {numbers} |", flush=True)


if __name__ == "__main__":
    main()
