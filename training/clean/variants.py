"""The same story in other markup: pages made of pages, so that the classifier knows a story wherever it stands.

News sites build their pages in many ways, of which the training pages show some. Each function changes a page's tree in place.
"""

from collections.abc import Callable, Iterator, Sequence
from random import Random

from lxml.html import HtmlElement, HTMLParser, document_fromstring, fragment_fromstring, tostring
from lxml.html.builder import DIV

from training.clean.boxes import any_of, box_element, boxes_in
from workers.stages.clean.class_words import ClassGroup
from workers.stages.clean.page_lines import LANDMARKS

LEADS = (*ClassGroup.LEAD.value.split(), "teaser", "article-teaser", "header")
FEWEST_PARAGRAPHS = 4
LONG = 120
"""Code points of a paragraph that is the story's rather than a menu's."""
NAMING = ("class", "id", "itemprop", "role")

Variant = Callable[[HtmlElement, Random], None]


def without_names(tree: HtmlElement, _random: Random) -> None:
    """Take all class names away: many are made by a program and tell nothing."""
    for element in _elements(tree):
        for name in NAMING:
            element.attrib.pop(name, None)


def without_landmarks(tree: HtmlElement, random: Random) -> None:
    """Make a plain division of all that tells what it is."""
    without_names(tree, random)
    for element in _elements(tree):
        if element.tag in LANDMARKS and element.tag not in ("table", "ul", "ol", "dl", "blockquote", "form"):
            element.tag = "div"


def in_divisions(tree: HtmlElement, _random: Random) -> None:
    """Make a division of each paragraph."""
    for paragraph in list(tree.iter("p")):
        paragraph.tag = "div"


def in_own_divisions(tree: HtmlElement, _random: Random) -> None:
    """Put each paragraph into a division of its own."""
    for paragraph in list(tree.iter("p")):
        _wrapped(paragraph, DIV())


def in_breaks(tree: HtmlElement, _random: Random) -> None:
    """Put line breaks between paragraphs instead of elements around them."""
    for run in list(_runs(tree)):
        run[0].tag = "div"
        for paragraph in run[1:]:
            run[0].append(fragment_fromstring("<br>"))
            last = fragment_fromstring("<br>")
            last.tail = paragraph.text
            run[0].extend([last, *paragraph])
            paragraph.text = None
            paragraph.drop_tree()


def in_table(tree: HtmlElement, random: Random) -> None:
    """Place the page by a table, as pages were built before there was anything else."""
    without_landmarks(tree, random)
    body = tree.find("body")
    if body is None:
        return
    table = fragment_fromstring("<table><tr><td></td></tr></table>")
    cell = next(table.iter("td"))
    cell.text, body.text = body.text, None
    cell.extend(list(body))
    body.append(table)


def in_containers(tree: HtmlElement, random: Random) -> None:
    """Spread the story over several containers, one beside the other."""
    for run in list(_runs(tree)):
        outer = run[0].getparent()
        name = {"class": outer.get("class")} if outer.get("class") else {}
        size = random.randint(2, 4)
        for start in range(0, len(run), size):
            container = DIV(**name)
            outer.insert(outer.index(run[start]), container)
            container.extend(run[start : start + size])


def with_lead_apart(tree: HtmlElement, random: Random) -> None:
    """Put the first paragraph into a container whose name tells of a lead, a teaser or a header."""
    run = max(_runs(tree), key=len, default=None)
    if run:
        container = DIV(**{"class": random.choice(LEADS)})
        if random.random() < 0.3:
            container.tag = "header"
        _wrapped(run[0], container)


def in_aside(tree: HtmlElement, _random: Random) -> None:
    """Make an aside of the article."""
    for element in list(tree.iter("article", "main")):
        element.tag = "aside"


def with_boxes(tree: HtmlElement, random: Random) -> None:
    """Put boxes into the story, and one below it, by whose markup nobody can tell them."""
    boxes = boxes_in(tree.get("lang") or "en")
    run = max(_runs(tree), key=len, default=None)
    if not run:
        return
    outer, name = run[0].getparent(), run[0].get("class")
    for place in (random.randrange(1, len(run)), len(run)):
        box = box_element(any_of(boxes, random), random, name if random.random() < 0.5 else None)
        outer.insert(outer.index(run[place - 1]) + 1, box)


VARIANTS: tuple[Variant, ...] = (
    without_names,
    without_landmarks,
    in_divisions,
    in_own_divisions,
    in_breaks,
    in_table,
    in_containers,
    with_lead_apart,
    in_aside,
)
"""Markups; `with_boxes` goes with any of them."""


def varied(html: str, variants: Sequence[Variant], random: Random) -> str:
    """Return a page after some changes, in their order."""
    tree = document_fromstring(html.replace("\0", "").encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8"))
    for variant in variants:
        variant(tree, random)
    page: str = tostring(tree, encoding="unicode")
    return page


def _runs(tree: HtmlElement) -> Iterator[list[HtmlElement]]:
    """Yield runs of neighbouring paragraphs, some of them long, with nothing between them."""
    run: list[HtmlElement] = []
    for paragraph in [*tree.iter("p"), None]:
        if run and (paragraph is None or paragraph.getprevious() is not run[-1] or (run[-1].tail or "").strip()):
            if len(run) >= FEWEST_PARAGRAPHS and sum(len(one.text_content()) >= LONG for one in run) > 1:
                yield run
            run = []
        if paragraph is not None:
            run.append(paragraph)


def _wrapped(element: HtmlElement, container: HtmlElement) -> None:
    """Put an element into a container that takes its place."""
    container.tail, element.tail = element.tail, None
    element.getparent().replace(element, container)
    container.append(element)


def _elements(tree: HtmlElement) -> Iterator[HtmlElement]:
    return (element for element in tree.iter() if isinstance(element.tag, str))
