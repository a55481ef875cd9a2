"""From raw articles to clean ones."""

from collections.abc import Sequence
from typing import ClassVar

from schemas import RawArticle
from workers.agents.base import Agent, Publication
from workers.stages.clean import clean_articles
from workers.stages.received import Received
from workers.topics import CLEAN, FLOWS, Flow


class CleanAgent(Agent):
    """Publishes the clean article."""

    flow: ClassVar[Flow] = FLOWS["clean"]

    def process(self, received: Sequence[Received[RawArticle]]) -> list[list[Publication]]:
        """Clean articles."""
        return [[Publication(CLEAN, article.article_id, article)] for article in clean_articles(received)]
