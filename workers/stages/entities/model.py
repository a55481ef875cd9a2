"""The trained models that mark names in text."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.language import Language

from schemas.lineage import Model
from workers.stages.entities import tagger
from workers.stages.entities.choices import DEFAULT, ENGLISH, OTHERS, SHIPPED, choices
from workers.stages.entities.confidence import Calibration
from workers.stages.entities.dictionary import Dictionary
from workers.stages.entities.labels import RELABEL, titles_of
from workers.stages.entities.pipelines import OWN, load_named
from workers.stages.entities.places import Places
from workers.stages.spacy_pipelines import WordMemory, lineage_of, lineage_of_package, load_pipeline

FOLDER = Path(__file__).parents[2] / "models" / "entities"
CALIBRATION = "calibration.json"
"""The file, beside a model, that `training/entities/calibrate.py` writes."""


@dataclass(frozen=True, slots=True, eq=False)
class EntitiesModel:
    """A loaded model; use it from one thread at a time."""

    language: Language
    words: WordMemory
    lineage: Model
    """Name and version, as records tell them."""
    calibration: Calibration | None
    """What makes confidences of its probabilities; None for a pipeline that gives none."""


@dataclass(frozen=True, slots=True)
class EntitiesModels:
    """The models by language, and what all of them share."""

    by_language: Mapping[str, EntitiesModel]
    """By ISO 639-1 code; `*` has the model for those that are not named, if there is one."""
    places: Places
    dictionary: Dictionary

    def reads(self, language: str | None) -> bool:
        """Return whether there is a model for texts of a language."""
        return self.of(language) is not None

    def of(self, language: str | None) -> EntitiesModel | None:
        """Return the model for texts of a language, or of one that nobody has determined; None if nothing reads it."""
        return self.by_language.get(language or ENGLISH) or self.by_language.get(OTHERS)


def titles_in(language: str | None) -> frozenset[str] | None:
    """Return the titles of a text's language; None for English, of which more is known."""
    return None if language in {None, ENGLISH} else titles_of(language)


def load_models(written: str = SHIPPED) -> EntitiesModels:
    """Load the models for each language, as `choices` reads them; each once (the shipped one takes a second and 150 MB).

    Raises PipelineUnfitError for one that will not do, OSError when the shipped one is missing.
    """
    places = Places()

    @cache
    def load(pipeline: str) -> EntitiesModel:
        if pipeline == DEFAULT:
            return load_model()
        language = next(language for language, name in chosen.items() if name == pipeline)
        loaded = load_named(language, pipeline, places.has)
        return EntitiesModel(loaded, WordMemory(loaded), lineage_of_package(loaded), _calibration_of(loaded))

    chosen = choices(written)
    return EntitiesModels({language: load(pipeline) for language, pipeline in chosen.items()}, places, Dictionary())


def _calibration_of(language: Language) -> Calibration | None:
    """Read what stands beside a model of our recipe; other pipelines tell no probabilities."""
    file = (language.path or Path()) / CALIBRATION
    tells = OWN in language.pipe_factories.values() and RELABEL not in language.pipe_factories.values()
    return Calibration.read(file) if tells and file.is_file() else None


def load_model(folder: Path = FOLDER) -> EntitiesModel:
    """Load the shipped model, or another one of its recipe.

    Raises OSError when the folder holds no model.
    """
    assert tagger  # its import has told spaCy of the component
    language = load_pipeline(folder)
    calibration = Calibration.read(folder / CALIBRATION)
    return EntitiesModel(language, WordMemory(language), lineage_of(language), calibration)
