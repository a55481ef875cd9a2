"""`quotewire enrich --explain`: why lines of an article were kept or dropped, or why quotes were found or not."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from schemas import RawArticle
from workers.commands.console import complain, visible
from workers.commands.inputs import read_lines
from workers.settings import Settings
from workers.stages.clean.explanation import as_text
from workers.stages.clean.explanation import explain as explain_cleaning
from workers.stages.clean.stage import clean_article
from workers.stages.entities.model import load_models
from workers.stages.entities.stage import find_entities
from workers.stages.quotes.explanation import explain as explain_quotes
from workers.stages.quotes.model import load_model as load_syntax
from workers.stages.received import Received

Explain = Callable[[RawArticle], Iterator[str]]


def explainer(stage: str, settings: Settings) -> Explain | None:
    """Return what explains the work of a stage; None for one that nothing explains. Loads what the stage needs."""
    return {"clean": _of_cleaning, "quotes": _of_quotes}.get(stage, lambda _: None)(settings)


def _of_cleaning(_: Settings) -> Explain:
    return lambda article: as_text(explain_cleaning(article))


def _of_quotes(settings: Settings) -> Explain:
    models, syntax = load_models(settings.entities_models), load_syntax()

    def explained(article: RawArticle) -> Iterator[str]:
        clean = clean_article(Received(article, worker=""))
        (with_entities,) = find_entities([Received(clean, worker="")], models)
        return explain_quotes(with_entities, syntax)

    return explained


def explain_files(paths: list[Path], output: Path | None, max_body: int, explain: Explain) -> int:
    """Write the explanation of every raw article of files, in order; return the number of bad lines."""
    bad = 0
    with ExitStack() as stack:
        out = stack.enter_context(output.open("w", encoding="utf-8")) if output else sys.stdout
        for line in read_lines(paths, RawArticle, max_body):
            if not isinstance(line.record, RawArticle):
                complain(f"{line.place}: {line.problem}")
                bad += 1
                continue
            out.writelines(f"{visible(text)}\n" for text in (f"== {line.place}", *explain(line.record)))
        out.flush()
    return bad
