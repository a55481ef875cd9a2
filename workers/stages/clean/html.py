"""A web page: its lines, what it says about itself, and what trafilatura takes for its story."""

import logging
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import bare_extraction

from workers.stages.clean.captions import MOST_CAPTIONS
from workers.stages.clean.markup import lines_of_markup
from workers.stages.clean.page_lines import PageLine, page_lines
from workers.stages.clean.page_metadata import PageMetadata, page_metadata
from workers.stages.clean.told_body import told_lines
from workers.stages.clean.unicode_repair import repair_line, repair_lines

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a page without a story has a status, it is no event

MOST_ELEMENTS = 20_000
"""Elements of a page; news pages have 2,000 at the most, and trafilatura takes seconds for more than these."""
MOST_LINES = 20_000
"""Lines that are read of a page which cannot be parsed; each costs the line classifier some 50 microseconds."""
UNSEEN = (
    "style",
    "svg",
    "noscript",
    "iframe",
    "template",
    "link",
    "canvas",
    "audio",
    "video",
    "button",
    "select",
    "textarea",
)
"""Elements that never hold a part of a story: without them, trafilatura has less to copy."""
LIBRARY_FAILURES = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    etree.LxmlError,
)
"""What trafilatura and lxml may raise on odd markup; none of it may stop an article."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was read."""

    metadata: PageMetadata
    lines: list[PageLine]
    chosen: list[str]
    """Lines that trafilatura takes for the story; empty when it takes none."""
    captions: list[str] = field(default_factory=list)
    """What the page marks up as captions within its article."""
    told: list[str] = field(default_factory=list)
    """Lines of the text that the page tells search engines."""
    scripts: list[str] = field(default_factory=list)
    """Its programs and their data."""
    readable: bool = True


def read_page(html: str) -> Page:
    """Read a page: metadata, lines, and what the extractor takes for the story."""
    html = html.replace("\0", "")
    tree = _tree(html)
    if tree is None:
        return Page(PageMetadata(), [], [], readable=False)
    try:
        metadata = page_metadata(tree)
        captions = _captions(tree)
        scripts = _without_scripts(tree)
        etree.strip_elements(tree, *UNSEEN, with_tail=False)
        lines = page_lines(tree)[:MOST_LINES]
        told = told_lines(metadata.body) if metadata.body else []
        return Page(metadata, lines, _chosen(tree), captions, told, scripts)
    except LIBRARY_FAILURES:
        return Page(PageMetadata(), [], [], readable=False)


def _tree(html: str) -> HtmlElement | None:
    """Parse a page; None when there is nothing to parse, or when it is nested too deep (256 levels, libxml2's limit) or too large."""
    parser = HTMLParser(
        encoding="utf-8",  # ours, whatever the page declares
        remove_comments=True,
        remove_pis=True,
        default_doctype=False,  # type: ignore[call-arg]
        collect_ids=False,
        no_network=True,
    )
    try:
        tree = document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        return None  # libxml2 stopped there and then; the rest of the page would be lost in silence
    return tree if sum(1 for _ in tree.iter()) <= MOST_ELEMENTS else None


def _without_scripts(tree: HtmlElement) -> list[str]:
    """Take the scripts off a page, and return those that are not its JSON-LD."""
    scripts = tree.xpath("//script[not(@type='application/ld+json')]")
    for script in scripts:
        script.drop_tree()
    return [script.text for script in scripts if script.text]


def _captions(tree: HtmlElement) -> list[str]:
    """Read the captions within the article; those of teasers stand in articles of their own, links or lists."""
    found = tree.xpath(
        "//figcaption[ancestor::article or ancestor::main][not(ancestor::a or ancestor::li or ancestor::aside)]"
    )
    return [text for caption in found[:MOST_CAPTIONS] if (text := repair_line(caption.text_content()))]


def _chosen(tree: HtmlElement) -> list[str]:
    """Ask trafilatura, by its own rules alone: to compare other extractors takes longer, and the classifier weighs more than they do."""
    document = bare_extraction(tree, include_comments=False, fast=True, with_metadata=False)
    return [line for line in repair_lines((document and document.text) or "") if line]


def spaced_lines(html: str) -> list[str]:
    """Return all lines of a page, whatever its markup, with an empty one between any two."""
    lines: list[str] = []
    seen = 0
    for block in lines_of_markup(html.replace("\0", "")):
        lines += [" ".join(repair_lines(block)).strip(), ""]
        seen += lines[-2] != ""
        if seen >= MOST_LINES:
            break
    return lines
