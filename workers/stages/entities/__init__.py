"""The entities stage: who and what an article names, and where."""

from workers.stages.entities.model import EntitiesModel, load_model
from workers.stages.entities.records import mention_records
from workers.stages.entities.stage import find_entities

__all__ = ["EntitiesModel", "find_entities", "load_model", "mention_records"]
