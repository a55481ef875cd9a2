"""What producers publish."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, JsonValue

from .base import Record


def _number_as_text(value: object) -> object:
    """Take a number for its digits: producers write ids and dates as numbers, and they are opaque here."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _one_as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


TextOrNumber = Annotated[str, BeforeValidator(_number_as_text)]


class RawArticle(Record):
    """A news article as it was fetched: a web page, or the text of one with whatever stands around the story."""

    body: str = Field(min_length=1)
    """The article: HTML, or plain text with its line breaks. At most 2 MiB in UTF-8, if the operator allows no more."""
    id: TextOrNumber | None = None
    """Your id of the article, 512 bytes in UTF-8 at the most. Publishing the same id again replaces the article."""
    url: str | None = None
    """Where the article stands on the web."""
    title: str | None = None
    """The headline; found in the body when absent."""
    source: str | None = None
    """Who published the article, as readers know it."""
    content_type: str | None = None
    """`text/html` or `text/plain`; told from the body when absent."""
    language: str | None = None
    """ISO 639-1 code or language tag (`en`, `en-GB`); told from the text when absent."""
    authors: Annotated[list[str], BeforeValidator(_one_as_list)] | None = None
    published_at: TextOrNumber | None = None
    """ISO 8601 date, or date and time. A date that cannot be read is dropped with a warning."""
    fetched_at: TextOrNumber | None = None
    """ISO 8601 date and time of the fetch."""
    metadata: Mapping[str, JsonValue] | None = None
    """Anything of yours; carried through to every article record, never read."""
