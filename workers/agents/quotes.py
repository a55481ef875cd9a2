"""From articles with entities to enriched articles, and a record for each quote."""

from collections.abc import Sequence
from typing import ClassVar

from schemas import ArticleWithEntities
from workers.agents.base import Agent, Publication, one_each
from workers.stages.quotes import find_quotes, load_model, quote_records
from workers.stages.received import Received
from workers.topics import ENRICHED, FLOWS, QUOTES, Flow


class QuotesAgent(Agent):
    """Publishes the article with everything found, and the quotes one by one."""

    flow: ClassVar[Flow] = FLOWS["quotes"]

    def __init__(self) -> None:
        self._model = load_model()

    def process(self, received: Sequence[Received[ArticleWithEntities]]) -> list[list[Publication]]:
        """Find the quotes of articles."""
        return [
            [
                Publication(ENRICHED, article.article_id, article),
                *one_each(QUOTES, article.article_id, quote_records(article)),
            ]
            for article in find_quotes(received, self._model)
        ]


AGENT = QuotesAgent()
