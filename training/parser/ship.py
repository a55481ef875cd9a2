"""Put a trained model where the worker finds it, with a name, a version, its sources and its figures.

python -m training.parser.ship MODEL FOLDER

MODEL is what `spacy train` left (model-best); FOLDER holds what training.parser.prepare wrote.
"""

import argparse
from pathlib import Path

from training.parser.evaluate import SHIPPED, figures
from training.shipping import ship
from workers.stages.spacy_pipelines import load_pipeline

NAME = "quotewire_parser_en"
VERSION = "1.0.0"
LICENCE = "CC BY-SA 4.0, CC BY 4.0: see MODEL_CARD.md"
SOURCES = {
    "Universal Dependencies, English EWT": "CC BY-SA 4.0",
    "GUM (interviews, biographies, travel, speeches, textbooks, papers)": "annotations CC BY 4.0; texts CC BY, CC BY-SA",
}


def ship_parser(model: Path, folder: Path, output: Path) -> None:
    """Write a trained model with its figures on the treebanks' test files."""
    language = load_pipeline(model)
    meta = {
        "name": NAME,
        "version": VERSION,
        "description": "Tags and dependencies of English sentences",
        "license": LICENCE,
        "performance": {path.name: figures(path, language) for path in sorted(folder.glob("*.test.spacy"))},
    }
    ship(language, output, meta, SOURCES)


def main() -> None:
    """Read the arguments and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--output", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    ship_parser(arguments.model, arguments.folder, arguments.output)


if __name__ == "__main__":
    main()
