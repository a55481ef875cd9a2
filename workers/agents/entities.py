"""From clean articles to articles with their entities, and a record for each entity."""

from collections.abc import Sequence
from typing import ClassVar

from schemas import CleanArticle
from workers.agents.base import Agent, Publication, one_each
from workers.stages.entities import find_entities, load_model, mention_records
from workers.stages.received import Received
from workers.topics import ENTITIES, FLOWS, MENTIONS, Flow


class EntitiesAgent(Agent):
    """Publishes the article with its entities, and the entities one by one."""

    flow: ClassVar[Flow] = FLOWS["entities"]

    def __init__(self) -> None:
        self._model = load_model()

    def process(self, received: Sequence[Received[CleanArticle]]) -> list[list[Publication]]:
        """Find the entities of articles."""
        return [
            [
                Publication(ENTITIES, article.article_id, article),
                *one_each(MENTIONS, article.article_id, mention_records(article)),
            ]
            for article in find_entities(received, self._model)
        ]


AGENT = EntitiesAgent()
