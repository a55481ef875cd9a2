"""Numbers that take the lines of a page together: groups of lines, the main element, headings, neighbours."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from schemas.line_kinds import LineKind
from workers.stages.clean.line_features import Matrix
from workers.stages.clean.page_lines import Holder, PageLine
from workers.stages.clean.prose import prose_weight

Groups = npt.NDArray[np.intp]
"""Of each line, the number of the group that it falls into."""

STATISTICS = (
    "lines",
    "words",
    "words a line",
    "share of links",
    "share of prose",
    "place of the first line",
    "share of the page's prose",
    "share of lines worded as the page speaks",
    "share of dates",
)
MAIN = (
    "levels up to the main element",
    "levels down from the main element",
    "is in the main element",
    "is like most prose",
    "is after the first h1",
    "distance to the first h1",
    "the page has an h1",
)
BOXES = ("stands in an element that begins with a line worded as the page speaks",)
HEADINGS = (
    "lines since a heading",
    "words since a heading",
    "level of the last heading",
    "share of links of the last heading's lines",
)
NEIGHBOURS = (
    "is linked as the lines above and below",
    "has the holder of the line above",
    "has the holder of the line below",
    "has the parent of the line above",
    "has the parent of the line below",
    "has the signature of the line above",
    "has the signature of the line below",
)


class PageMeasures:
    """What all lines of a page are measured by, together."""

    def __init__(self, lines: Sequence[PageLine], words: Matrix, wordings: Sequence[LineKind | None]) -> None:
        self.lines = lines
        self.words = words
        self.linked = np.array([line.linked for line in lines])
        self.prose = np.array([max(0.0, prose_weight(line.text)) for line in lines]) * (1 - self.linked)
        self.total = max(1.0, float(self.prose.sum()))
        self.dated = np.array([kind is LineKind.DATE for kind in wordings], dtype=np.float64)
        self.of_the_page = np.array([kind is not None for kind in wordings], dtype=np.float64) - self.dated

    def by(self, groups: Groups) -> Matrix:
        """Measure the groups that lines fall into, and give each line what its group measures: a column for each of `STATISTICS`."""
        size = int(groups.max()) + 1
        count = np.bincount(groups, minlength=size).astype(np.float64)
        words = np.bincount(groups, self.words, size)
        linked = np.bincount(groups, self.words * self.linked, size)
        prose = np.bincount(groups, self.prose, size)
        first = np.full(size, len(self.lines), dtype=np.float64)
        np.minimum.at(first, groups, np.arange(len(self.lines), dtype=np.float64))
        columns = [
            np.log1p(count),
            np.log1p(words),
            words / count,
            linked / np.maximum(1, words),
            prose / np.maximum(1, words),
            first / len(self.lines),
            prose / self.total,
            np.bincount(groups, self.of_the_page, size) / count,
            np.bincount(groups, self.dated, size) / count,
        ]
        return np.column_stack(columns)[groups]

    def main(self) -> Matrix:
        """Measure where each line stands by the innermost element that holds most of the page's prose: a column for each of `MAIN`."""
        main, above = self._main, self._around_main
        signatures: defaultdict[str, float] = defaultdict(float)
        for line, prose in zip(self.lines, self.prose, strict=True):
            signatures[line.holder.signature] += prose
        likest = max(signatures, key=signatures.__getitem__)
        rows = []
        for line in self.lines:
            down = 0
            holder: Holder | None = line.holder
            while holder is not None and holder.order not in above:
                holder = holder.parent
                down += 1
            up = main.depth - holder.depth if main and holder else 30
            rows.append([float(up), float(down), float(up == 0), float(line.holder.signature == likest)])
        first = next((index for index, line in enumerate(self.lines) if line.holder.tag == "h1"), -1)
        index = np.arange(len(self.lines), dtype=np.float64)
        place = np.column_stack([index >= first, index - first, np.full(len(self.lines), first >= 0)]).astype(
            np.float64
        )
        return np.hstack([np.array(rows), place])

    def boxes(self) -> Matrix:
        """Say which lines stand in an element, within the main one or beside it, that begins as the page speaks: a column, `BOXES`."""
        begins: dict[int, float] = {}
        inside = []
        for line, worded in zip(self.lines, self.of_the_page, strict=True):
            orders = [holder.order for holder in (line.holder, *line.holder.ancestors())]
            for order in orders:
                begins.setdefault(order, worded)
            inside.append(max((begins[order] for order in orders if order not in self._around_main), default=0.0))
        return np.array(inside)[:, None]

    @cached_property
    def _around_main(self) -> set[int]:
        """The main element and those around it, by their order."""
        return {self._main.order, *(holder.order for holder in self._main.ancestors())} if self._main else set()

    @cached_property
    def _main(self) -> Holder | None:
        """Return the innermost element that holds most of the page's prose."""
        share: defaultdict[int, float] = defaultdict(float)
        holders: dict[int, Holder] = {}
        for line, prose in zip(self.lines, self.prose, strict=True):
            if prose:
                for holder in (line.holder, *line.holder.ancestors()):
                    share[holder.order] += prose
                    holders[holder.order] = holder
        most = [holders[order] for order, sum_ in share.items() if sum_ > 0.6 * self.total]
        return max(most, key=lambda holder: holder.depth, default=None)

    def headings(self) -> Matrix:
        """Measure each line by the last heading above it: a column for each of `HEADINGS`."""
        rows = []
        since, words, level, linked = 0.0, 0.0, 0.0, 0.0
        for line, count in zip(self.lines, self.words, strict=True):
            rows.append([since, min(words, 2000.0), level, linked])
            tag = line.holder.tag
            if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
                since, words, level, linked = 0.0, 0.0, float(tag[1]), line.linked
            else:
                since, words = since + 1, words + count
        return np.array(rows)

    def neighbours(self) -> Matrix:
        """Compare the elements of each line with those of the lines around it: a column for each of `NEIGHBOURS`."""
        count = len(self.lines)
        same = np.zeros((count, 7))
        for index, (above, below) in enumerate(pairwise(self.lines)):
            one, other = above.holder, below.holder
            alike = (one is other, one.parent is other.parent, one.signature == other.signature)
            for column, value in zip((1, 3, 5), alike, strict=True):
                same[index, column + 1] = value
                same[index + 1, column] = value
        near = np.concatenate([self.linked[:1], self.linked, self.linked[-1:]])
        same[:, 0] = np.abs(near[:-2] - self.linked) + np.abs(near[2:] - self.linked)
        return same
