"""A stage whose model is broken."""

from typing import NoReturn


def load() -> NoReturn:
    raise OSError("no such model")
