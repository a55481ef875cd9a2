"""What the tree of a page tells about its lines: further numbers, for lines of web pages."""

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

import numpy as np

from workers.stages.clean.class_words import ClassGroup
from workers.stages.clean.line_features import Matrix
from workers.stages.clean.page_lines import LANDMARKS, Holder, PageLine
from workers.stages.clean.page_measures import BOXES, HEADINGS, MAIN, NEIGHBOURS, STATISTICS, Groups, PageMeasures

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
Key = Callable[[PageLine], Hashable]


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
    *MAIN,
    *BOXES,
    *HEADINGS,
    *NEIGHBOURS,
)
"""The columns of a matrix of structure, in words."""


def structure_features(measures: PageMeasures, groupings: Sequence[Groups]) -> Matrix:
    """Measure lines of a page, given with their groups: one row for each, one column for each of `NAMES`."""
    if not measures.lines:
        return np.zeros((0, len(NAMES)))
    own = np.array([_own(line) for line in measures.lines], dtype=np.float64)
    return np.hstack(
        [
            own,
            *(measures.by(groups) for groups in groupings),
            measures.main(),
            measures.boxes(),
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
