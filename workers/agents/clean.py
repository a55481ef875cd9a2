"""From raw articles to clean ones."""

from collections.abc import Sequence
from typing import ClassVar

from schemas import RawArticle
from workers import __version__
from workers.agents.base import Agent, Publication
from workers.stages.clean import clean_articles
from workers.stages.received import Received
from workers.topics import CLEAN, FLOWS, Flow

_SAMPLES = (
    "The harbour was opened again on Monday.",
    "<html><body><p>The harbour was opened again on Monday.</p></body></html>",
)


class CleanAgent(Agent):
    """Publishes the clean article."""

    flow: ClassVar[Flow] = FLOWS["clean"]

    def __init__(self) -> None:
        for body in _SAMPLES:  # libraries load their models and tables when they are first used
            self.process([Received(RawArticle(body=body), __version__)])

    def process(self, received: Sequence[Received[RawArticle]]) -> list[list[Publication]]:
        """Clean articles."""
        return [[Publication(CLEAN, article.article_id, article)] for article in clean_articles(received)]


AGENT = CleanAgent()
