"""What `spacy train --code` loads: where to go on from, and what makes training faster."""

from collections.abc import Callable
from pathlib import Path

from spacy.language import Language
from spacy.util import registry

from training.speed import speed_up

speed_up()


@registry.callbacks("quotewire.go_on_from.v1")
def go_on_from(path: Path | None) -> Callable[[Language], Language]:
    """Begin with the weights of a model that was trained before, if one is given."""

    def load(language: Language) -> Language:
        return language.from_disk(path) if path else language

    return load
