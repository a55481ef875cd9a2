"""What the clean stage publishes."""

from collections.abc import Mapping

from pydantic import Field, JsonValue

from .article import AboutArticle
from .lineage import StageLineage, StageName, Status


class CleanArticle(AboutArticle):
    """An article's text without anything that stands around it."""

    text: str
    """The story, without its title; paragraphs are separated by an empty line. Empty when nothing was left."""
    authors: list[str] = Field(default_factory=list)
    fetched_at: str | None = None
    metadata: Mapping[str, JsonValue] = Field(default_factory=dict)
    """The producer's own fields, as they came."""
    modified_at: str | None = None
    """ISO 8601 date, or date and time, of the last change that the page tells."""
    captions: list[str] = Field(default_factory=list)
    """What stands under the article's pictures, each once; no part of `text`."""
    source_lines: list[int | None] = Field(default_factory=list)
    """For each paragraph of `text`, the line of the raw `body` in which it begins, counted from 1 as Python's `str.splitlines`
    does; null where markup cuts it up too much to be found."""
    removed: Mapping[str, int] = Field(default_factory=dict)
    """How many lines were left out of `text`, by kind (see
    `schemas/line_kinds.py`). Of a web page, only lines within what was taken for its story count."""
    fingerprint: str | None = None
    """SimHash of the text's words, 64 bits as 16 hexadecimal digits: the fewer bits differ, the more alike two texts are; up to 10
    for most copies of one report. Null for a text of less than 20 words."""
    status: Mapping[StageName, Status] = Field(default_factory=dict)
    """How each stage that has run went."""
    warnings: list[str] = Field(default_factory=list)
    """What was odd about the input, as codes (see `schemas/oddities.py`)."""
    lineage: Mapping[StageName, StageLineage] = Field(default_factory=dict)
    """Per stage that has run: worker, model and input."""
