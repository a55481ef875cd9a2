"""Pages with little around their story, as small sites have them."""

from collections.abc import Iterator
from random import Random

from lxml.html import HtmlElement, tostring
from lxml.html.builder import (
    BLOCKQUOTE,
    BODY,
    DIV,
    FIGCAPTION,
    FIGURE,
    FOOTER,
    H1,
    H2,
    HEAD,
    HEADER,
    HTML,
    IMG,
    LI,
    TITLE,
    UL,
    P,
)

from training.clean.boxes import any_of, box_element, boxes_in
from training.clean.variants import FEWEST_PARAGRAPHS, LEADS, in_breaks, in_divisions, in_table, varied, without_names


def plain_page(title: str, story: str, language: str, random: Random) -> str:
    """Return a page of a story with little around it, as on small sites: a menu, boxes, other stories, a notice at the foot."""
    boxes = boxes_in(language)
    paragraphs = [text for text in story.split("\n") if text.strip()]
    head = _head(title, paragraphs, random)
    made = DIV(*_story(paragraphs, random))
    for _ in range(random.randint(1, 3)):
        place = len(made) if random.random() < 0.4 else random.randint(1, len(made))
        made.insert(place, box_element(any_of(boxes, random), random, None))
    if random.random() < 0.3:
        made.tag = random.choice(["article", "main", "section"])
    made.insert(0, head)
    around = [box_element(any_of(boxes, random), random, None) for _ in range(random.randint(0, 2))]
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
