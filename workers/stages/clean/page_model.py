"""What the line classifier for web pages is told of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from workers.stages.clean.line_features import NAMES as LINE_NAMES
from workers.stages.clean.line_features import Matrix, line_features, window_mean
from workers.stages.clean.page_context import page_context
from workers.stages.clean.page_lines import PageLine
from workers.stages.clean.prose import line_key
from workers.stages.clean.rules import Judged, judge
from workers.stages.clean.structure_features import GROUPINGS, Groups, grouped, structure_features
from workers.stages.clean.structure_features import NAMES as STRUCTURE_NAMES

CHOICE_NAMES = (
    "trafilatura takes it",
    "share that trafilatura takes within 2 lines",
    "share that trafilatura takes of the page",
)
FEATURES = (*LINE_NAMES, *STRUCTURE_NAMES, *CHOICE_NAMES)
SHORTEST_PART = 4
"""Words; a line that the extractor has joined with others is known again within them from so many words on."""


@dataclass(frozen=True)
class PageText:
    """The lines of a page."""

    lines: Sequence[PageLine]
    chosen: Sequence[str]
    """Lines that the extractor took for the story."""
    language: str
    title: str | None

    @cached_property
    def judged(self) -> Judged:
        """What rules tell about the lines."""
        apart = [True, *(not line.ends_in_break for line in self.lines)]
        return judge([line.text for line in self.lines], apart, self.language, self.title)

    @cached_property
    def words(self) -> Matrix:
        """Return the number of words of each line."""
        return np.array(self.judged.words, dtype=np.float64)

    @cached_property
    def groups(self) -> list[Groups]:
        """Return the groups that the lines fall into, for each of `GROUPINGS`."""
        return [grouped(self.lines, key) for key in GROUPINGS.values()]

    def features(self) -> Matrix:
        """Measure the lines: one row for each, one column for each of `FEATURES`."""
        own = line_features(self.judged, self.language, self.title)
        return np.hstack([own, structure_features(self.lines, self.words, self.groups), self._choice()])

    def context(self, first: Matrix) -> Matrix:
        """Measure the surroundings of each line by the first scores of all: one column for each of `page_context.NAMES`."""
        return page_context(self.groups, self.words, first)

    def _choice(self) -> Matrix:
        keys = {line_key(line) for line in self.chosen}
        joined = f" {' '.join(map(line_key, self.chosen))} "
        took = np.array([_is_in(key, keys, joined) for key in self.judged.keys], dtype=np.float64)
        return np.column_stack([took, window_mean(took, 2), np.full(len(took), took.mean() if len(took) else 0.0)])


def _is_in(key: str, keys: set[str], joined: str) -> bool:
    return bool(key) and (key in keys or (key.count(" ") >= SHORTEST_PART - 1 and f" {key} " in joined))
