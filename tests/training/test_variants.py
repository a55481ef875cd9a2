"""The same story in other markup: nothing of it may be lost, or there is nothing to learn from it."""

from random import Random

import pytest
from lxml.html import document_fromstring

from training.clean.variants import VARIANTS, Variant, varied, with_boxes

PARAGRAPHS = [
    f"The council opened the harbour again on day {day}, after a storm had closed it; nobody was hurt, and the ferries sailed as if "
    "it had never happened."
    for day in range(1, 7)
]
PAGE = (
    "<html lang='en'><head><title>Harbour opens</title></head><body><nav>Menu <a href='/'>Home</a></nav>"
    "<main class='content'><h1>Harbour opens</h1>"
    + "".join(f"<p class='text'>{text} <a href='/more'>More</a> on it.</p>\n" for text in PARAGRAPHS)
    + "<div>Written by Ann Lee</div></main><footer>All rights</footer></body></html>"
)


def words(html: str) -> list[str]:
    body = next(document_fromstring(html).iter("body"))
    return " ".join(map(str, body.itertext())).split()


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.__name__)
def test_a_page_in_other_markup_says_the_same(variant: Variant) -> None:
    made = varied(PAGE, [variant], Random(1))
    assert made != varied(PAGE, [], Random(1))
    assert words(made) == words(PAGE)


@pytest.mark.parametrize("seed", range(5))
def test_boxes_stand_in_the_story_and_below_it(seed: int) -> None:
    page = document_fromstring(varied(PAGE, [with_boxes], Random(seed)))
    texts = [" ".join(map(str, part.itertext())).strip() for part in next(page.iter("main"))]
    boxes = [index for index, text in enumerate(texts) if not text.startswith(("The council", "Harbour", "Written"))]
    assert len(boxes) == 2
    assert 1 < boxes[0] < 7
    assert boxes[1] == 8
