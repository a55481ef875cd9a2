"""`quotewire enrich --to clean --explain`: why each line of an article was kept or dropped."""

import sys
from contextlib import ExitStack
from pathlib import Path

from schemas import RawArticle
from workers.commands.console import complain, visible
from workers.commands.inputs import read_lines
from workers.stages.clean.explanation import as_text, explain


def explain_files(paths: list[Path], output: Path | None, max_body: int) -> int:
    """Write the explanation of every raw article of files, in order; return the number of bad lines."""
    bad = 0
    with ExitStack() as stack:
        out = stack.enter_context(output.open("w", encoding="utf-8")) if output else sys.stdout
        for line in read_lines(paths, RawArticle, max_body):
            if not isinstance(line.record, RawArticle):
                complain(f"{line.place}: {line.problem}")
                bad += 1
                continue
            out.writelines(f"{visible(text)}\n" for text in (f"== {line.place}", *as_text(explain(line.record))))
        out.flush()
    return bad
