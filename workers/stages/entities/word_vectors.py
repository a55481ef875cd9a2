"""A layer of the network that knows words by the company they keep: a vector of each, from a model that has read far more.

The vectors travel with the model as whole numbers of eight bits, a quarter of what they would take otherwise.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.strings import get_string_id
from thinc.api import Model
from thinc.types import Floats2d, Ints2d

from workers.stages.entities.hashed import looked_up

SCALE = np.float32(32)
"""What numbers are multiplied by before they are rounded."""

HIDDEN = 0.1
"""Share of tokens whose word is unknown as far as training can see: many names of an article are unknown words."""


def word_vectors(width: int, column: int) -> Model[Ints2d, Floats2d]:
    """Make the layer; `column` has the hash of a token's word in small letters. An unknown word is all zeros."""
    return Model(
        "word_vectors",
        _forward,
        init=_initialize,
        dims={"nO": width},
        params={"W": None},
        attrs={"column": column, "hashes": np.zeros(0, np.uint64), "vectors": np.zeros((0, 0), np.int8)},
    )


def with_vectors(model: Model[Any, Any], vectors: Mapping[str, NDArray[np.float32]]) -> None:
    """Give a network its words, in small letters, before it is initialized; numbers of a vector are between -4 and 4."""
    hashes = np.array([get_string_id(word) for word in vectors], np.uint64)
    order = np.argsort(hashes)
    rounded = np.clip(np.rint(np.stack(list(vectors.values())) * SCALE), -127, 127).astype(np.int8)
    for node in model.walk():
        if node.name == "word_vectors":
            node.attrs["hashes"], node.attrs["vectors"] = hashes[order], rounded[order]


def _initialize(model: Model[Ints2d, Floats2d], X: Any = None, Y: Any = None) -> None:  # noqa: ARG001, N803 - thinc's signature
    length = model.attrs["vectors"].shape[1]
    weights: Any = np.random.normal(0, max(length, 1) ** -0.5, (length, model.get_dim("nO")))  # noqa: NPY002 - spaCy seeds the global generator
    model.set_param("W", weights.astype(np.float32))


def _forward(
    model: Model[Ints2d, Floats2d],
    tokens: Ints2d,
    is_train: bool,  # noqa: FBT001 - thinc's signature
) -> tuple[Floats2d, Callable[[Floats2d], Ints2d]]:
    weights = model.get_param("W")
    keys: Any = tokens[:, model.attrs["column"]]
    found: Any = looked_up(keys, model.attrs["hashes"], model.attrs["vectors"]) / SCALE
    if is_train:
        found[np.random.random(len(keys)) < HIDDEN] = 0  # noqa: NPY002

    def backpropagate(gradient: Floats2d) -> Ints2d:
        model.inc_grad("W", found.T @ gradient)
        return tokens

    return found @ weights, backpropagate
