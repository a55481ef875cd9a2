"""How fast the quotes stage is, with syntax and without, side by side, and whether its memory stays flat.

python -m benchmarks.quotes [ARTICLES | FILE]

ARTICLES are made from the samples of the demo; FILE holds articles with entities, as `quotewire enrich --to entities` writes
them. Prints tokens a second of processor time over all tokens of the articles, as spaCy's English tokenizer counts them, the
share of sentences that were parsed, and the resident memory. Start it with OPENBLAS_NUM_THREADS=1, as a worker's child runs.
"""

import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import spacy

from benchmarks.articles import articles
from schemas.article_with_entities import ArticleWithEntities
from workers.offline import RAW_ARTICLES, OfflineFlow, stages_between
from workers.stages.quotes.attribution_search import needs_syntax
from workers.stages.quotes.drafts import find_drafts
from workers.stages.quotes.model import SyntaxModel, load_model
from workers.stages.quotes.sentence import read_sentences
from workers.stages.quotes.stage import find_quotes
from workers.stages.received import Received

BATCH = 16
"""Articles that the stage gets at once."""
ROUNDS = 3


def read(argument: str) -> list[ArticleWithEntities]:
    """Read articles from a file, or make as many as the argument says."""
    if argument.isdecimal():
        made = OfflineFlow(RAW_ARTICLES, stages_between(RAW_ARTICLES, "entities")).run(list(articles(int(argument))))
        return [record for record in made if isinstance(record, ArticleWithEntities)]
    lines = Path(argument).read_bytes().splitlines()
    return [ArticleWithEntities.model_validate_json(line) for line in lines]


def with_syntax(records: Sequence[ArticleWithEntities], model: SyntaxModel) -> None:
    """Do all that the stage does."""
    for begin in range(0, len(records), BATCH):
        find_quotes([Received(record, worker="bench") for record in records[begin : begin + BATCH]], model)


def without_syntax(records: Sequence[ArticleWithEntities]) -> None:
    """Find quotes by the rules alone; their speakers are not resolved."""
    for record in records:
        find_drafts(list(read_sentences(record.text, record.mentions)))


def main() -> None:
    """Read the argument and print the figures."""
    records = read(sys.argv[1] if len(sys.argv) > 1 else "200")
    tokenizer = spacy.blank("en").tokenizer
    tokens = sum(len(tokenizer(record.text)) for record in records)
    sentences = [one for record in records for one in read_sentences(record.text, record.mentions)]
    parsed = sum(needs_syntax(sentence.tokens) for sentence in sentences)
    print(f"{len(records)} articles, {tokens:,} tokens, {parsed / len(sentences):.0%} of the sentences parsed")
    model = load_model()
    with_syntax(records[:BATCH], model)
    for _ in range(ROUNDS):
        start = time.process_time()
        with_syntax(records, model)
        middle = time.process_time()
        without_syntax(records)
        end = time.process_time()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{tokens / (middle - start):9,.0f} tokens a second, {tokens / (end - middle):9,.0f} by the rules alone,"
            f" at most {memory:.1f} MiB"
        )


if __name__ == "__main__":
    main()
