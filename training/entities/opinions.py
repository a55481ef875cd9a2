"""Ask the teacher what it sees in texts.

python -m training.entities.opinions TEACHER DATA OUTPUT SOURCE… [--share SHARE]

A SOURCE is a file of sentences, or a treebank (`.conllu.gz`), whose names nobody annotated. OUTPUT gets `<source>.spacy`,
the texts as `prepare` makes them, and `<source>.npz`, the logarithms of the tags' probabilities.
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import spacy
from spacy.tokens import DocBin

from training.entities.prepare import SEED, annotated, read_pools, texts_of
from training.entities.sentences import Sentence, read_sentences
from training.entities.teacher import Teacher
from training.parser.treebank import read_treebank

CHUNK = 1000
"""Texts that are looked at at a time."""


def read_source(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a source; those of a treebank are wholly undecided."""
    if path.name.endswith(".conllu.gz"):
        for sentence in read_treebank(path):
            text = "".join(word.text + " " * word.spaced for word in sentence.words).strip()
            yield Sentence(text, skip=((0, len(text)),))
    else:
        yield from read_sentences(path)


def main() -> None:
    """Read the arguments and write the texts and opinions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("sources", type=Path, nargs="+")
    parser.add_argument("--share", type=float, default=1.0, help="share of each source's texts (%(default)s)")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    teacher = Teacher(arguments.teacher)
    pools = read_pools(arguments.data)
    language = spacy.blank("en")
    for source in arguments.sources:
        sentences = read_source(source)
        texts = texts_of(sentences, pools, random.Random(SEED), arguments.share)
        docs = [annotated(text, language) for text in texts]
        scores = []
        for first in range(0, len(docs), CHUNK):
            scores += teacher.scores([[token.text for token in doc] for doc in docs[first : first + CHUNK]])
            print(f"{source.name}: {len(scores)} of {len(docs)} texts", flush=True)
        whole = [number for number, doc in enumerate(docs) if len(doc) == len(scores[number])]
        name = source.name.split(".")[0]
        kept = [docs[number] for number in whole]
        DocBin(docs=kept, attrs=["ENT_IOB", "ENT_TYPE"]).to_disk(arguments.output / f"{name}.spacy")
        joined = np.concatenate([scores[number] for number in whole]).astype(np.float16)
        np.savez(arguments.output / f"{name}.npz", scores=joined)


if __name__ == "__main__":
    main()
