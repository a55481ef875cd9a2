"""What people write into QUOTEWIRE_ENTITIES_MODELS."""

import re

import pytest

from workers.stages.entities.choices import choices


@pytest.mark.parametrize(
    ("written", "chosen"),
    [
        ("en=default", {"en": "default"}),
        ("fr=fr_core_news_sm", {"en": "default", "fr": "fr_core_news_sm"}),
        (" en=en-core-web-sm , *=/models/mine=2 ", {"en": "en-core-web-sm", "*": "/models/mine=2"}),
        ("de=./mine,nl=./mine", {"en": "default", "de": "./mine", "nl": "./mine"}),
    ],
)
def test_languages_have_their_pipelines(written: str, chosen: dict[str, str]) -> None:
    assert choices(written) == chosen


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("fr", "'fr' is not written as language=model"),
        ("fr=", "'fr=' is not written as language=model"),
        ("fr=a,", "'' is not written as language=model"),
        ("french=fr_core_news_sm", "'french=fr_core_news_sm' is not written as"),
        ("fr-FR=fr_core_news_sm", "'fr-FR=fr_core_news_sm' is not written as"),
        ("fr=a,fr=b", "fr has two models"),
        ("fr=fr core", "fr=fr core names neither a package nor a path"),
        ("fr=default", "fr=default: Quotewire's own model reads English alone"),
        ("*=default", "*=default: Quotewire's own model reads English alone"),
    ],
)
def test_what_cannot_be_meant_is_refused(written: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(said)}"):
        choices(written)
