"""Measure a model on treebanks, from raw paragraphs: tags, heads, relations, sentences, and tokens a second.

python -m training.parser.evaluate FOLDER [MODEL]

FOLDER holds what training.parser.prepare wrote.
"""

import argparse
import time
from pathlib import Path

from spacy.language import Language
from spacy.training import Corpus

from workers.stages.pipelines import load_pipeline

SHIPPED = Path(__file__).parents[2] / "workers" / "models" / "parser"
FIGURES = ("tag_acc", "dep_uas", "dep_las", "sents_f")


def figures(path: Path, language: Language) -> dict[str, float]:
    """Compare what a model finds in paragraphs with the treebank (tokens that the tokenizer cuts otherwise are left out)."""
    scores = language.evaluate(list(Corpus(path)(language)))
    return {figure: round(scores[figure], 3) for figure in FIGURES}


def tokens_a_second(path: Path, language: Language) -> float:
    """Measure the processor's time over sentences, as the worker parses them, after a first pass that does not count."""
    texts = [
        sentence.text for example in Corpus(path)(language) for sentence in example.reference.sents if len(sentence) > 1
    ]
    tokens = sum(len(doc) for doc in language.pipe(texts))
    start = time.process_time()
    for _ in language.pipe(texts):
        pass
    return tokens / (time.process_time() - start)


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("model", type=Path, nargs="?", default=SHIPPED)
    arguments = parser.parse_args()
    language = load_pipeline(arguments.model)
    paths = sorted(arguments.folder.glob("*.test.spacy"))
    for path in paths:
        row = figures(path, language)
        print(f"{path.name:15}", "  ".join(f"{name} {value:.3f}" for name, value in row.items()))
    print(f"{tokens_a_second(paths[0], language):,.0f} tokens a second on one core")


if __name__ == "__main__":
    main()
