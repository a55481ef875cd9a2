"""From clean articles to articles with their entities."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from schemas.article_with_entities import ArticleWithEntities, MentionField
from schemas.clean_article import CleanArticle
from schemas.lineage import Status
from workers.stages.definition import Process
from workers.stages.entities.agreement import completed
from workers.stages.entities.choices import SHIPPED
from workers.stages.entities.details import described
from workers.stages.entities.dictionary import Dictionary
from workers.stages.entities.first_words import without_first_words
from workers.stages.entities.grouping import grouped
from workers.stages.entities.headlines import Headlines
from workers.stages.entities.institutions import with_institutions
from workers.stages.entities.mentions import Named, named_in
from workers.stages.entities.model import EntitiesModel, EntitiesModels, load_models, titles_in
from workers.stages.entities.people import with_called, with_people
from workers.stages.entities.places import Places
from workers.stages.entities.surroundings import with_surroundings
from workers.stages.readable import status_of
from workers.stages.received import Received


def load(entities_models: str = SHIPPED) -> Process:
    """Load the models that mark names, and return the stage.

    Raises PipelineUnfitError for one that will not do.
    """
    return partial(find_entities, models=load_models(entities_models))


def find_entities(articles: Sequence[Received[CleanArticle]], models: EntitiesModels) -> list[ArticleWithEntities]:
    """Find what each article names, in title and text; one article out for each one in, in the same order.

    An article without text, or in a language that no model reads, comes out with that as its status and nothing found.
    """
    records = [received.record for received in articles]
    statuses = [status_of(record, models.reads) for record in records]
    found = dict(_found(records, statuses, models))
    return [
        _with_entities(received, status, found.get(number, []), models)
        for number, (received, status) in enumerate(zip(articles, statuses, strict=True))
    ]


def _found(
    articles: Sequence[CleanArticle], statuses: Sequence[Status], models: EntitiesModels
) -> Iterator[tuple[int, list[Named]]]:
    """Yield the number of each article that a model reads, with the names that it marks."""
    together: defaultdict[tuple[EntitiesModel, frozenset[str] | None], list[int]] = defaultdict(list)
    for number, (article, status) in enumerate(zip(articles, statuses, strict=True)):
        if status == "ok" and (model := models.of(article.language)):
            together[model, titles_in(article.language)].append(number)
    for (model, titles), numbers in together.items():
        model.words.make_room()
        in_titles = named_in([articles[number].title or "" for number in numbers], "title", model.language, titles)
        in_texts = named_in([articles[number].text for number in numbers], "text", model.language, titles)
        for number, title, text in zip(numbers, in_titles, in_texts, strict=True):
            yield number, [*title, *text]


def _with_entities(
    received: Received[CleanArticle], status: Status, found: list[Named], models: EntitiesModels
) -> ArticleWithEntities:
    article = received.record
    model = models.of(article.language) if status == "ok" else None
    texts: dict[MentionField, str] = {"title": article.title or "", "text": article.text}
    english = titles_in(article.language) is None
    named = (
        english_names(texts, found, models.places, models.dictionary)
        if english
        else completed(texts, found, Headlines(texts))
    )
    mentions, entities = grouped(named, models.places.has)
    calibration = model.calibration if model else None
    return ArticleWithEntities.model_validate(
        dict(article)
        | {
            "mentions": mentions,
            "entities": described(entities, mentions, named, texts, models.places, calibration),
        }
        | received.report("entities", status, model.lineage if model else None)
    )


def english_names(
    texts: Mapping[MentionField, str], found: Sequence[Named], places: Places, dictionary: Dictionary
) -> list[Named]:
    """Put right what the model found in an English article, and find the same names in all of it."""
    headlines = Headlines(texts)
    somebody = with_called(texts, without_first_words(texts, found, headlines, dictionary), places)
    somebody = with_institutions(texts, somebody, headlines)
    labelled = with_people(texts, somebody, places)
    return with_surroundings(texts, completed(texts, labelled, headlines), places)
