"""Headlines in title case, and what is none."""

import pytest

from workers.stages.entities.headlines import headlines_in


@pytest.mark.parametrize(
    ("paragraph", "is_headline"),
    [
        ("Storm Leaves Hundreds Without Power in Carrick", True),
        ("Why We Can’t Stop: A Doctor Tells", True),
        ("Storm leaves hundreds without power in Carrick", False),
        ("MAYOR BLOM RESIGNS OVER DEALS", False),
        ("Harbour Technology Conference", False),
        ("Anna Berg Met Ivo Lind.", False),
        ("", False),
    ],
)
def test_what_a_headline_is(paragraph: str, is_headline: bool) -> None:  # noqa: FBT001 - what should come out
    assert list(headlines_in(paragraph)) == ([range(len(paragraph))] if is_headline else [])


def test_headlines_stand_within_texts() -> None:
    text = "Moorland Bank Withdraws Its Rating\n\nThe bank said so.\n\nAvigor Joins Nordvision Again"
    assert [text[found.start : found.stop] for found in headlines_in(text)] == [
        "Moorland Bank Withdraws Its Rating",
        "Avigor Joins Nordvision Again",
    ]
