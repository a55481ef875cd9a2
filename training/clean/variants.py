"""The same story in other markup: pages made of pages, so that the classifier knows a story wherever it stands.

News sites build their pages in many ways, of which the training pages show some. Each function changes a page's tree in place.
"""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from lxml.html import HtmlElement, HTMLParser, document_fromstring, fragment_fromstring, tostring
from lxml.html.builder import (
    BLOCKQUOTE,
    BODY,
    BR,
    DIV,
    FIGCAPTION,
    FIGURE,
    FOOTER,
    H1,
    H2,
    H3,
    HEAD,
    HEADER,
    HTML,
    IMG,
    LI,
    TITLE,
    UL,
    A,
    B,
    P,
)

from workers.stages.clean.class_words import ClassGroup
from workers.stages.clean.page_lines import LANDMARKS

BOXES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "boxes.toml").read_text(encoding="utf-8"))["box"]
KINDS = ("paragraphs", "comments", "items", "links")
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
        box = _box(_any_of(boxes, random), random, name if random.random() < 0.5 else None)
        outer.insert(outer.index(run[place - 1]) + 1, box)


def plain_page(title: str, story: str, language: str, random: Random) -> str:
    """Return a page of a story with little around it, as on small sites: a menu, boxes, other stories, a notice at the foot."""
    boxes = boxes_in(language)
    paragraphs = [text for text in story.split("\n") if text.strip()]
    head = _head(title, paragraphs, random)
    made = DIV(*_story(paragraphs, random))
    for _ in range(random.randint(1, 3)):
        place = len(made) if random.random() < 0.4 else random.randint(1, len(made))
        made.insert(place, _box(_any_of(boxes, random), random, None))
    if random.random() < 0.3:
        made.tag = random.choice(["article", "main", "section"])
    made.insert(0, head)
    around = [_box(_any_of(boxes, random), random, None) for _ in range(random.randint(0, 2))]
    body = [*around[:1], made, *around[1:], *([FOOTER(P("© 2024")) if random.random() < 0.5 else P("© 2024")])]
    page = HTML(HEAD(TITLE(title)), BODY(*body), lang=language)
    markup: str = tostring(page, encoding="unicode")
    return varied(markup, [random.choice([in_divisions, in_breaks, in_table, without_names])], random)


def _head(title: str, paragraphs: list[str], random: Random) -> HtmlElement:
    """Return what stands above a story: its title, and often its first paragraph, with a byline and a picture below it."""
    if random.random() < 0.5 or len(paragraphs) < FEWEST_PARAGRAPHS:
        return H1(title)
    names = {"class": random.choice(LEADS)} if random.random() < 0.6 else {}
    lead = random.choice([P, DIV, H2])(paragraphs.pop(0), **names)
    below = [P("Ann Lee"), FIGURE(IMG(src="a.jpg"), FIGCAPTION("The harbour. Photo: T. Reed")), DIV("Share")]
    return random.choice([HEADER, DIV])(H1(title), lead, *random.sample(below, random.randint(0, 3)))


def _story(paragraphs: list[str], random: Random) -> Iterator[HtmlElement]:
    """Yield the elements of a story: paragraphs, and now and then a list, a quotation, or one in a figure."""
    while paragraphs:
        chance = random.random()
        if chance < 0.05 or (chance < 0.25 and len(paragraphs) <= 3):
            taken, paragraphs = paragraphs[:3], paragraphs[3:]
            yield UL(*map(LI, taken))
            continue
        text = P(paragraphs.pop(0))
        quoted = BLOCKQUOTE(text) if chance < 0.15 else text
        yield FIGURE(quoted) if chance < 0.08 else quoted


def _any_of(boxes: Sequence[dict[str, Any]], random: Random) -> dict[str, Any]:
    """Choose a box: each kind as often, whatever the number of its boxes."""
    kind = random.choice(KINDS)
    return random.choice([box for box in boxes if kind in box] or boxes)


def boxes_in(language: str) -> list[dict[str, Any]]:
    """Return the boxes in a language, or those in English where there is none."""
    return [box for box in BOXES if box["language"] == language[:2]] or [
        box for box in BOXES if box["language"] == "en"
    ]


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


def _box(box: dict[str, Any], random: Random, name: str | None) -> HtmlElement:
    attributes = {"class": name} if name else {}
    parts = [random.choice([H3, P, DIV])(box["heading"])] if "heading" in box else []
    parts += [P(text, **attributes) for text in box.get("paragraphs", ())]
    for comment in box.get("comments", ()):
        writer, time, text = comment.split(" | ")
        parts.append(DIV(B(writer), f" {time}", P(text, **attributes)))
    if "items" in box:
        parts.append(UL(*(LI(text) for text in box["items"])))
    if "links" in box:
        links = [A(text, href=f"/{place}.html") for place, text in enumerate(box["links"])]
        as_list = random.random() < 0.7
        parts += [UL(*map(LI, links))] if as_list else [part for link in links for part in (link, BR())]
    return DIV(*parts)


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
