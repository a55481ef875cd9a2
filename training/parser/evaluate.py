"""Measure a model on treebanks, from raw paragraphs: tags, heads, relations, sentences, and tokens a second.

python -m training.parser.evaluate FOLDER [MODEL]

FOLDER holds what training.parser.prepare wrote.
"""

import argparse
from pathlib import Path

from spacy.language import Language
from spacy.training import Corpus

from training.speed import tokens_a_second
from workers.stages.spacy_pipelines import load_pipeline

SHIPPED = Path(__file__).parents[2] / "workers" / "models" / "parser"
FIGURES = ("tag_acc", "dep_uas", "dep_las", "sents_f")


def figures(path: Path, language: Language) -> dict[str, float]:
    """Compare what a model finds in paragraphs with the treebank (tokens that the tokenizer cuts otherwise are left out)."""
    scores = language.evaluate(list(Corpus(path)(language)))
    return {figure: round(scores[figure], 3) for figure in FIGURES}


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
    # As the worker parses them: sentence by sentence.
    docs = [example.reference for example in Corpus(paths[0])(language)]
    texts = [sentence.text for doc in docs for sentence in doc.sents if len(sentence) > 1]
    print(f"{tokens_a_second(texts, language):,.0f} tokens a second on one core")


if __name__ == "__main__":
    main()
