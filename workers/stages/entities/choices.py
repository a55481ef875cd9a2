"""Which pipeline reads which language, as people write it: `en=default,fr=fr_core_news_sm,*=/models/mine`."""

import re
from collections.abc import Mapping

DEFAULT = "default"
"""Stands for Quotewire's own model, which reads English."""
ENGLISH = "en"
SHIPPED = f"{ENGLISH}={DEFAULT}"
"""What is chosen unless something else is."""
OTHERS = "*"
"""Stands for all languages that are not named."""

LANGUAGE = re.compile(r"[a-z]{2}|\*")
PACKAGE = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def choices(written: str) -> Mapping[str, str]:
    """Return the pipelines by language (ISO 639-1, or `*` for all others): `default`, the name of a package, or a path.

    English has Quotewire's own model unless another is named. Raises ValueError when something else is written.
    """
    chosen = {ENGLISH: DEFAULT}
    named: set[str] = set()
    for part in written.split(","):
        language, _, pipeline = (piece.strip() for piece in part.partition("="))
        if not pipeline or not LANGUAGE.fullmatch(language):
            raise ValueError(
                f"{part.strip()!r} is not written as language=model, such as fr=fr_core_news_sm, or *=… for all others"
            )
        if language in named:
            raise ValueError(f"{language} has two models: leave one of them out")
        if not is_path(pipeline) and not PACKAGE.fullmatch(pipeline):
            raise ValueError(
                f"{language}={pipeline} names neither a package nor a path; a path has a slash, such as ./my_model"
            )
        if pipeline == DEFAULT and language != ENGLISH:
            raise ValueError(
                f"{language}={DEFAULT}: Quotewire's own model reads English alone; name a pipeline of spaCy's"
            )
        named.add(language)
        chosen[language] = pipeline
    return chosen


def is_path(pipeline: str) -> bool:
    """Return whether a pipeline is named by its folder, and not by its package."""
    return "/" in pipeline
