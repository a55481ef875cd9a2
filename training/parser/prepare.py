"""Turn the treebanks of a data folder into spaCy's training format.

python -m training.parser.prepare DATA OUTPUT

DATA holds `<treebank>.train.conllu.gz`, `.dev` and `.test`; OUTPUT gets train.spacy, dev.spacy and `<treebank>.test.spacy`.
"""

import argparse
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from training.parser.treebank import Sentence, as_doc, read_treebank
from training.runs import LENGTHS, runs

SEED = 7
CURLY = 0.5
"""Share of runs whose quotation marks and apostrophes are made curly: the treebanks have straight ones."""
DEV_SENTENCES = 700
"""Most sentences of one treebank in the development set, which is parsed every few minutes."""


def training_docs(data: Path, vocab: Vocab, chance: random.Random) -> Iterator[Doc]:
    """Yield runs of sentences of all treebanks."""
    for path in sorted(data.glob("*.train.conllu.gz")):
        for run in runs(read_treebank(path), chance, chance.choice(LENGTHS)):
            yield as_doc(vocab, [curly(sentence) for sentence in run] if chance.random() < CURLY else run)


def development_docs(data: Path, vocab: Vocab, chance: random.Random) -> Iterator[Doc]:
    """Yield the first sentences of each treebank's development file, in runs."""
    for path in sorted(data.glob("*.dev.conllu.gz")):
        first = [sentence for _, sentence in zip(range(DEV_SENTENCES), read_treebank(path), strict=False)]
        yield from (as_doc(vocab, run) for run in runs(first, chance, chance.choice(LENGTHS)))


def paragraphs(path: Path, vocab: Vocab) -> Iterator[Doc]:
    """Yield the paragraphs of a treebank."""
    run: list[Sentence] = []
    for sentence in read_treebank(path):
        if run and sentence.begins_paragraph:
            yield as_doc(vocab, run)
            run = []
        run.append(sentence)
    if run:
        yield as_doc(vocab, run)


def curly(sentence: Sentence) -> Sentence:
    """Return the sentence with straight quotation marks and apostrophes made curly, by their tags."""
    words = []
    for word in sentence.words:
        text = word.text
        if text in {'"', "'", "``", "''"} and word.tag in {"``", "''"}:
            double, opens = text != "'", word.tag == "``"
            text = ("“" if opens else "”") if double else ("‘" if opens else "’")
        words.append(replace(word, text=text.replace("'", "’")))
    return replace(sentence, words=tuple(words))


def main() -> None:
    """Read the arguments and write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    chance = random.Random(SEED)
    vocab = spacy.blank("en").vocab
    training = list(training_docs(arguments.data, vocab, chance))
    chance.shuffle(training)
    DocBin(docs=training).to_disk(arguments.output / "train.spacy")
    DocBin(docs=development_docs(arguments.data, vocab, chance)).to_disk(arguments.output / "dev.spacy")
    for path in sorted(arguments.data.glob("*.test.conllu.gz")):
        treebank = path.name.split(".")[0]
        DocBin(docs=paragraphs(path, vocab)).to_disk(arguments.output / f"{treebank}.test.spacy")


if __name__ == "__main__":
    main()
