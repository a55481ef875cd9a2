"""The lines of a page by its tree, each with the element that holds it."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from workers.stages.clean.class_words import ClassGroup, class_groups
from workers.stages.clean.markup import BLOCKS, UNSEEN
from workers.stages.clean.unicode_repair import repair_lines

LINE_BREAKS = frozenset(["br", "hr"])
LANDMARKS = (
    "article",
    "main",
    "section",
    "aside",
    "nav",
    "header",
    "footer",
    "figure",
    "form",
    "table",
    "ul",
    "ol",
    "dl",
    "blockquote",
    "details",
)
"""Elements that say of all within them what it is."""
CELLS = frozenset(["td", "th"])
SHOWN = 3
"""Elements of a path."""
MOST_TARGETS = 5
LONGEST_NAMES = 1_000
"""Code points of an element's class names and id that are read."""
EMPHASIS = frozenset(["b", "strong", "em", "i", "u"])


@dataclass(slots=True, eq=False)
class Holder:
    """A block element, with what the elements around it say."""

    tag: str
    parent: "Holder | None"
    depth: int
    order: int
    """Its place among the block elements of the page, from 0."""
    signature: str
    """Tag and classes: what is made alike on a page."""
    own: frozenset[ClassGroup]
    """What its class names tell."""
    around: frozenset[ClassGroup]
    """What the class names of the elements that it stands in tell."""
    landmarks: frozenset[str]
    """Landmarks that it is or stands in."""
    hidden: bool
    """Not shown at first, or not to those who see."""
    is_body: bool
    """Marked up as the article's text (`itemprop="articleBody"`), itself or what it stands in."""

    def ancestors(self) -> Iterator["Holder"]:
        """Yield the block elements that it stands in, nearest first."""
        holder = self.parent
        while holder is not None:
            yield holder
            holder = holder.parent

    def path(self) -> str:
        """Return the element and the two around it, with their classes, as a CSS selector has them."""
        shown = [self, *self.ancestors()][:SHOWN]
        return " > ".join(".".join(holder.signature.split()) for holder in reversed(shown))


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page."""

    text: str
    holder: Holder
    linked: float
    """The share of its code points that are links."""
    emphasized: float
    """The share of its code points in bold or italics."""
    links: int
    ends_in_break: bool
    """It ends where a line break does, not an element."""
    targets: tuple[str, ...]
    """Addresses of its links, at most a few."""


def page_lines(root: HtmlElement) -> list[PageLine]:
    """Return the lines of a page as its reader sees them, none of them empty."""
    return _Walk().lines_of(root)


class _Walk:
    """A walk through a page: pieces of text gather until a block element or a line break ends the line."""

    def __init__(self) -> None:
        self.lines: list[PageLine] = []
        self.pieces: list[str] = []
        self.holder: Holder | None = None
        self.links = self.emphasis = 0
        self.linked = self.emphasized = 0
        self.count = 0
        self.targets: list[str] = []
        self.holders = 0
        self.rows: set[HtmlElement] = set()
        """Rows of tables that are lines as a whole."""

    def lines_of(self, root: HtmlElement) -> list[PageLine]:
        waiting: list[tuple[HtmlElement, bool]] = [(root, True)]
        while waiting:
            element, opens = waiting.pop()
            if not opens:
                self._close(element)
                self._text(element.tail)
                continue
            tag = element.tag
            if not isinstance(tag, str) or tag in UNSEEN or (tag == "head"):
                self._text(element.tail)
                continue
            self._open(element, tag)
            self._text(element.text)
            waiting.append((element, False))
            waiting.extend((child, True) for child in reversed(element))
        self._end(in_break=False)
        return self.lines

    def _open(self, element: HtmlElement, tag: str) -> None:
        if tag in LINE_BREAKS:
            self._end(in_break=tag == "br")
        elif tag in CELLS and element.getparent() in self.rows:
            self.pieces.append(" ")
        elif is_block(tag):
            self._end(in_break=False)
            self.holder = self._held(element, tag)
            if tag == "tr" and _holds_no_block(element):
                self.rows.add(element)
        elif tag == "a" and element.get("href"):
            self.links += 1
            self.count += 1
            if len(self.targets) < MOST_TARGETS:
                self.targets.append(element.get("href") or "")
        elif tag in EMPHASIS:
            self.emphasis += 1

    def _close(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in LINE_BREAKS or (tag in CELLS and element.getparent() in self.rows):
            return
        if is_block(tag):
            self._end(in_break=False)
            self.holder = self.holder.parent if self.holder else None
        elif tag == "a" and element.get("href"):
            self.links -= 1
        elif tag in EMPHASIS:
            self.emphasis -= 1

    def _text(self, text: str | None) -> None:
        if not text:
            return
        self.pieces.append(text)
        length = len(text.strip())
        if self.links:
            self.linked += length
        if self.emphasis:
            self.emphasized += length

    def _end(self, *, in_break: bool) -> None:
        if self.pieces and self.holder is not None:
            whole = "".join(self.pieces)
            raw = [whole] if self.holder.tag != "pre" else whole.split("\n")
            shown = [line for one in raw for line in repair_lines(" ".join(one.split())) if line]
            length = max(1, sum(map(len, shown)))
            self.lines += [
                PageLine(
                    line,
                    self.holder,
                    min(1.0, self.linked / length),
                    min(1.0, self.emphasized / length),
                    self.count,
                    in_break,
                    tuple(self.targets),
                )
                for line in shown
            ]
        self.pieces, self.linked, self.emphasized = [], 0, 0
        self.count, self.targets = self.links, []

    def _held(self, element: HtmlElement, tag: str) -> Holder:
        outer = self.holder
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        own = class_groups(names[:LONGEST_NAMES])
        style = element.get("style") or ""
        self.holders += 1
        return Holder(
            tag,
            outer,
            outer.depth + 1 if outer else 0,
            self.holders,
            f"{tag} {element.get('class') or ''}",
            own,
            outer.around | outer.own if outer else frozenset(),
            (outer.landmarks if outer else frozenset()) | ({tag} if tag in LANDMARKS else frozenset()),
            bool(outer and outer.hidden)
            or "display:none" in style.replace(" ", "")
            or element.get("hidden") is not None
            or element.get("aria-hidden") == "true",
            bool(outer and outer.is_body) or "articleBody" in (element.get("itemprop") or ""),
        )


def _holds_no_block(row: HtmlElement) -> bool:
    """Return whether a row holds data: where its cells hold paragraphs or tables, the table only serves to place them."""
    return not any(
        isinstance(part.tag, str) and part is not row and part.tag not in CELLS and is_block(part.tag)
        for part in row.iter()
    )


def is_block(tag: str) -> bool:
    """Return whether an element begins and ends a line; so do the elements that a site has made up (`story-text`)."""
    return tag in BLOCKS or "-" in tag
