"""How trained spaCy pipelines are loaded, so that their matrix products are fast."""

from contextlib import ExitStack
from functools import cache
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from thinc.api import use_ops

from schemas.lineage import Model

LARGER_THAN_A_BLOCK = 512
"""Rows and columns of a matrix that fills OpenBLAS's packing buffers; from 384 on they were filled."""


def lineage_of(language: Language) -> Model:
    """Return name and version of a pipeline, as records tell them."""
    return Model(name=language.meta["name"], version=language.meta["version"])


def lineage_of_package(language: Language) -> Model:
    """Return name and version of a pipeline that is not ours: the name begins with its language, as those of its packages do."""
    return Model(name=f"{language.meta['lang']}_{language.meta['name']}", version=language.meta["version"])


def load_pipeline(folder: Path | str) -> Language:
    """Load a pipeline from a folder of spaCy's making, or, given as text, from the package of that name.

    Raises OSError when the folder holds none.
    """
    prepare_products()
    # BLIS, thinc's default, falls back to plain C on processors that it does not know: NumPy's OpenBLAS is twice as
    # fast there.
    with use_ops("numpy", use_blis=False):
        return spacy.load(folder)


@cache
def prepare_products() -> None:
    """Make one product (30 ms, once a process) that is larger than those of the networks, so that theirs are fast.

    OpenBLAS packs matrices into buffers of its own, of which small products write a part; its kernels prefetch from beyond
    that, and where nothing was ever written there is no page to find, again and again. With one thread on AMD Zen, in a
    virtual machine, products of 1262 x 288 by 288 x 288 ran at 10 GFLOPS before, and at 32 after one larger product;
    `perf annotate` showed 70 % of the time on `prefetcht1`.
    """
    ones = np.ones((LARGER_THAN_A_BLOCK, LARGER_THAN_A_BLOCK), np.float32)
    _ = ones @ ones


MOST_WORDS = 50_000
"""Words that a pipeline learns before it forgets the next ones. 150 page texts of 800 tokens brought 17,000; over 50,000 articles of ever
new names memory grew by 14 MiB (`python -m benchmarks.entities 50000 1`)."""


class WordMemory:
    """What a pipeline learns of words: the first many are kept for good, later ones until they are many again. Memory stays flat.

    spaCy's tokenizer splits a word that it has kept in no time, but keeps none while a memory zone is open
    (`Tokenizer._save_cached`): so the first words, most of which come again, are learnt outside of one.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        self._zone = ExitStack()
        self._full_at: int | None = None

    def make_room(self) -> None:
        """Forget, if there is much to forget; to be called before texts are read, when no Doc of earlier ones is in use."""
        strings = self._language.vocab.strings
        if self._full_at is None:
            self._full_at = len(strings) + MOST_WORDS
        elif len(strings) >= self._full_at:
            self._zone.close()
            self._full_at = len(strings) + MOST_WORDS
            self._zone.enter_context(self._language.memory_zone())
