"""What the network gets before training starts: lists of names, vectors of words, and the weights of an earlier model."""

import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.util import registry
from thinc.api import Model

from workers.stages.entities.gazetteer import with_lists
from workers.stages.entities.word_vectors import with_vectors

Change = Callable[[Language], Language]


@registry.callbacks("quotewire.open_lists.v1")
def open_lists(path: Path | None, vectors: Path | None) -> Change:
    """Make the callback that spaCy calls before weights are made."""

    def callback(language: Language) -> Language:
        model = language.get_pipe("names").model  # type: ignore[attr-defined]
        if path is not None:
            names = json.loads(Path(path).read_text(encoding="utf-8"))
            with_lists(model, names, lambda name: [token.text for token in language.make_doc(name)])
        if vectors is not None:
            with np.load(vectors) as words:
                with_vectors(model, dict(zip(words["words"].tolist(), words["vectors"], strict=True)))
        return language

    return callback


@registry.callbacks("quotewire.start_from.v1")
def start_from(path: Path | None) -> Change:
    """Make the callback that spaCy calls when weights are made: it takes those of an earlier model."""

    def callback(language: Language) -> Language:
        if path is not None:
            earlier: Any = spacy.load(path).get_pipe("names")
            names: Any = language.get_pipe("names")
            copy_weights(earlier.model, names.model)
        return language

    return callback


def copy_weights(old: Model, new: Model) -> None:  # type: ignore[type-arg]
    """Copy all weights; what the new network's first layer adds to them counts nothing at first.

    Layers of one name are matched in order, so that what is new comes after what was there.
    """
    waiting: defaultdict[str, list[Any]] = defaultdict(list)
    for node in old.walk():
        if node.param_names:
            waiting[node.name].append(node)
    for target in new.walk():
        if target.param_names and waiting[target.name]:
            _copy(waiting[target.name].pop(0), target)


def _copy(source: Any, target: Any) -> None:
    for name in source.param_names:
        values = source.get_param(name)
        place = np.zeros_like(target.get_param(name))
        place[tuple(slice(0, length) for length in values.shape)] = values
        target.set_param(name, place)
