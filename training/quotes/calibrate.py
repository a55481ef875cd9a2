"""Fit how sure the stage may be of its quotes, and show how well that holds.

python -m training.quotes.calibrate GOLD...

GOLD are `*.jsonl.gz` files of annotated articles: `id`, `text`, `quotes` with `content`, `speaker`, `speaker_name`,
`optional`. The articles go through the entities stage and the quotes stage as they do in production. A quote is right
when its content matches that of an annotated one (Jaccard similarity of the words >= 0.8) and so does its speaker: the
name where one is annotated, else the mention. Quotes that match only what is optional are left out. Writes
workers/models/quotes/calibration.json; the table is made by fitting to all articles but a fold and looking at that one.
"""

import argparse
import gzip
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from schemas.article_with_entities import ArticleWithEntities
from schemas.clean_article import CleanArticle
from schemas.enriched_article import Quote
from training.calibration import fit, left_out, reliability
from workers.stages.entities.model import load_model
from workers.stages.entities.names import words_of
from workers.stages.entities.stage import find_entities
from workers.stages.quotes.assembly import found_in
from workers.stages.quotes.confidence import FILE, features
from workers.stages.quotes.model import load_model as load_syntax
from workers.stages.quotes.stage import sentences_of
from workers.stages.received import Received

FOLDS = 10
RIDGE = 2.0
"""Weight of the squared weights in the loss: a rule seen a few times changes little."""
CONSTANTS_RIDGE = 0.001
EDGES = (0, 0.6, 0.75, 0.85, 0.95, 1.0001)
ALIKE = 0.8
_WORD = re.compile(r"\w+(?:[.'’-]\w+)*")

Case = tuple[str, dict[str, float], bool]
"""Article, features of a quote, whether it is right."""


def judged(paths: Sequence[Path]) -> Iterator[Case]:
    """Yield each quote that the annotation decides about."""
    syntax = load_syntax()
    for gold, article in annotated(paths):
        (sentences,) = sentences_of([article], syntax)
        for draft, resolved, quote in found_in(article, sentences):
            right = is_right(gold, quote)
            if right is not None:
                yield gold["id"], features(draft, resolved, quote.type), right


def annotated(paths: Sequence[Path]) -> Iterator[tuple[dict[str, Any], ArticleWithEntities]]:
    """Read annotated articles, each with the entities that the stage finds in it."""
    model = load_model()
    for path in paths:
        for line in gzip.decompress(path.read_bytes()).splitlines():
            gold = json.loads(line)
            clean = CleanArticle(article_id=gold["id"], text=gold["text"], language="en")
            (article,) = find_entities([Received(clean, worker="training")], model)
            yield gold, article


def is_right(gold: dict[str, Any], quote: Quote) -> bool | None:
    """Compare a quote with the annotated ones; None when only an optional one is like it."""
    text = gold["text"]
    mine = words_in(text, [(span.start, span.end) for span in quote.content])
    optional = False
    for one in gold["quotes"]:
        theirs = words_in(text, one["content"])
        if one.get("optional"):
            optional |= is_half_in(mine, theirs)
        elif are_alike(mine, theirs):
            return _same_speaker(text, one, quote)
    return None if optional else False


def are_alike(mine: set[int], theirs: set[int]) -> bool:
    """Return whether two contents, given as where their words begin, are nearly the same."""
    return len(mine & theirs) / max(1, len(mine | theirs)) >= ALIKE


def is_half_in(mine: set[int], optional: set[int]) -> bool:
    """Return whether half of a content stands in an optional one."""
    return len(mine & optional) >= len(mine) / 2


def _same_speaker(text: str, gold: dict[str, Any], quote: Quote) -> bool:
    mention = quote.speaker.text if quote.speaker else ""
    if gold.get("speaker_name"):
        named = words_of(quote.speaker_name or mention, "PERSON")
        return named == words_of(gold["speaker_name"], "PERSON")
    if not gold.get("speaker"):
        return not mention and quote.speaker_name is None
    spans = [(quote.speaker.start, quote.speaker.end)] if quote.speaker else []
    return bool(words_in(text, [gold["speaker"]]) & words_in(text, spans))


def words_in(text: str, spans: Sequence[Sequence[int]]) -> set[int]:
    """Return where the words begin that stand in some spans of a text."""
    return {found.start() for start, end in spans for found in _WORD.finditer(text, start, end)}


def main() -> None:
    """Read the arguments, write the weights and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    cases = list(judged(parser.parse_args().gold))
    names = sorted({name for _, described, _ in cases for name in described})
    ridge = np.full(len(names), RIDGE)
    ridge[names.index("any")] = CONSTANTS_RIDGE
    articles = sorted({article for article, _, _ in cases})
    folds = [articles.index(article) % FOLDS for article, _, _ in cases]
    rows = np.array([[described.get(name, 0.0) for name in names] for _, described, _ in cases])
    right = np.array([float(is_right) for _, _, is_right in cases])
    said = left_out(rows, right, ridge, folds)
    weights = dict(zip(names, (round(float(weight), 4) for weight in fit(rows, right, ridge)), strict=True))
    FILE.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    print("\n".join(reliability("quotes", EDGES, said, right, digits=2)))
    print(f"\n{len(cases)} quotes of {len(articles)} articles, {right.mean():.2f} right;", end=" ")
    print(
        f"Brier score {np.mean((said - right) ** 2):.3f}, of the mean alone {np.mean((right.mean() - right) ** 2):.3f}"
    )


if __name__ == "__main__":
    main()
