"""The clean stage: raw articles in, their text without anything that stands around it out."""

from collections.abc import Sequence

from schemas import CleanArticle, RawArticle
from workers.stages.clean.article import clean_article
from workers.stages.received import Received

__all__ = ["clean_articles"]


def clean_articles(received: Sequence[Received[RawArticle]]) -> list[CleanArticle]:
    """Clean articles, one for one and in their order.

    The same input gives the same bytes. No text makes it raise: what cannot be read is told in `warnings`, and an article of
    which nothing is left has the status `empty`.
    """
    return [clean_article(one) for one in received]
