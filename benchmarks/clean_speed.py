"""How fast the clean stage is, beside bare trafilatura on the same pages in the same run.

`python -m benchmarks.clean_speed PAGES.jsonl TEXTS.jsonl`: raw articles, web pages and plain texts. Times are of this process's
processor alone, the two taken by turns, so that what else the machine does falls on both.
"""

import sys
from pathlib import Path
from time import process_time

from trafilatura import extract

from schemas import RawArticle
from workers.stages.clean.stage import clean_articles
from workers.stages.received import Received

TURN = 10
"""Articles that one side does before the other has its turn."""


def main(pages: Path, texts: Path) -> None:
    """Print pages and texts a second, and the ratio to bare trafilatura."""
    articles = [RawArticle.model_validate_json(line) for line in pages.read_bytes().splitlines()]
    _clean(articles[:TURN])
    _bare(articles[:TURN])
    ours = theirs = without = 0.0
    for start in range(0, len(articles), TURN):
        turn = articles[start : start + TURN]
        began = process_time()
        _bare(turn)
        first = process_time()
        _bare(turn, with_metadata=False)
        second = process_time()
        _clean(turn)
        theirs += first - began
        without += second - first
        ours += process_time() - second
    print(f"pages: {len(articles) / ours:.1f} a second")
    print(f"trafilatura with metadata: {len(articles) / theirs:.1f} a second, ratio {ours / theirs:.2f}")
    print(f"trafilatura without metadata: {len(articles) / without:.1f} a second, ratio {ours / without:.2f}")
    articles = [RawArticle.model_validate_json(line) for line in texts.read_bytes().splitlines()]
    _clean(articles[:TURN])
    began = process_time()
    _clean(articles)
    print(f"texts: {len(articles) / (process_time() - began):.1f} a second")


def _clean(articles: list[RawArticle]) -> None:
    clean_articles([Received(article, "benchmark") for article in articles])


def _bare(articles: list[RawArticle], *, with_metadata: bool = True) -> None:
    for article in articles:
        extract(article.body, include_comments=False, with_metadata=with_metadata)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
