"""Whether a stage can read an article."""

from collections.abc import Callable

from schemas.clean_article import CleanArticle
from schemas.lineage import Status


def status_of(
    article: CleanArticle, reads: Callable[[str | None], bool] = lambda language: language in {None, "en"}
) -> Status:
    """Return `ok` for an article with a text in a language that the stage reads, otherwise why not.

    It reads English, and counts a text whose language nobody has determined as English, unless `reads` says otherwise.
    """
    if not article.text.strip():
        return "empty"
    return "ok" if reads(article.language) else "unsupported_language"
