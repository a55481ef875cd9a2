"""From clean articles to articles with their entities."""

from collections.abc import Sequence
from functools import partial

from schemas.article_with_entities import ArticleWithEntities, MentionField
from schemas.clean_article import CleanArticle
from schemas.lineage import Status
from workers.stages.definition import Process
from workers.stages.entities.agreement import completed
from workers.stages.entities.details import described
from workers.stages.entities.first_words import without_first_words
from workers.stages.entities.grouping import grouped
from workers.stages.entities.mentions import Named, named_in
from workers.stages.entities.model import EntitiesModel, load_model
from workers.stages.entities.people import with_people
from workers.stages.readable import status_of
from workers.stages.entities.surroundings import with_surroundings
from workers.stages.received import Received


def load() -> Process:
    """Load the model that marks names, and return the stage."""
    return partial(find_entities, model=load_model())


def find_entities(articles: Sequence[Received[CleanArticle]], model: EntitiesModel) -> list[ArticleWithEntities]:
    """Find what each article names, in title and text; one article out for each one in, in the same order.

    An article without text, or in a language other than English, comes out with that as its status and nothing found.
    """
    statuses = [status_of(received.record) for received in articles]
    readable = [received.record for received, status in zip(articles, statuses, strict=True) if status == "ok"]
    model.words.make_room()
    titles = named_in([article.title or "" for article in readable], "title", model.language)
    texts = named_in([article.text for article in readable], "text", model.language)
    found = iter([*title, *text] for title, text in zip(titles, texts, strict=True))
    return [
        _with_entities(received, status, next(found) if status == "ok" else [], model)
        for received, status in zip(articles, statuses, strict=True)
    ]


def _with_entities(
    received: Received[CleanArticle], status: Status, found: list[Named], model: EntitiesModel
) -> ArticleWithEntities:
    article = received.record
    texts: dict[MentionField, str] = {"title": article.title or "", "text": article.text}
    named = completed(texts, with_people(texts, without_first_words(texts, found)))
    named = with_surroundings(texts, named, model.places)
    mentions, entities = grouped(named, lambda name: bool(model.places.candidates(name)))
    return ArticleWithEntities.model_validate(
        dict(article)
        | {
            "mentions": mentions,
            "entities": described(entities, mentions, named, texts, model.places, model.calibration),
        }
        | received.report("entities", status, model.lineage if status == "ok" else None)
    )
