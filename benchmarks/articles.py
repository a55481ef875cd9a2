"""Articles for benchmarks, made from the samples of the demo: web pages and page texts, each different, all of real length."""

from collections.abc import Iterator

from schemas.raw_article import RawArticle
from workers.demo import samples


def articles(count: int) -> Iterator[RawArticle]:
    """Return articles, each with a sentence of its own at the end of its first long paragraph."""
    pool = list(samples().values())
    for number in range(count):
        sample = pool[number % len(pool)]
        lines = sample.body.split("\n")
        longest = max(range(len(lines)), key=lambda line: len(lines[line]))
        sentence = f" It was the {number}th day of the year in the town of Northfield {number}."
        close = lines[longest].rfind("</p>")
        end = len(lines[longest].rstrip()) if close < 0 else close
        lines[longest] = lines[longest][:end] + sentence + lines[longest][end:]
        yield sample.model_copy(update={"id": f"article-{number}", "body": "\n".join(lines)})
