"""The trained model that marks names in text."""

from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from schemas.lineage import Model
from workers.stages.entities import tagger
from workers.stages.entities.confidence import Calibration
from workers.stages.entities.places import Places
from workers.stages.spacy_pipelines import WordMemory, lineage_of, load_pipeline

FOLDER = Path(__file__).parents[2] / "models" / "entities"


@dataclass(frozen=True, slots=True)
class EntitiesModel:
    """A loaded model; use it from one thread at a time."""

    language: Language
    words: WordMemory
    lineage: Model
    """Name and version, as records tell them."""
    calibration: Calibration
    places: Places


def load_model(folder: Path = FOLDER) -> EntitiesModel:
    """Load the shipped model, or one from another folder of spaCy's making (about a second, 150 MB).

    Raises OSError when the folder holds no model.
    """
    assert tagger  # its import has told spaCy of the component
    language = load_pipeline(folder)
    calibration = Calibration.read(folder / "calibration.json")
    return EntitiesModel(language, WordMemory(language), lineage_of(language), calibration, Places())
