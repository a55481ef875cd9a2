import pytest
from lxml.html import document_fromstring

from workers.stages.clean.page_authors import names_in
from workers.stages.clean.page_metadata import page_metadata

STORY = "<p>The council of Westmouth opened the harbour again on Monday after a storm had closed it for ten days.</p>"


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("By Petra Lindqvist", ["Petra Lindqvist"]),
        ("by petra lindqvist", ["petra lindqvist"]),
        ("PETRA LINDQVIST", ["Petra Lindqvist"]),
        ("BBC", ["BBC"]),
        ("Petra Lindqvist, Reuters", ["Petra Lindqvist"]),
        ("PETRA LINDQVIST, HARBOUR PRESS", ["Petra Lindqvist"]),
        ("Petra Lindqvist / AFP", ["Petra Lindqvist"]),
        ("Petra Lindqvist (pli)", ["Petra Lindqvist"]),
        ("Petra Lindqvist, Political Editor", ["Petra Lindqvist"]),
        ("Von Petra Lindqvist, Hamburg und Jonas Weber", ["Petra Lindqvist, Hamburg", "Jonas Weber"]),
        ("Trudi Latour", ["Trudi Latour"]),
        ("Petra Lindqvist, Daniel Okafor and Ann Lee", ["Petra Lindqvist", "Daniel Okafor", "Ann Lee"]),
        ("Petra Lindqvist et Daniel Okafor", ["Petra Lindqvist", "Daniel Okafor"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Harry Connick, Jr.", ["Harry Connick, Jr."]),
        ("Lindqvist, Petra", ["Lindqvist, Petra"]),
        ("Food and Drink", ["Food and Drink"]),
        ("https://social.example/petra", []),
        ("petra@harbour.example", []),
        ("(Image: Petra Lindqvist)", []),
        ("105092", []),
        ("", []),
    ],
)
def test_names_in_a_byline(written: str, names: list[str]) -> None:
    assert names_in(written) == names


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        ('<meta name="author" content="Ann Lee"><meta name="author" content="Jo Weir">', "", ["Ann Lee", "Jo Weir"]),
        ('<meta name="author" content="Ann Lee"><meta name="byl" content="By Jo Weir">', "", ["Ann Lee"]),
        (
            '<meta property="og:site_name" content="The Harbour Post"><meta name="author" content="The Harbour Post">',
            '<p class="article-byline">By <a rel="author" href="/al">Ann Lee</a></p>',
            ["Ann Lee"],
        ),
        (
            '<meta property="og:site_name" content="The Harbour Post"><meta name="author" content="The Harbour Post">',
            "",
            ["The Harbour Post"],
        ),
        (
            "",
            '<div class="Author"><a href="/al">Ann Lee</a><a href="https://social.example">Follow us</a></div>',
            ["Ann Lee"],
        ),
        ("", '<div class="authors"><span>Ann Lee</span> and <span>Jo Weir</span></div>', ["Ann Lee", "Jo Weir"]),
        ("", '<span itemprop="author" itemscope><span itemprop="name">Ann Lee</span></span>', ["Ann Lee"]),
        ("", '<aside><p class="byline">Jo Weir</p></aside><p class="byline">Ann Lee, Staff Writer</p>', ["Ann Lee"]),
        ("", '<div class="comment"><b class="author">Jo Weir</b></div>', []),
        ("", f'<p class="author-bio">{"Ann Lee has written about harbours. " * 10}</p>', []),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Ann Lee"}}</script>',
            '<p class="byline">Jo Weir</p>',
            ["Ann Lee"],
        ),
    ],
)
def test_authors_of_a_page(head: str, body: str, authors: list[str]) -> None:
    page = f"<html><head>{head}</head><body><article><h1>Harbour opens</h1>{body}{STORY}</article></body></html>"
    assert list(page_metadata(document_fromstring(page)).authors) == authors
