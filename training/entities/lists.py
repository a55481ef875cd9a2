"""Give the network the lists of names before training starts (`spacy train --code`)."""

import json
from collections.abc import Callable
from pathlib import Path

from spacy import registry
from spacy.language import Language

from workers.stages.entities.gazetteer import with_lists


@registry.callbacks("quotewire.open_lists.v1")
def open_lists(path: Path | None) -> Callable[[Language], Language]:
    """Make the callback that spaCy calls before weights are made."""

    def callback(language: Language) -> Language:
        if path is not None:
            names = json.loads(Path(path).read_text(encoding="utf-8"))
            model = language.get_pipe("names").model  # type: ignore[attr-defined]
            with_lists(model, names, lambda name: [token.text for token in language.make_doc(name)])
        return language

    return callback
