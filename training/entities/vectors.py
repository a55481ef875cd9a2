"""Take vectors of words from the teacher's encoder, before it learnt names and after.

python -m training.entities.vectors ENCODER TEACHER LISTS OPINIONS OUTPUT

ENCODER is a folder with `model.safetensors`; LISTS what `names` writes and OPINIONS what `opinions` wrote: their words are taken.
OUTPUT gets the words and their vectors (`.npz`), which `--paths.vectors` gives a network.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import spacy
import torch
from numpy.typing import NDArray
from spacy.tokens import DocBin

from training.entities.encoder import Encoder, Splitter, pretrained
from training.entities.tags import TAGS
from training.entities.teacher import VOCABULARY, WEIGHTS, batches
from workers.stages.entities.gazetteer import WORD

LENGTH = 64
"""Numbers of a vector, of twice the encoder's width: the directions in which words differ most, two thirds of all that they differ by."""

PIECES = 4
"""Most pieces of a word: of longer ones the encoder knows little."""

BATCH = 4096

Vectors = NDArray[np.float32]


def words_of(lists: Path, opinions: Path) -> list[str]:
    """Return the words of all names and texts, in small letters and in order."""
    names: dict[str, int] = json.loads(lists.read_text(encoding="utf-8"))
    found = {word for name, number in names.items() if number % WORD for word in name.lower().split()}
    vocab = spacy.blank("en").vocab
    for path in opinions.glob("*.spacy"):
        found.update(token.lower_ for doc in DocBin().from_disk(path).get_docs(vocab) for token in doc)
    return sorted(word for word in found if word.isalpha())


def read(encoder: Encoder, splitter: Splitter, words: Sequence[str], pooled: Callable[[Vectors], Vectors]) -> Vectors:
    """Let an encoder read each word alone; `pooled` makes one vector of those of the pieces, the marks at both ends among them."""
    pieces = [splitter.split([word]) for word in words]
    found: dict[int, Vectors] = {}
    for numbers in batches([len(one.ids) for one in pieces], BATCH):
        length = max(len(pieces[number].ids) for number in numbers)
        ids, shapes = np.zeros((2, len(numbers), length), np.int64)
        for row, number in enumerate(numbers):
            ids[row, : len(pieces[number].ids)] = pieces[number].ids
            shapes[row, : len(pieces[number].ids)] = pieces[number].shapes
        with torch.inference_mode():
            vectors = encoder.vectors(torch.from_numpy(ids), torch.from_numpy(shapes)).numpy()
        for row, number in enumerate(numbers):
            found[number] = pooled(vectors[row, : len(pieces[number].ids)])
    return np.stack([found[number] for number in range(len(words))])


def shortened(vectors: Vectors) -> Vectors:
    """Keep the directions in which vectors differ most, those in which they differ less made larger, so that numbers are about 1."""
    centred = vectors - vectors.mean(axis=0)
    _, _, directions = np.linalg.svd(centred[::3], full_matrices=False)
    kept: Vectors = centred @ directions[:LENGTH].T
    kept /= np.sqrt(kept.std(axis=0))
    kept /= kept.std()
    return kept


def _alike(vectors: Vectors) -> Vectors:
    centred: Vectors = vectors - vectors.mean(axis=0)
    centred /= np.linalg.norm(centred, axis=1, keepdims=True)
    return centred


def main() -> None:
    """Read the arguments and write the vectors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("encoder", "teacher", "lists", "opinions", "output"):
        parser.add_argument(name, type=Path)
    arguments = parser.parse_args()
    splitter = Splitter(arguments.teacher / VOCABULARY)
    words = words_of(arguments.lists, arguments.opinions)
    words = [word for word in words if len(splitter.split([word]).ids) <= PIECES + 2]
    taught = Encoder(TAGS)
    taught.load_state_dict(torch.load(arguments.teacher / WEIGHTS))
    before = pretrained(arguments.encoder / "model.safetensors", TAGS)
    parts = [
        read(before.eval(), splitter, words, lambda pieces: pieces.mean(axis=0)),
        read(taught.eval(), splitter, [word.title() for word in words], lambda pieces: pieces[1]),
    ]
    vectors = shortened(np.hstack([_alike(part) for part in parts]))
    np.savez(arguments.output, words=np.array(words), vectors=vectors.astype(np.float32))
    print(f"{len(words)} words")


if __name__ == "__main__":
    main()
