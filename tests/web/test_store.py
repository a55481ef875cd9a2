"""What is kept, and what pages find of it: revisions replace, retractions vanish, nothing comes twice."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.quoted import article, quote, records
from schemas.enriched_article import EnrichedArticle, Speaker
from workers.errors import StoreError
from workers.web.queries import PAGE, Filters, Queries
from workers.web.rendering import page
from workers.web.rows import ArrivedArticle, ArrivedQuote
from workers.web.store import _SECURE_SINCE, Store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "web.sqlite"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    made = Store(file, "here")
    yield made
    made.close()


def put(store: Store, *articles: EnrichedArticle, came: int = 1000, offset: int = 1) -> int:
    arrivals: list[ArrivedQuote | ArrivedArticle] = []
    for one in articles:
        arrivals.append(ArrivedArticle(one.article_id, one))
        arrivals += [ArrivedQuote(one.article_id, record, came) for record in records(one)]
        if not one.quotes:
            arrivals.append(ArrivedQuote(one.article_id, None, came))
    return store.apply(arrivals, {("quotes.v1", 0): offset})


def retract(store: Store, article_id: str) -> int:
    return store.apply([ArrivedQuote(article_id, None, 2000), ArrivedArticle(article_id, None)], {})


def texts(file: Path, **filters: str) -> list[str]:
    return [row.text for row in Queries(file).quotes(Filters.of(filters))[1]]


def test_the_newest_come_first_and_all_of_them_in_pages(store: Store, file: Path) -> None:
    for number in range(PAGE + 5):
        put(store, article(str(number), f"Quote {number}"), came=number // 3)
    queries = Queries(file)
    _, first = queries.quotes(Filters())
    _, rest = queries.quotes(Filters(), (first[-1].came, first[-1].id or 0))
    assert [row.text for row in (*first, *rest)] == [f"Quote {number}" for number in reversed(range(PAGE + 5))]


def test_a_revision_replaces_and_what_stays_is_no_news(store: Store, file: Path) -> None:
    put(store, article("a", "One", "Two", "Three"))
    shown = put(store, article("b", "Later"), came=2000)
    before = {row.text: row.id for row in Queries(file).quotes(Filters())[1]}

    put(store, article("a", "New", "Two"), came=3000)

    rows = Queries(file).quotes(Filters())[1]
    assert [row.text for row in rows] == ["New", "Later", "Two"]
    assert {row.text: row.id for row in rows if row.text != "New"} == {name: before[name] for name in ("Later", "Two")}
    changes = Queries(file).since(shown, Filters())
    assert [row.text for row in changes.quotes] == ["New"]
    assert set(changes.gone) == {before["One"], before["Three"]}


def test_a_quote_that_moves_within_its_article_stays_the_same(store: Store, file: Path) -> None:
    shown = put(store, article("a", "One", "Two"))
    before = {row.text: row.id for row in Queries(file).quotes(Filters())[1]}
    put(store, article("a", "Nought", "One", "Two"), came=3000)
    changes = Queries(file).since(shown, Filters())
    assert {row.text: row.id for row in changes.quotes if row.text != "Nought"} == before
    assert changes.gone == []


@pytest.mark.parametrize("cut", range(1, 4))
def test_a_revision_that_comes_in_two_parts_ends_as_one_that_comes_whole(store: Store, file: Path, cut: int) -> None:
    put(store, article("a", "One", "Two", "Three", "Four"))
    arrived = [ArrivedQuote("a", record, 3000) for record in records(article("a", "Three", "Nought", "One", "Two"))]
    store.apply(arrived[:cut], {})
    store.apply(arrived[cut:], {})
    found = sorted(Queries(file).quotes(Filters())[1], key=lambda row: row.position)
    assert [(row.position, row.text) for row in found] == list(enumerate(["Three", "Nought", "One", "Two"]))


def test_what_comes_again_changes_nothing(store: Store, file: Path) -> None:
    shown = put(store, article("a", "One", "Two"))
    put(store, article("a", "One", "Two"), came=5000)
    changes = Queries(file).since(shown, Filters())
    assert (changes.quotes, changes.gone, changes.reset) == ([], [], False)
    assert texts(file) == ["One", "Two"]


def test_a_retraction_leaves_nothing_behind(store: Store, file: Path) -> None:
    put(store, article("a", "Unmistakable words", speaker="Zebediah Quux"), article("b", "Other"))
    queries = Queries(file)
    shown = retract(store, "a") - 1

    assert texts(file) == ["Other"]
    assert texts(file, words="unmistakable") == []
    assert queries.article("a") is None
    assert queries.said_by("Zebediah Quux") == []
    assert len(queries.since(shown, Filters()).gone) == 1
    with sqlite3.connect(file) as connection:
        connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
        assert connection.execute("SELECT count(*) FROM quotes, names").fetchone() == (1,)
    connection.close()
    store.close()
    held = file.read_bytes()
    assert b"Unmistakable" not in held
    assert b"Zebediah" not in held
    if sqlite3.sqlite_version_info >= _SECURE_SINCE:
        assert b"unmistakable" not in held


def test_an_article_that_has_no_quotes_any_more_is_gone_too(store: Store, file: Path) -> None:
    put(store, article("a", "One"))
    put(store, article("a"))
    assert texts(file) == []
    assert Queries(file).article("a") is None


def test_a_restart_goes_on_where_it_was(file: Path) -> None:
    first = Store(file, "here")
    put(first, article("a", "One"), offset=17)
    first.close()
    again = Store(file, "here")
    assert again.offsets() == {("quotes.v1", 0): 17}
    assert (again.change, texts(file)) == (1, ["One"])
    again.close()


def test_what_fails_is_not_half_done(store: Store, file: Path) -> None:
    put(store, article("a", "One"), offset=17)
    bad = ArrivedQuote("b", records(article("b", "Two"))[0], None)  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="NOT NULL"):
        store.apply([ArrivedArticle("b", article("b", "Two")), bad], {("quotes.v1", 0): 18})
    assert store.offsets() == {("quotes.v1", 0): 17}
    assert (texts(file), Queries(file).article("b")) == (["One"], None)


def test_another_installation_begins_anew(file: Path) -> None:
    first = Store(file, "here")
    put(first, article("a", "One"))
    first.close()
    second = Store(file, "there")
    assert (second.offsets(), second.change, texts(file)) == ({}, 0, [])
    second.close()


def test_no_other_programs_file_is_touched(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.sqlite"
    with sqlite3.connect(theirs) as connection:
        connection.execute("CREATE TABLE precious (one)")
    text = tmp_path / "notes.txt"
    text.write_text("No database at all, but some kilobytes of something else. " * 50)
    for path in (theirs, text, tmp_path):
        before = path.read_bytes() if path.is_file() else b""
        with pytest.raises(StoreError, match="--store"):
            Store(path, "here")
        assert not path.is_file() or path.read_bytes() == before


def test_a_file_is_for_one_program_at_a_time(store: Store, file: Path) -> None:
    with pytest.raises(StoreError, match="another `quotewire web` uses it"):
        Store(file, "there")
    put(store, article("a", "One"))
    assert texts(file) == ["One"]


@pytest.mark.parametrize("came", [-1, 0, 2**62])
def test_any_time_of_a_record_can_be_shown(store: Store, file: Path, came: int) -> None:
    put(store, article("a", "One"), came=came)
    (row,) = Queries(file).quotes(Filters())[1]
    assert "One" in page("_quote.html", quote=row)


def test_only_the_last_quotes_are_kept_with_their_articles(file: Path) -> None:
    store = Store(file, "here", kept=10)
    for number in range(20):
        put(store, article(str(number), f"Quote {number}", f"And {number}"), came=number)
    assert len(texts(file)) == 10
    queries = Queries(file)
    assert [number for number in range(20) if queries.article(str(number))] == list(range(15, 20))
    store.close()


def test_articles_whose_quotes_never_come_are_not_kept_for_ever(file: Path) -> None:
    store = Store(file, "here", kept=10)
    for number in range(20):
        store.apply([ArrivedArticle(str(number), article(str(number), "x"))], {})
    queries = Queries(file)
    assert [number for number in range(20) if queries.article(str(number))] == list(range(10, 20))
    store.close()


def test_filters_find_what_they_say(store: Store, file: Path) -> None:
    sure, unsure, together = (
        quote("The café is closed", "Émile Zola", confidence=0.95),
        quote("that cafés would open", "Ann Lee", type="indirect", modality="future", confidence=0.4),
        quote("We agree", "Ann Lee", speakers=[Speaker(name="Ann Lee"), Speaker(name="Bo Berg")], confidence=None),
    )
    put(
        store,
        article("a", quotes=[sure, unsure], source="Gazette", title="Doors"),
        article("b", quotes=[together], source="Wire"),
    )
    assert texts(file, words="cafe close") == ["The café is closed"]
    assert texts(file, words="doors") == ["The café is closed", "that cafés would open"]
    assert texts(file, speaker="emile") == ["The café is closed"]
    assert texts(file, speaker="berg", words="agree") == ["We agree"]
    assert texts(file, speaker="berg", words="cafe") == []
    assert texts(file, source="Wire") == ["We agree"]
    assert texts(file, type="indirect") == texts(file, modality="future") == ["that cafés would open"]
    assert texts(file, sure="90") == ["The café is closed"]
    assert texts(file, type="nonsense", sure="-1", modality="'") == texts(file)
    assert Queries(file).sources() == ["Gazette", "Wire"]


@pytest.mark.parametrize(
    "words", ['"', "a OR b", "NEAR(a b)", "text:x", "*", "^", "-", "a AND", "'; DROP TABLE quotes", "\x00", "²", "_"]
)
def test_no_words_are_a_command(store: Store, file: Path, words: str) -> None:
    put(store, article("a", "One"))
    assert texts(file, words=words) == texts(file, speaker=words) == []


def test_a_speakers_page_is_by_article_newest_first(store: Store, file: Path) -> None:
    for number in range(25):
        put(store, article(str(number), f"One {number}", f"Two {number}"), came=number // 2)
    queries = Queries(file)
    first = queries.said_by("ann lee")
    rest = queries.said_by("Ann Lee", first[-1][0])
    found = [[row.text for row in rows] for _, rows in (*first, *rest)]
    assert found == [[f"One {number}", f"Two {number}"] for number in reversed(range(25))]


def test_a_browser_that_was_away_for_too_long_begins_anew(
    store: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.web.store._REMEMBERED", 5)
    first = put(store, *(article(str(number), "One") for number in range(20)))
    for number in range(20):
        retract(store, str(number))
    queries = Queries(file)
    assert queries.since(first, Filters()).reset
    assert not queries.since(store.change - 2, Filters()).reset
    assert queries.since(store.change + 1, Filters()).reset  # the store was made anew


def test_a_quote_that_a_filter_no_longer_lets_through_goes(store: Store, file: Path) -> None:
    made = article("a", quotes=[quote("One", confidence=0.9)])
    shown = put(store, made)
    (row,) = Queries(file).quotes(Filters())[1]
    put(store, article("a", quotes=[quote("One", confidence=0.5)]))
    changes = Queries(file).since(shown, Filters.of({"sure": "80"}))
    assert (changes.quotes, changes.gone) == ([], [row.id])
