"""From clean articles to articles with their entities."""

from collections.abc import Sequence

from schemas.article_with_entities import ArticleWithEntities, MentionField
from schemas.clean_article import CleanArticle
from schemas.lineage import Status
from workers.stages.entities.agreement import completed
from workers.stages.entities.details import described
from workers.stages.entities.grouping import grouped
from workers.stages.entities.mentions import Named, named_in
from workers.stages.entities.model import EntitiesModel
from workers.stages.received import Received


def find_entities(articles: Sequence[Received[CleanArticle]], model: EntitiesModel) -> list[ArticleWithEntities]:
    """Find what each article names, in title and text; one article out for each one in, in the same order.

    An article without text, or in a language other than English, comes out with that as its status and nothing found.
    """
    statuses = [_status(received.record) for received in articles]
    readable = [received.record for received, status in zip(articles, statuses, strict=True) if status == "ok"]
    model.words.make_room()
    titles = named_in([article.title or "" for article in readable], "title", model.language)
    texts = named_in([article.text for article in readable], "text", model.language)
    found = iter([*title, *text] for title, text in zip(titles, texts, strict=True))
    return [
        _with_entities(received, status, next(found) if status == "ok" else [], model)
        for received, status in zip(articles, statuses, strict=True)
    ]


def _status(article: CleanArticle) -> Status:
    if article.status.get("clean") == "unsupported_language" or article.language not in {None, "en"}:
        return "unsupported_language"
    return "ok" if article.text.strip() else "empty"


def _with_entities(
    received: Received[CleanArticle], status: Status, found: list[Named], model: EntitiesModel
) -> ArticleWithEntities:
    article = received.record
    texts: dict[MentionField, str] = {"title": article.title or "", "text": article.text}
    named = completed(texts, found)
    mentions, entities = grouped(named, lambda name: bool(model.places.candidates(name)))
    lineage = received.lineage(model.lineage if status == "ok" else None)
    return ArticleWithEntities.model_validate(
        dict(article)
        | {
            "mentions": mentions,
            "entities": described(entities, mentions, named, texts, model.places, model.calibration),
            "status": {**article.status, "entities": status},
            "warnings": list(dict.fromkeys([*article.warnings, *received.oddities])),
            "lineage": {**article.lineage, "entities": lineage},
        }
    )
