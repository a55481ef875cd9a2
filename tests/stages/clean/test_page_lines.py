"""The lines of a page by its tree, and the elements that hold them."""

import pytest
from lxml.html import document_fromstring

from workers.stages.clean.page_lines import PageLine, page_lines


def lines_of(html: str) -> list[PageLine]:
    return page_lines(document_fromstring(html))


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>One <b>bold</b> <a href='/x'>link</a>.</p><p>Two.</p>", ["One bold link.", "Two."]),
        ("<div>One.<br><br>Two.<br>Three.</div>", ["One.", "Two.", "Three."]),
        ("<div>Before.<p>Within.</p>After.</div>", ["Before.", "Within.", "After."]),
        (
            "<table><tr><th>Year</th><th>Visitors</th></tr><tr><td>2023</td><td>41</td></tr></table>",
            ["Year Visitors", "2023 41"],
        ),
        ("<table><tr><td><p>One.</p></td><td><p>Two.</p></td></tr></table>", ["One.", "Two."]),
        ("<story-text>One.</story-text><story-text>Two.</story-text>", ["One.", "Two."]),
        ("<pre>One.\nTwo.</pre>", ["One.", "Two."]),
        ("<p>One.</p><script>var two = 'Two.'</script><noscript>Three.</noscript><p>Four.</p>", ["One.", "Four."]),
        ("<p>  </p><p>One\n  word.</p>", ["One word."]),
    ],
)
def test_lines_are_those_that_a_reader_sees(html: str, texts: list[str]) -> None:
    assert [line.text for line in lines_of(f"<html><body>{html}</body></html>")] == texts


def test_a_line_knows_its_element_and_those_around_it() -> None:
    page = "<body><article><div class='body long'><p>One.</p></div></article><footer><p>Two.</p></footer></body>"
    one, two = lines_of(page)
    assert one.holder.path() == "article > div.body.long > p"
    assert one.holder.landmarks == {"article"}
    assert two.holder.landmarks == {"footer"}
    assert one.holder.order < two.holder.order


def test_what_is_hidden_or_marked_up_as_the_text_is_so_for_all_within() -> None:
    page = "<body><div hidden><p>One.</p></div><div itemprop='articleBody'><div><p>Two.</p></div></div><p>Three.</p></body>"
    found = {line.text: (line.holder.hidden, line.holder.is_body) for line in lines_of(page)}
    assert found == {"One.": (True, False), "Two.": (False, True), "Three.": (False, False)}


def test_links_and_emphasis_are_shares_of_a_line() -> None:
    (line,) = lines_of("<body><p><a href='/topic/harbour'>Four</a> <b>words</b> <a href='#top'>here</a></p></body>")
    assert line.links == 2
    assert line.targets == ("/topic/harbour", "#top")
    assert line.linked == pytest.approx(8 / 15)
    assert line.emphasized == pytest.approx(5 / 15)
