"""What `spacy train --code` loads: what makes training faster without changing what is learnt.

See training/entities/setup.py for what was measured.
"""

import gc
from collections.abc import Callable
from pathlib import Path

from spacy.language import Language
from spacy.util import registry
from thinc.api import NumpyOps, set_current_ops

from workers.stages.pipelines import prepare_products

set_current_ops(NumpyOps(use_blis=False))
gc.set_threshold(200_000, 50, 100)
prepare_products()


@registry.callbacks("quotewire.go_on_from.v1")
def go_on_from(path: Path | None) -> Callable[[Language], Language]:
    """Begin with the weights of a model that was trained before, if one is given."""

    def load(language: Language) -> Language:
        return language.from_disk(path) if path else language

    return load
