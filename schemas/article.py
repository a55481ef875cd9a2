"""What every record about an article repeats, so that it can be shown without reading another topic."""

from .base import Record


class AboutArticle(Record):
    """Which article, in which revision, and how to name it to a reader."""

    article_id: str
    """The article's id: the raw record's `id`, else its key, else a hash of its url, else of its body."""
    revision: str = ""
    """Hash of title and text as cleaned: changes exactly when one of them does."""
    url: str | None = None
    title: str | None = None
    source: str | None = None
    """Who published the article."""
    language: str | None = None
    """ISO 639-1 code of the text's language; null when there is no text to tell it from."""
    published_at: str | None = None
    """ISO 8601 date, or date and time as far as known."""
