"""What the clean stage publishes."""

from collections.abc import Mapping

from pydantic import Field, JsonValue

from schemas.article import AboutArticle
from schemas.lineage import StageLineage, StageName, Status


class CleanArticle(AboutArticle):
    """An article's text without anything that stands around it."""

    text: str
    """The story, without its title; paragraphs are separated by an empty line. Empty when nothing was left."""
    authors: list[str] = Field(default_factory=list)
    fetched_at: str | None = None
    metadata: Mapping[str, JsonValue] = Field(default_factory=dict)
    """The producer's own fields, as they came."""
    status: Mapping[StageName, Status] = Field(default_factory=dict)
    """How each stage that has run went."""
    warnings: list[str] = Field(default_factory=list)
    """What was odd about the input, as codes (see `schemas/warnings.py`)."""
    lineage: Mapping[StageName, StageLineage] = Field(default_factory=dict)
    """Per stage that has run: worker, model and input."""
