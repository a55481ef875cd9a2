"""Fit how sure the stage may be of its quotes, and show how well that holds.

python -m training.quotes.calibrate GOLD...

GOLD are `*.jsonl.gz` files of annotated articles: `id`, `text`, `quotes` with `content`, `speaker`, `speaker_name`,
`optional`. The articles go through the entities stage and the quotes stage as they do in production. A quote is right
when its content matches that of an annotated one (Jaccard similarity of the words >= 0.8) and so does its speaker: the
name where one is annotated, else the mention. Quotes that match only what is optional are left out. Writes
workers/models/quotes/calibration.json; the tables are made by fitting to all articles but a fold and looking at that one.
"""

import argparse
import gzip
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from schemas.article_with_entities import ArticleWithEntities
from schemas.clean_article import CleanArticle
from schemas.enriched_article import Quote
from training.calibration import Floats, fit, left_out, reliability
from workers.stages.entities.model import load_models
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
CARRIED = -1.0
"""The most that a speaker who is carried over to a quote without one may weigh: the annotated articles have three of them, all right."""
EDGES = (0, 0.6, 0.75, 0.85, 0.95, 1.0001)
ALIKE = 0.8
_WORD = re.compile(r"\w+(?:[.'’-]\w+)*")


class Verdict(NamedTuple):
    """What the annotation says of a quote."""

    content: bool
    speaker: bool
    """Whether content and speaker are right."""


Case = tuple[str, dict[str, float], Verdict]
"""Article, features of a quote, whether it is right."""


def judged(paths: Sequence[Path]) -> Iterator[Case]:
    """Yield each quote that the annotation decides about."""
    syntax = load_syntax()
    for gold, article in annotated(paths):
        (sentences,) = sentences_of([article], syntax)
        for draft, resolved, quote in found_in(article, sentences):
            said = verdict(gold, quote)
            if said is not None:
                yield gold["id"], features(draft, resolved, quote.type), said


def annotated(paths: Sequence[Path]) -> Iterator[tuple[dict[str, Any], ArticleWithEntities]]:
    """Read annotated articles, each with the entities that the stage finds in it."""
    model = load_models()
    for path in paths:
        for line in gzip.decompress(path.read_bytes()).splitlines():
            gold = json.loads(line)
            clean = CleanArticle(article_id=gold["id"], text=gold["text"], language="en")
            (article,) = find_entities([Received(clean, worker="training")], model)
            yield gold, article


def verdict(gold: dict[str, Any], quote: Quote) -> Verdict | None:
    """Compare a quote with the annotated ones; None when only an optional one is like it."""
    text = gold["text"]
    mine = words_in(text, [(span.start, span.end) for span in quote.content])
    optional = False
    for one in gold["quotes"]:
        theirs = words_in(text, one["content"])
        if one.get("optional"):
            optional |= is_half_in(mine, theirs)
        elif are_alike(mine, theirs):
            return Verdict(content=True, speaker=_same_speaker(text, one, quote))
    return None if optional else Verdict(content=False, speaker=False)


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


def fitted(what: str, cases: Sequence[Case], right: Sequence[bool]) -> dict[str, float]:
    """Fit the weights of one confidence, and print how well what it says of articles left out comes true."""
    names = sorted({name for _, described, _ in cases for name in described})
    ridge = np.full(len(names), RIDGE)
    ridge[names.index("any")] = CONSTANTS_RIDGE
    articles = sorted({article for article, _, _ in cases})
    folds = [articles.index(article) % FOLDS for article, _, _ in cases]
    rows = np.array([[described.get(name, 0.0) for name in names] for _, described, _ in cases])
    truth = np.array(right, dtype=float)
    said = left_out(rows, truth, ridge, folds)
    show(what, len(articles), said, truth)
    weights = fit(rows, truth, ridge)
    return dict(zip(names, (round(float(weight), 4) for weight in weights), strict=True))


def show(what: str, articles: int, said: Floats, truth: Floats) -> None:
    """Print the table of a confidence."""
    print(f"{what}:\n")
    print("\n".join(reliability("quotes", EDGES, said, truth, digits=2)))
    brier, alone = np.mean((said - truth) ** 2), np.mean((truth.mean() - truth) ** 2)
    print(
        f"\n{len(truth)} quotes of {articles} articles, {truth.mean():.2f} right; Brier score {brier:.3f}, of the mean alone {alone:.3f}\n"
    )


def main() -> None:
    """Read the arguments, write the weights and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    cases = list(judged(parser.parse_args().gold))
    found = [case for case in cases if case[2].content]
    content = fitted("Content", cases, [said.content for _, _, said in cases])
    speaker = fitted("Speaker, of quotes whose content is right", found, [said.speaker for _, _, said in found])
    speaker["carried over"] = min(speaker["carried over"], CARRIED)
    FILE.write_text(json.dumps({"content": content, "speaker": speaker}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
