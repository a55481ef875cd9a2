"""The network's first layer: what a token looks like, in which lists it stands, and what its word means.

Lists of names hold it alone or with its neighbours; a dictionary as a common word, as a name, or not at all.

The lists travel with the model as hashes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.ml.featureextractor import FeatureExtractor
from spacy.strings import get_string_id
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import HashEmbed, Maxout, Model, concatenate, list2ragged, ragged2list, with_array
from thinc.layers.chain import forward as chained
from thinc.layers.chain import init as initialize_chain
from thinc.types import Floats2d, Ints2d

from workers.stages.entities.hashed import Hashes, looked_up
from workers.stages.entities.word_vectors import word_vectors

LONGEST = 4
"""Most tokens of a name that is looked for."""

WORD, PROPER = 32, 64
"""The numbers of two lists that are no names' own: a dictionary's words in small letters, and those that it writes with a capital.

Lists of names have smaller numbers. Few words of English texts stand in neither, so that what does is a name more often than not; and a
capital says little of what does.
"""

HIDDEN_DOCS = 0.25
"""Share of training texts whose lists stay shut: most names that an article gives stand in no list."""

HIDDEN_TOKENS = 0.15
"""Share of tokens, in the others, that stand in no list as far as training can see."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
_MIXES = np.random.default_rng(0).integers(1, 2**64, 32, np.uint64, endpoint=False) | np.uint64(1)
"""Factors that make one number of a token's row."""


@registry.architectures("quotewire.GazetteerEmbed.v1")
def gazetteer_embed(
    width: int, attrs: Sequence[str], rows: Sequence[int], list_rows: int
) -> Model[list[Doc], list[Floats2d]]:
    """Embed lexical attributes, memberships in lists and what the word means; like spaCy's MultiHashEmbed otherwise."""
    seeds = range(8, 8 + len(rows))
    tables: list[Model[Ints2d, Floats2d]] = [
        HashEmbed(width, count, column=column, seed=seed, dropout=0.0)
        for column, (count, seed) in enumerate(zip(rows, seeds, strict=True))
    ]
    lists: list[Model[Ints2d, Floats2d]] = [
        HashEmbed(width, list_rows, column=len(rows) + kind, seed=20 + kind, dropout=0.0) for kind in range(3)
    ]
    words = word_vectors(width, column=len(rows) + len(lists))
    mixed = Maxout(width, width * (len(tables) + len(lists) + 1), nP=3, dropout=0.0, normalize=True)
    layers: list[Model[Any, Any]] = [
        features(attrs),
        list2ragged(),
        with_array(concatenate(*tables, *lists, words)),
        with_array(mixed),
        ragged2list(),
    ]
    return Model("gazetteer_embed", _embed, init=initialize_chain, layers=layers, dims={"nO": width})


def _embed(
    model: Model[list[Doc], list[Floats2d]],
    docs: list[Doc],
    is_train: bool,  # noqa: FBT001 - thinc's signature
) -> tuple[list[Any], Callable[[Any], Any]]:
    """Embed like a chain of the layers; when nothing is learnt, tokens that look the same are embedded once.

    Of the tokens of 32 paragraphs, every other one looks like one before it.
    """
    if is_train:
        return chained(model, docs, is_train)
    read, _, embed, mix, _ = model.layers
    rows = read.predict(docs)
    tokens = np.concatenate(rows)
    _, first, same = np.unique(tokens @ _MIXES[: tokens.shape[1]], return_index=True, return_inverse=True)
    vectors = mix.predict(embed.predict(tokens[first]))[same]
    return np.split(vectors, np.cumsum([len(row) for row in rows])[:-1]), lambda _: []


def features(attrs: Sequence[str]) -> Model[list[Doc], list[Any]]:
    """Make the layer that reads attributes, memberships and the word off Docs; `with_lists` gives it its lists."""
    return Model(
        "gazetteer_features",
        _forward,
        layers=[FeatureExtractor([*attrs, "LOWER"])],
        attrs={"hashes": np.zeros(0, np.uint64), "lists": np.zeros(0, np.uint8)},
    )


def with_lists(model: Model, names: Mapping[str, int], tokenize: Callable[[str], Iterable[str]]) -> None:  # type: ignore[type-arg]
    """Return a network its lists: for each name, the sum of powers of two that stand for the lists it is in."""
    found: dict[int, int] = {}
    for name, lists in names.items():
        words = list(tokenize(name))
        if 0 < len(words) <= LONGEST:
            key = int(_joined([np.array([get_string_id(word)], np.uint64) for word in words])[0])
            # A dictionary's word is one, even where the tokenizer splits it: "Cannot".
            found[key] = found.get(key, 0) | (lists if len(words) == 1 else lists % WORD)
    hashes = np.array(sorted(found), np.uint64)
    for node in model.walk():
        if node.name == "gazetteer_features":
            node.attrs["hashes"] = hashes
            node.attrs["lists"] = np.array([found[int(key)] for key in hashes], np.uint8)


def _joined(words: Sequence[Hashes]) -> Hashes:
    """Hash names of as many words as there are arrays; the first word of each name in the first array, and so on."""
    hashed = words[0]
    for word in words[1:]:
        hashed = (hashed * _MIX) ^ (word >> np.uint64(1)) ^ np.uint64(len(words))
    return hashed


def _forward(
    model: Model[list[Doc], list[Any]],
    docs: list[Doc],
    is_train: bool,  # noqa: FBT001 - thinc's signature
) -> tuple[list[Any], Callable[[list[Any]], list[Doc]]]:
    columns, _ = model.layers[0](docs, is_train)
    lengths = [len(doc) for doc in docs]
    orths = np.concatenate([np.pad(doc.to_array("ORTH"), (0, LONGEST)) for doc in docs])
    single, several, dictionary = memberships(orths, model.attrs["hashes"], model.attrs["lists"])
    if is_train:
        hidden = np.random.random(len(orths)) < HIDDEN_TOKENS  # noqa: NPY002 - spaCy seeds the global generator
        shut = np.random.random(len(docs)) < HIDDEN_DOCS  # noqa: NPY002
        hidden |= np.repeat(shut, [length + LONGEST for length in lengths])
        single, several = np.where(hidden, 0, single), np.where(hidden, 0, several)
    lists = np.stack([single, several, dictionary], axis=1).astype(np.uint64)
    starts = np.cumsum([0, *[length + LONGEST for length in lengths]])
    joined = [
        np.insert(column.astype(np.uint64, copy=False), [-1], lists[start : start + length], axis=1)
        for column, start, length in zip(columns, starts, lengths, strict=False)
    ]
    return joined, lambda _: []


def memberships(orths: Hashes, hashes: Hashes, lists: NDArray[np.uint8]) -> tuple[Hashes, Hashes, Hashes]:
    """Return for each token in which lists it stands alone; in which a longer name stands that it is a part of; what a dictionary has.

    The second says too whether the token is the name's first: the lists, times two, plus one.
    """
    alone = looked_up(orths, hashes, lists).astype(np.uint64)
    single = alone % np.uint64(WORD)
    several = np.zeros(len(orths), np.uint64)
    for words in range(2, LONGEST + 1):
        count = len(orths) - words + 1
        if count < 1:
            break
        found = looked_up(_joined([orths[place : place + count] for place in range(words)]), hashes, lists).astype(
            np.uint64
        )
        for start in np.flatnonzero(found):
            several[start : start + words] = found[start] * 2
            several[start] += np.uint64(1)
    return single, several, alone // np.uint64(WORD)
