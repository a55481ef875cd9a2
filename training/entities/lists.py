"""What the network gets before training starts: its lists of names, and the vectors of an earlier model."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.util import registry
from thinc.api import Model

from workers.stages.entities.gazetteer import with_lists

Change = Callable[[Language], Language]


@registry.callbacks("quotewire.open_lists.v1")
def open_lists(path: Path | None) -> Change:
    """Make the callback that spaCy calls before weights are made."""

    def callback(language: Language) -> Language:
        if path is not None:
            names = json.loads(Path(path).read_text(encoding="utf-8"))
            model = language.get_pipe("names").model  # type: ignore[attr-defined]
            with_lists(model, names, lambda name: [token.text for token in language.make_doc(name)])
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
    """Copy all weights; what the new network's first layer adds to them counts nothing at first."""
    before = [node for node in old.walk() if node.param_names]
    after = [node for node in new.walk() if node.param_names]
    tables = sum(node.name == "hashembed" for node in before)
    extra = [node for node in after if node.name == "hashembed"][tables:]
    for source, target in zip(before, (node for node in after if node not in extra), strict=True):
        for name in source.param_names:
            values: Any = source.get_param(name)
            place: Any = target.get_param(name).copy()
            if values.shape == place.shape:
                place = values
            else:
                place[...] = 0
                place[tuple(slice(0, length) for length in values.shape)] = values
            target.set_param(name, place)
