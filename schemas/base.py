"""What all records and their parts have in common."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Record(BaseModel):
    """A frozen record, or a part of one; unknown fields are dropped, so that either side may add fields first."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)


Offset = Annotated[int, Field(ge=0)]
"""A place in a text, in Unicode code points."""


class Span(Record):
    """A stretch of text."""

    start: Offset
    """The first code point of the span."""
    end: Offset
    """The code point after the last one of the span."""
