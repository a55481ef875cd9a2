"""From articles with their entities to articles with their quotes as well."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from schemas.article_with_entities import ArticleWithEntities
from schemas.enriched_article import EnrichedArticle, Quote
from schemas.lineage import Status
from workers.stages.definition import Process
from workers.stages.quotes.assembly import assembled
from workers.stages.quotes.attribution_search import needs_syntax
from workers.stages.quotes.draft import Draft
from workers.stages.quotes.drafts import find_drafts
from workers.stages.quotes.model import SyntaxModel, load_model, parsed
from workers.stages.quotes.patterns import PATTERNS
from workers.stages.quotes.patterns.pattern import Pattern
from workers.stages.quotes.sentence import Sentence, read_sentences
from workers.stages.readable import status_of
from workers.stages.received import Received

MOST_PARSED = 40_000
"""Code points of an article's sentences that are parsed, some 2 seconds' worth; what comes after them is left to the rules over words.
The longest of 84 newspaper articles has 11,000."""


def load() -> Process:
    """Load the tagger and parser, and return the stage."""
    return partial(find_quotes, model=load_model())


def find_quotes(received: Sequence[Received[ArticleWithEntities]], model: SyntaxModel) -> list[EnrichedArticle]:
    """Find the quotes of articles: one enriched article for each one given, in order.

    Articles without text get the status `empty`, those in another language than English `unsupported_language`; both
    have no quotes.
    """
    statuses = [status_of(one.record) for one in received]
    articles = [one.record for one, status in zip(received, statuses, strict=True) if status == "ok"]
    sentences = sentences_of(articles, model)
    found = (assembled(article, its) for article, its in zip(articles, sentences, strict=True))
    return [
        _enriched(one, status, next(found) if status == "ok" else [], model)
        for one, status in zip(received, statuses, strict=True)
    ]


def drafts_of(
    articles: Sequence[ArticleWithEntities], model: SyntaxModel, patterns: Sequence[Pattern] = PATTERNS
) -> list[list[Draft]]:
    """Find the quotes of articles."""
    return [find_drafts(sentences, patterns) for sentences in sentences_of(articles, model)]


def sentences_of(articles: Sequence[ArticleWithEntities], model: SyntaxModel) -> list[list[Sentence]]:
    """Read the sentences of articles; all of them with a word that may be a cue are parsed together."""
    read = [list(read_sentences(article.text, article.mentions)) for article in articles]
    with_cues = [
        (article.text, sentence)
        for article, sentences in zip(articles, read, strict=True)
        for sentence in _to_parse(sentences)
    ]
    trees = parsed([(text, sentence.tokens) for text, sentence in with_cues], model)
    for (_, sentence), tree in zip(with_cues, trees, strict=True):
        sentence.tree = tree
    return read


def _to_parse(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Yield the sentences with a word that may be a cue, as many as there is time to parse."""
    length = 0
    for sentence in sentences:
        if needs_syntax(sentence.tokens):
            length += sentence.tokens[-1].end - sentence.tokens[0].start
            if length > MOST_PARSED:
                return
            yield sentence


def _enriched(
    received: Received[ArticleWithEntities], status: Status, quotes: list[Quote], model: SyntaxModel
) -> EnrichedArticle:
    article = received.record
    fields = {name: getattr(article, name) for name in ArticleWithEntities.model_fields}
    report = received.report("quotes", status, model.lineage if status == "ok" else None)
    return EnrichedArticle(**{**fields, **report}, quotes=quotes)
