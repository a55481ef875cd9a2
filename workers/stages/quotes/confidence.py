"""How probable it is that content and speaker of a quote are right.

Each has a logistic regression over how the quote was found and how its speaker was, fitted on development data by
`training/quotes/calibrate.py`.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from schemas.enriched_article import QuoteType
from workers.stages.logistic import probability
from workers.stages.quotes.coreference import Resolved
from workers.stages.quotes.draft import Draft

FILE = Path(__file__).parents[2] / "models" / "quotes" / "calibration.json"


class Confidence(NamedTuple):
    """Probabilities of what a quote says."""

    content: float
    """That the content is right, in the main."""
    speaker: float
    """That the speaker is, if the content is."""

    @property
    def both(self) -> float:
        """That both are right."""
        return self.content * self.speaker


def confidence(draft: Draft, resolved: Resolved, kind: QuoteType) -> Confidence:
    """Return how sure a quote is of its content and of its speaker."""
    weights, described = _weights(), features(draft, resolved, kind)
    return Confidence(probability(weights["content"], described), probability(weights["speaker"], described))


def features(draft: Draft, resolved: Resolved, kind: QuoteType) -> dict[str, float]:
    """Describe a quote to the regression."""
    return {
        "any": 1.0,
        kind: 1.0,
        draft.pattern.found_by: 1.0,
        f"speaker by {resolved.how}": 1.0,
        "carried over": float(draft.carried),
    }


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    return json.loads(FILE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
