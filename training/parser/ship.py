"""Put a trained model where the worker finds it, with a name, a version, its sources and its figures.

python -m training.parser.ship MODEL FOLDER

MODEL is what `spacy train` left (model-best); FOLDER holds what training.parser.prepare wrote.
"""

import argparse
import json
import shutil
from pathlib import Path

from training.parser.evaluate import SHIPPED, figures
from workers.stages.pipelines import load_pipeline

NAME = "quotewire_parser_en"
VERSION = "1.0.0"
LICENCE = "CC BY-SA 4.0, CC BY 4.0: see MODEL_CARD.md"
SOURCES = {
    "Universal Dependencies, English EWT": "CC BY-SA 4.0",
    "GUM (interviews, biographies, travel, speeches, textbooks, papers)": "annotations CC BY 4.0; texts CC BY, CC BY-SA",
}


def ship(model: Path, folder: Path, output: Path) -> None:
    """Write the model without what inference does not need."""
    language = load_pipeline(model)
    language.meta |= {
        "name": NAME,
        "version": VERSION,
        "description": "Tags and dependencies of English sentences",
        "license": LICENCE,
        "sources": [{"name": name, "license": licence} for name, licence in SOURCES.items()],
        "performance": {path.name: figures(path, language) for path in sorted(folder.glob("*.test.spacy"))},
    }
    output.mkdir(exist_ok=True)
    for part in (*language.pipe_names, "vocab"):
        shutil.rmtree(output / part, ignore_errors=True)
    for section in ("paths", "corpora", "training", "initialize"):  # they tell of the machine that trained
        language.config.pop(section, None)
    language.to_disk(output)
    # The words of the training texts: the model works with hashes, and they would tell what those texts were.
    labels = {label for name in language.pipe_names for label in language.pipe_labels.get(name, [])}
    (output / "vocab" / "strings.json").write_text(json.dumps(sorted(labels)), encoding="utf-8")


def main() -> None:
    """Read the arguments and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--output", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    ship(arguments.model, arguments.folder, arguments.output)


if __name__ == "__main__":
    main()
