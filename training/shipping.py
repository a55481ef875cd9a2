"""Put a trained pipeline where the worker finds it, without what inference does not need."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spacy.language import Language


def ship(language: Language, output: Path, meta: Mapping[str, Any], sources: Mapping[str, str]) -> None:
    """Write a pipeline with what `meta` says of it and the licence of each source; what else is in the folder stays."""
    language.meta |= {**meta, "sources": [{"name": name, "license": licence} for name, licence in sources.items()]}
    output.mkdir(exist_ok=True)
    for part in (*language.pipe_names, "vocab"):
        shutil.rmtree(output / part, ignore_errors=True)
    for section in ("paths", "corpora", "training", "initialize"):  # they tell of the machine that trained
        language.config.pop(section, None)
    language.to_disk(output)
    # The words of the training texts: the model works with hashes, and they would tell what those texts were.
    labels = {label for name in language.pipe_names for label in language.pipe_labels.get(name, [])}
    (output / "vocab" / "strings.json").write_text(json.dumps(sorted(labels)), encoding="utf-8")
