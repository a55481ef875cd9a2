"""The sentences of an article."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.article_with_entities import Mention
from workers.stages.quotes.passages import find_paragraphs
from workers.stages.quotes.tokens import MentionReader, Token, sentences, tokenize
from workers.stages.quotes.tree import Tree, unparsed


@dataclass(slots=True)
class Sentence:
    """A sentence of an article."""

    tokens: list[Token]
    paragraph: int
    first: bool
    """Whether it begins its paragraph."""
    tree: Tree
    """Unparsed where the rules can do without, or where it is too long."""


def read_sentences(text: str, mentions: Sequence[Mention]) -> Iterator[Sentence]:
    """Yield the sentences of a text, not parsed yet."""
    reader = MentionReader(mentions)
    for number, paragraph in enumerate(find_paragraphs(text)):
        for order, tokens in enumerate(sentences(tokenize(text, paragraph, reader))):
            yield Sentence(tokens, number, order == 0, unparsed(tokens))
