"""Why lines of an article were kept or dropped, for people who miss a paragraph."""

from collections.abc import Iterator
from dataclasses import dataclass

from schemas import RawArticle
from workers.stages.clean.lines import Decision
from workers.stages.clean.stage import read_body

REASONS = 4
"""Reasons given for each line."""


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """A line and what became of it."""

    number: int | None
    """The line of the raw body, from 1; None for a line of a web page."""
    element: str | None
    """The element of a web page that holds it, with the two around it; None for a line of plain text."""
    keeps: bool
    kind: str
    """What a dropped line was taken for; "story" for one that was kept."""
    score: float | None
    """Log odds that it belongs to the story; None where rules decided alone."""
    reasons: tuple[str, ...]
    """The strongest ones, each with its share of the score."""
    text: str


def explain(article: RawArticle) -> list[ExplainedLine]:
    """Explain every line that was decided about, in the order of the page."""
    decisions = read_body(article, REASONS).decisions
    numbered = sorted(enumerate(decisions), key=lambda pair: (pair[1].line.number or 0, pair[0]))
    return [_explained(decision) for _, decision in numbered]


def _explained(decision: Decision) -> ExplainedLine:
    reasons = tuple(f"{weight:+.1f} {name}" for name, weight in decision.reasons)
    against = decision.score is None or decision.score > 0
    if decision.kind and against:
        reasons = (f"rule: taken for {decision.kind}", *reasons)
    return ExplainedLine(
        decision.line.number,
        decision.line.element,
        decision.keeps,
        str(decision.kind or "story"),
        decision.score,
        reasons,
        decision.line.text,
    )


def as_text(lines: list[ExplainedLine]) -> Iterator[str]:
    """Return a line of plain text for each: keep or drop, number, kind, score, text; its element and its reasons below it."""
    for line in lines:
        score = "      " if line.score is None else f"{line.score:+6.1f}"
        number = "" if line.number is None else str(line.number)
        shown = line.text if len(line.text) <= 90 else f"{line.text[:89]}…"
        yield f"{'keep' if line.keeps else 'drop'} {number:>5} {score} {line.kind:<13} {shown}"
        if line.element:
            yield f"{'':19}in {line.element}"
        if line.reasons:
            yield f"{'':19}{'; '.join(line.reasons)}"
