"""What the line classifier for web pages is told of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from workers.stages.clean.line_features import NAMES as LINE_NAMES
from workers.stages.clean.line_features import Matrix, line_features, window_mean
from workers.stages.clean.page_context import page_context
from workers.stages.clean.page_lines import PageLine
from workers.stages.clean.page_measures import Groups, PageMeasures
from workers.stages.clean.prose import line_key
from workers.stages.clean.rules import Judged, judge
from workers.stages.clean.structure_features import GROUPINGS, grouped, structure_features
from workers.stages.clean.structure_features import NAMES as STRUCTURE_NAMES

TOLD_NAMES = (
    "trafilatura takes it",
    "share that trafilatura takes within 2 lines",
    "share that trafilatura takes of the page",
    "stands in the text told to search engines",
    "share that stands in the text told within 2 lines",
    "share of the page that stands in the text told",
    "stands in the page's description",
)
FEATURES = (*LINE_NAMES, *STRUCTURE_NAMES, *TOLD_NAMES)
SHORTEST_PART = 4
"""Words; a line that stands joined with others is known again within them from so many words on."""
LONGEST_TOLD = 200_000
"""Code points within which such lines are looked for: a page of 20,000 lines and a text of 2 MB would take a minute."""


@dataclass(frozen=True)
class PageText:
    """The lines of a page."""

    lines: Sequence[PageLine]
    chosen: Sequence[str]
    """Lines that the extractor took for the story."""
    language: str
    title: str | None
    told: Sequence[str] = ()
    """Lines of the text that the page tells search engines."""
    description: str = ""
    """What the page says its article is about; often its standfirst, or its beginning."""

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
        return np.hstack(
            [
                own,
                structure_features(PageMeasures(self.lines, self.words, self.judged.wordings), self.groups),
                self._told(),
            ]
        )

    def context(self, first: Matrix) -> Matrix:
        """Measure the surroundings of each line by the first scores of all: one column for each of `page_context.NAMES`."""
        return page_context(self.groups, self.words, first)

    def _told(self) -> Matrix:
        columns = []
        for told in (self.chosen, self.told):
            stands = self._standing_in(told)
            share = stands.mean() if len(stands) else 0.0
            columns += [stands, window_mean(stands, 2), np.full(len(stands), share)]
        return np.column_stack([*columns, self._standing_in([self.description.removesuffix("…").removesuffix("...")])])

    def _standing_in(self, told: Sequence[str]) -> Matrix:
        """Return 1 for each line that stands in a text, else 0."""
        keys = {line_key(line) for line in told} - {""}
        joined = f" {' '.join(map(line_key, told))} "[:LONGEST_TOLD]
        return np.array([key in keys or _is_within(key, joined) for key in self.judged.keys], dtype=np.float64)


def _is_within(key: str, joined: str) -> bool:
    return key.count(" ") >= SHORTEST_PART - 1 and f" {key} " in joined
