"""Put a trained model where the worker finds it, with a name, a version, its sources and its figures.

python -m training.entities.ship MODEL GOLD

MODEL is what `spacy train` left (model-best); GOLD are the annotated sentences that the figures are measured on.
"""

import argparse
import shutil
from pathlib import Path

from training.entities.evaluate import SHIPPED, figures, load
from training.entities.sentences import read_sentences
from training.shipping import ship

NAME = "quotewire_entities_en"
VERSION = "1.4.0"
LICENCE = "CC BY-SA 4.0, CC BY 4.0, MIT, CC0 1.0, ODbL 1.0: see MODEL_CARD.md"
SOURCES = {
    "Groningen Meaning Bank (Kaggle extract)": "public domain text; extract under ODbL 1.0",
    "GUM (news, interviews, biographies, travel, speeches, textbooks, papers)": "CC BY 4.0, CC BY 2.5, CC BY-SA 3.0",
    "Universal NER, English EWT": "CC BY-SA 4.0",
    "WikiGold": "CC BY 4.0",
    "CrossNER": "MIT (text: Wikipedia, CC BY-SA 3.0)",
    "Re-DocRED": "MIT (text: Wikipedia, CC BY-SA 3.0)",
    "Broad Twitter Corpus, WNUT 2017": "CC BY 4.0",
    "Names by country, clubs, companies, universities, legislators; Faker's names (lists)": "CC0 1.0, ODC-PDDL 1.0, MIT",
    "GeoNames (lists)": "CC BY 4.0",
    "SCOWL (dictionary)": "permissive, by Kevin Atkinson",
    "Opinions of a teacher, fine-tuned from all-MiniLM-L6-v2; vectors of words, from both": "Apache-2.0",
    "Articles of scrapinghub/article-extraction-benchmark and flairNLP/fundus, read by the teacher": "MIT; articles of their publishers",
}


def ship_entities(model: Path, gold: Path, output: Path) -> None:
    """Write a trained model with its figures and its calibration."""
    language = load(model)
    measured = figures(list(read_sentences(gold)), language)
    meta = {
        "name": NAME,
        "version": VERSION,
        "description": "Names, dates and times in English news",
        "license": LICENCE,
        "performance": {f"{gold.name}:{label}": row for label, row in measured.items()},
    }
    ship(language, output, meta, SOURCES)
    shutil.copy(model / "calibration.json", output)


def main() -> None:
    """Read the arguments and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--output", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    ship_entities(arguments.model, arguments.gold, arguments.output)


if __name__ == "__main__":
    main()
