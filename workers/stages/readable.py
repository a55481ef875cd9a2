"""Whether the stages that read English can read an article."""

from schemas.clean_article import CleanArticle
from schemas.lineage import Status


def status_of(article: CleanArticle) -> Status:
    """Return `ok` for an article with an English text, or one whose language nobody has determined; otherwise why not."""
    if not article.text.strip():
        return "empty"
    return "ok" if article.language in {None, "en"} else "unsupported_language"
