"""Titles without the name of their site."""

import pytest

from workers.stages.clean.html import read_page
from workers.stages.clean.title import squeezed, without_named_site

NAMES = {"theharbourpost"}


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Pool to close | The Harbour Post", "Pool to close"),
        ("Pool to close - The Harbour Post", "Pool to close"),
        ("The Harbour Post – Pool to close", "Pool to close"),
        ("Pool to close | Sport | The Harbour Post", "Pool to close | Sport"),
        ("Pool to close - at last", "Pool to close - at last"),
        ("The Harbour Post", "The Harbour Post"),
    ],
)
def test_a_site_that_is_known_is_cut_off(title: str, headline: str) -> None:
    assert without_named_site(title, NAMES, is_of_page=False) == headline


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Council votes to close pool | Sport | Harbour Post", "Council votes to close pool"),
        ("Council votes to close pool :: Harbour Post", "Council votes to close pool"),
        ("Council votes to close pool - Harbour Post", "Council votes to close pool - Harbour Post"),
        ("Weather | Harbour Post", "Weather | Harbour Post"),
    ],
)
def test_behind_a_sure_mark_in_the_title_of_a_page_stands_the_site(title: str, headline: str) -> None:
    assert without_named_site(title, set(), is_of_page=True) == headline


def test_names_are_alike_without_blanks_and_capitals() -> None:
    assert squeezed("The Harbour-Post") == squeezed("theharbourpost")


def test_a_page_that_names_its_site_nowhere_else() -> None:
    page = read_page(
        "<html><head><title>Council votes to close pool | The Harbour Post</title></head><body></body></html>"
    )
    assert page.metadata.title == "Council votes to close pool"
