import pytest

from schemas import CleanArticle, RawArticle
from schemas.lineage import Origin
from schemas.oddities import Oddity
from workers.stages.clean.content_type import kind_of_body
from workers.stages.clean.dates import iso_date
from workers.stages.clean.language import language_of_tag, language_of_text
from workers.stages.clean.stage import clean_articles
from workers.stages.received import Received

SENTENCE = "The council of Westmouth opened the harbour again on Monday after a storm had closed it for ten days."
ORIGIN = Origin(topic="articles.raw.v1", partition=3, offset=14)


def clean(raw: dict[str, object], **around: object) -> CleanArticle:
    (article,) = clean_articles([Received(RawArticle.model_validate({"body": SENTENCE, **raw}), "1", **around)])  # type: ignore[arg-type]
    return article


@pytest.mark.parametrize(
    ("content_type", "body", "kind", "known"),
    [
        (None, f"<p>{SENTENCE}</p>", "html", True),
        (None, f"\ufeff  <!DOCTYPE html><title>x</title>{SENTENCE}", "html", True),
        (None, f"Profits were < 3 % and > 2 %; he wrote <i>so</i>. {SENTENCE}", "text", True),
        (None, f"They wrote <me@coast.example> and x<y. {SENTENCE}", "text", True),
        ("", SENTENCE, "text", True),
        ("Text/HTML; charset=utf-8", f"<p>{SENTENCE}", "html", True),
        ("text/html", f"{SENTENCE}\n\n{SENTENCE}", "text", True),
        ("text/plain; charset=utf-8", f"<p>{SENTENCE}</p>", "text", True),
        ("application/pdf", f"<p>{SENTENCE}</p>", "html", False),
        ("application/pdf", SENTENCE, "text", False),
    ],
)
def test_kind_of_body(content_type: str | None, body: str, kind: str, known: bool) -> None:  # noqa: FBT001
    assert kind_of_body(content_type, body) == (kind, known)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-09-14", "2026-09-14"),
        (" 20260914 ", "2026-09-14"),
        ("2026-09", "2026-09"),
        ("2026-09-14T06:40:00Z", "2026-09-14T06:40:00Z"),
        ("2026-09-14T06:40:00+00:00", "2026-09-14T06:40:00+00:00"),
        ("2026-09-14 06:40", "2026-09-14T06:40:00"),
        ("Mon, 14 Sep 2026 06:40:00 +0100", "2026-09-14T06:40:00+01:00"),
        ("yesterday", None),
        ("2026-13-01", None),
        ("1772605800", "2026-03-04T06:30:00Z"),
        ("1772605800000", "2026-03-04T06:30:00Z"),
        ("1772605800500", "2026-03-04T06:30:00.500000Z"),
        ("17726058", None),
        ("٢٠٢٦-٠٣-٠٤", None),
        ("0999-12-31", None),
        ("3000-01-01", None),
        ("", None),
    ],
)
def test_dates(written: str, read: str | None) -> None:
    assert iso_date(written) == read
    if read:
        assert iso_date(read) == read


@pytest.mark.parametrize(
    ("tag", "code"), [("en-GB", "en"), ("pt_BR", "pt"), ("EN", "en"), ("english", None), (None, None)]
)
def test_language_tags(tag: str | None, code: str | None) -> None:
    assert language_of_tag(tag) == code


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", SENTENCE),
        ("de", "Der Hafen von Westmouth ist am Montag nach zehn Tagen wieder geöffnet worden."),
        ("uk", "Переговори тривали їм три години."),
        ("fa", "گفتگوها سه ساعت طول کشید و پایان یافت."),
        ("ja", "双方は対話を続けることで合意した。"),
        ("ko", "양측은 대화를 계속하기로 했다."),
        ("zh", "BBC 记者说，双方同意继续对话。"),
        (None, "Harbour open"),
        (None, "12 + 3 = 15"),
    ],
)
def test_languages(code: str | None, text: str) -> None:
    assert language_of_text(["Home", "News", text]) == code


def test_empty_lines_do_not_blur_the_language() -> None:
    assert language_of_text([SENTENCE, *[""] * 100_000]) == "en"


def test_everything_odd_is_told_once_and_in_order() -> None:
    article = clean(
        {
            "title": "A\0B",
            "published_at": "soon",
            "fetched_at": "now",
            "content_type": "x/y",
            "body": "He left.",
            "id": "7",
        },
        origin=ORIGIN,
        key="8",
        oddities=("known_before", "known_before"),
    )
    assert article.warnings == [
        "known_before",
        Oddity.KEY_DIFFERS_FROM_ID,
        Oddity.NUL_REMOVED,
        Oddity.CONTENT_TYPE_UNKNOWN,
        Oddity.PUBLISHED_AT_UNREADABLE,
        Oddity.FETCHED_AT_UNREADABLE,
        Oddity.LANGUAGE_UNCERTAIN,
    ]
    assert (article.title, article.published_at, article.fetched_at, article.language) == ("AB", None, None, "en")


@pytest.mark.parametrize(
    ("around", "warnings"),
    [
        ({"origin": None}, []),
        ({"origin": ORIGIN, "key": "7"}, []),
        ({"origin": ORIGIN}, [Oddity.NO_KEY]),
        ({"origin": ORIGIN, "oddities": (Oddity.KEY_NOT_UTF8,)}, [Oddity.KEY_NOT_UTF8]),
        ({"origin": ORIGIN, "key": "8"}, [Oddity.KEY_DIFFERS_FROM_ID]),
    ],
)
def test_keys(around: dict[str, object], warnings: list[str]) -> None:
    article = clean({"id": "7"}, **around)
    assert article.warnings == warnings
    assert article.lineage["clean"].input == around["origin"]


def test_what_is_the_producers_is_carried() -> None:
    raw = {
        "url": "https://coast.example/1",
        "source": " Coast  News ",
        "authors": ["Ann Lee", " "],
        "metadata": {"a": [1]},
    }
    article = clean({**raw, "fetched_at": "2026-09-14T06:40:00Z"})
    assert (article.url, article.source, article.authors) == ("https://coast.example/1", "Coast News", ["Ann Lee"])
    assert (article.metadata, article.fetched_at) == ({"a": [1]}, "2026-09-14T06:40:00Z")


def test_an_empty_article_has_no_language_but_the_one_announced() -> None:
    assert clean({"body": " "}).language is None
    assert clean({"body": " ", "language": "en-GB"}).language == "en"


def test_articles_come_out_in_their_order() -> None:
    raw = [Received(RawArticle(body=f"{SENTENCE} {number}."), "1") for number in range(5)]
    assert [article.text for article in clean_articles(raw)] == [f"{SENTENCE} {number}." for number in range(5)]
