"""From articles to drafts of their quotes: sentences, the syntax of those that need it, the rules."""

from collections.abc import Sequence

from schemas.article_with_entities import ArticleWithEntities
from workers.stages.quotes.attributions import needs_syntax
from workers.stages.quotes.flow import Draft, find_drafts, read_sentences
from workers.stages.quotes.syntax import SyntaxModel, parsed


def drafts_of(articles: Sequence[ArticleWithEntities], model: SyntaxModel) -> list[list[Draft]]:
    """Find the quotes of articles; all sentences with a word that may be a cue are parsed together."""
    read = [list(read_sentences(article.text, article.mentions)) for article in articles]
    told = [
        (article.text, sentence)
        for article, sentences in zip(articles, read, strict=True)
        for sentence in sentences
        if needs_syntax(sentence.tokens)
    ]
    trees = parsed([(text, sentence.tokens) for text, sentence in told], model)
    for (_, sentence), tree in zip(told, trees, strict=True):
        sentence.tree = tree
    return [find_drafts(sentences) for sentences in read]
