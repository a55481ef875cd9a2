"""Ask the teacher what it sees in texts.

python -m training.entities.opinions TEACHER DATA OUTPUT SOURCE… [--share SHARE]

A SOURCE is a file of sentences; or a treebank (`.conllu.gz`) or pages with their articles (`text_dev.jsonl.gz`), whose
names nobody annotated. OUTPUT gets `<source>.spacy`, the texts as `prepare` makes them, and `<source>.npz`, the logarithms
of the tags' probabilities.
"""

import argparse
import gzip
import json
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

PAGES = "text_dev.jsonl.gz"
CHUNK = 1000
"""Texts that are looked at at a time."""


def read_source(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a source, or paragraphs of articles; what nobody annotated is wholly undecided."""
    if path.name.endswith(".conllu.gz"):
        for sentence in read_treebank(path):
            yield _unknown("".join(word.text + " " * word.spaced for word in sentence.words).strip())
    elif path.name == PAGES:
        with gzip.open(path, "rt", encoding="utf-8") as rows:
            pages = [json.loads(row) for row in rows]
        articles = {page["page"]: page["article_body"] for page in pages if page["lang"] == "en"}
        paragraphs = (line.strip() for body in articles.values() for line in body.split("\n"))
        yield from (_unknown(paragraph) for paragraph in paragraphs if paragraph)
    else:
        yield from read_sentences(path)


def _unknown(text: str) -> Sentence:
    return Sentence(text, skip=((0, len(text)),))


def main() -> None:
    """Read the arguments and write the texts and opinions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("sources", type=Path, nargs="+")
    parser.add_argument("--share", type=float, default=1.0, help="share of each source's texts (%(default)s)")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed makes other variants (%(default)s)")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    teacher = Teacher(arguments.teacher)
    pools = read_pools(arguments.data)
    language = spacy.blank("en")
    for source in arguments.sources:
        sentences = read_source(source)
        texts = texts_of(sentences, pools, random.Random(arguments.seed), arguments.share)
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
