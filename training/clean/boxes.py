"""Boxes that pages put into stories, as elements: prompts, comments, facts, other stories."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from lxml.html import HtmlElement
from lxml.html.builder import BR, DIV, H3, LI, UL, A, B, P

BOXES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "boxes.toml").read_text(encoding="utf-8"))["box"]
KINDS = ("paragraphs", "comments", "items", "links")


def boxes_in(language: str) -> list[dict[str, Any]]:
    """Return the boxes in a language, or those in English where there is none."""
    return [box for box in BOXES if box["language"] == language[:2]] or [
        box for box in BOXES if box["language"] == "en"
    ]


def any_of(boxes: Sequence[dict[str, Any]], random: Random) -> dict[str, Any]:
    """Choose a box: each kind as often, whatever the number of its boxes."""
    kind = random.choice(KINDS)
    return random.choice([box for box in boxes if kind in box] or boxes)


def box_element(box: dict[str, Any], random: Random, name: str | None) -> HtmlElement:
    """Return the element of a box; `name` is the class of its paragraphs, if they have one."""
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
