"""What the tree of a page tells about its lines: further numbers, for lines of web pages."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from itertools import pairwise
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from workers.stages.clean.class_words import ClassGroup
from workers.stages.clean.line_features import Matrix
from workers.stages.clean.page_lines import LANDMARKS, Holder, PageLine
from workers.stages.clean.prose import prose_weight

TAGS = (
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "td",
    "th",
    "tr",
    "blockquote",
    "figcaption",
    "dt",
    "dd",
    "pre",
    "section",
    "article",
    "header",
    "label",
    "summary",
)
GROUPS = tuple(ClassGroup)
TOPIC_PARTS = (
    "/tag",
    "/topic",
    "/author",
    "/category",
    "/section",
    "/person",
    "/thema",
    "/autor",
    "/search",
    "/keyword",
)
STATISTICS = (
    "lines",
    "words",
    "words a line",
    "share of links",
    "share of prose",
    "place of the first line",
    "share of the page's prose",
)

Key = Callable[[PageLine], Hashable]
Groups = npt.NDArray[np.intp]
"""Of each line, the number of the group that it falls into."""


def _up(holder: Holder, levels: int) -> Holder:
    for _ in range(levels):
        holder = holder.parent or holder
    return holder


GROUPINGS: dict[str, Key] = {
    "its element": lambda line: line.holder.order,
    "its parent": lambda line: _up(line.holder, 1).order,
    "its grandparent": lambda line: _up(line.holder, 2).order,
    "its signature": lambda line: line.holder.signature,
    "its parent's signature": lambda line: (_up(line.holder, 1).signature, line.holder.tag),
}
"""What lines are grouped by: what is true of most of a group is likely true of each."""

NAMES = (
    *(f"is a {tag}" for tag in TAGS),
    "is an element of the site's own",
    *(f"in a {name}" for name in LANDMARKS),
    *(f"class: {group.name.lower()}" for group in GROUPS),
    *(f"class of its parent: {group.name.lower()}" for group in GROUPS),
    *(f"class around it: {group.name.lower()}" for group in GROUPS),
    "is hidden",
    "is marked up as the article's text",
    "depth",
    "share of links",
    "links",
    "is one link",
    "links lead to topics or authors",
    "links stay on the page",
    "links leave the site",
    "share of emphasis",
    "ends in a line break",
    *(f"{which}: {name}" for which in GROUPINGS for name in STATISTICS),
    "levels up to the main element",
    "levels down from the main element",
    "is in the main element",
    "is like most prose",
    "is after the first h1",
    "distance to the first h1",
    "the page has an h1",
    "lines since a heading",
    "words since a heading",
    "level of the last heading",
    "share of links of the last heading's lines",
    "is linked as the lines above and below",
    "has the holder of the line above",
    "has the holder of the line below",
    "has the parent of the line above",
    "has the parent of the line below",
    "has the signature of the line above",
    "has the signature of the line below",
)
"""The columns of a matrix of structure, in words."""


def structure_features(lines: Sequence[PageLine], words: Matrix, groupings: Sequence[Groups]) -> Matrix:
    """Measure lines of a page, given with their numbers of words and their groups: one row for each, one column for each of `NAMES`."""
    if not lines:
        return np.zeros((0, len(NAMES)))
    measures = _Measures(lines, words)
    own = np.array([_own(line) for line in lines], dtype=np.float64)
    return np.hstack(
        [
            own,
            *(measures.by(groups) for groups in groupings),
            measures.main(),
            measures.headings(),
            measures.neighbours(),
        ]
    )


def _own(line: PageLine) -> list[float]:
    holder = line.holder
    parent = holder.parent or holder
    targets = line.targets
    return [
        *(float(holder.tag == tag) for tag in TAGS),
        float("-" in holder.tag),
        *(float(name in holder.landmarks) for name in LANDMARKS),
        *_marks(holder.own),
        *_marks(parent.own),
        *_marks(holder.around),
        float(holder.hidden),
        float(holder.is_body),
        float(holder.depth),
        line.linked,
        float(min(line.links, 10)),
        float(line.links == 1 and line.linked > 0.9),
        float(any(part in target for target in targets for part in TOPIC_PARTS)),
        float(any(target.startswith("#") for target in targets)),
        float(any(target.startswith("http") and _names_a_host(target) for target in targets)),
        line.emphasized,
        float(line.ends_in_break),
    ]


@lru_cache(maxsize=4096)
def _marks(groups: frozenset[ClassGroup]) -> tuple[float, ...]:
    """Return 1 for each group that is among some, else 0; a page has few combinations, and asks for each of its lines."""
    return tuple(float(group in groups) for group in GROUPS)


def _names_a_host(target: str) -> bool:
    try:
        return bool(urlsplit(target).netloc)
    except ValueError:
        return False


def grouped(lines: Sequence[PageLine], key: Key) -> Groups:
    """Return the number of the group that each line falls into."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(key(line), len(numbers)) for line in lines], dtype=np.intp)


class _Measures:
    """What all lines of a page are measured by, together."""

    def __init__(self, lines: Sequence[PageLine], words: Matrix) -> None:
        self.lines = lines
        self.words = words
        self.linked = np.array([line.linked for line in lines])
        self.prose = np.array([max(0.0, prose_weight(line.text)) for line in lines]) * (1 - self.linked)
        self.total = max(1.0, float(self.prose.sum()))

    def by(self, groups: Groups) -> Matrix:
        """Measure the groups that lines fall into, and give each line what its group measures."""
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
        ]
        return np.column_stack(columns)[groups]

    def main(self) -> Matrix:
        main = self._main_holder()
        above = {main.order, *(holder.order for holder in main.ancestors())} if main else set()
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

    def _main_holder(self) -> Holder | None:
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
