"""Whether a body is a web page or plain text."""

import re
from typing import Literal

Kind = Literal["html", "text"]

ANNOUNCED: dict[str, Kind] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}

PAGE_START = re.compile(
    r"\s*+(?:<\?xml[^<>]*+>\s*+|(?><!--.{0,5000}?-->)\s*+)*+<(?:!doctype\s++html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
CLOSING_TAG = re.compile(
    r"</(?:p|div|span|a|h[1-6]|ul|ol|li|table|tr|td|article|section|main|header|footer|nav|body|html|strong|em|b|i|blockquote)\s*>",
    re.IGNORECASE,
)
ANY_TAG = re.compile(r"<[a-z!/][^<>]*>", re.IGNORECASE)
LOOKED_AT = 200_000
"""Code points of a body that are looked at."""


def kind_of_body(content_type: str | None, body: str) -> tuple[Kind, bool]:
    """Return the kind of a body, and whether its announced type is known (or none was announced)."""
    announced = (content_type or "").partition(";")[0].strip().lower()
    if not announced:
        return sniff(body), True
    if announced not in ANNOUNCED:
        return sniff(body), False
    if ANNOUNCED[announced] == "html" and not ANY_TAG.search(body, 0, LOOKED_AT):
        return "text", True  # markup would swallow its line breaks
    return ANNOUNCED[announced], True


def sniff(body: str) -> Kind:
    """Return whether this is a page, or a piece of one, by its first tag or by two closing tags; a "<" in a sentence is no tag."""
    start = body.lstrip("\ufeff")[:LOOKED_AT]
    if PAGE_START.match(start):
        return "html"
    closing = CLOSING_TAG.finditer(start)
    opens_with_tag = start.lstrip()[:1] == "<" and next(closing, None) is not None
    return "html" if opens_with_tag or len([tag for tag, _ in zip(closing, range(2), strict=False)]) == 2 else "text"
