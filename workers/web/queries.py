"""What pages ask of the store. Each question opens the file for reading alone, so that any thread may ask."""

import re
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, Self, get_args

from schemas.enriched_article import EnrichedArticle, Modality, QuoteType
from workers.web.rows import Row

PAGE: Final = 50
"""Quotes on a page."""
_NEWS: Final = 200
"""Quotes that one event brings, at the most: as many as a browser shows (`static/web.js`)."""
ARTICLES: Final = 20
"""Articles on a page of one speaker."""
TYPES: Final[tuple[str, ...]] = get_args(QuoteType)
MODALITIES: Final[tuple[str, ...]] = get_args(Modality)
_WORD = re.compile(r"\w+")
_FIELDS = ", ".join(f"quotes.{name}" for name in Row._fields)
Moment = tuple[int, int]
"""When a quote came, and its id: the order of the stream."""
_LONGEST = 200
"""Characters of a filter."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which quotes to show; an empty text is no filter."""

    words: str = ""
    """All of them in text, speaker or title; the last one may be the beginning of a word."""
    speaker: str = ""
    """The same of the speaker alone."""
    source: str = ""
    type: str = ""
    modality: str = ""
    sure: float = 0
    """The confidence that a quote must have, in percent."""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """Read filters from an address; what makes no sense is no filter."""
        given = {field.name: query.get(field.name, "").strip()[:_LONGEST] for field in fields(cls)}
        sure = given.pop("sure")
        return cls(
            **{
                **given,
                "type": given["type"] if given["type"] in TYPES else "",
                "modality": given["modality"] if given["modality"] in MODALITIES else "",
            },
            sure=float(sure) if sure.isascii() and sure.isdecimal() else 0,
        )

    def given(self) -> dict[str, str]:
        """Return those that are set, for an address."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: f"{value:g}" if name == "sure" else value for name, value in values.items() if value}

    def conditions(self) -> tuple[str, list[Any]]:
        """Return them as SQL, to stand behind `WHERE true`, and its values."""
        wanted: list[tuple[str, Any]] = []
        if match := self._match():
            wanted.append(("quotes.id IN (SELECT rowid FROM words WHERE words MATCH ?)", match))
        for name in ("source", "type", "modality"):
            wanted += [(f"quotes.{name} = ?", value)] if (value := getattr(self, name)) else []
        if self.sure:
            wanted.append(("quotes.confidence >= ?", self.sure / 100))
        return "".join(f" AND {sql}" for sql, _ in wanted), [value for _, value in wanted]

    def _match(self) -> str:
        """Return what to ask the index of words for; words are quoted, so that none of them is an operator."""
        asked = (("", self.words), ("speaker : ", self.speaker))
        return " AND ".join(f"{column}({_all_of(words)})" for column, words in asked if words)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new since some change, for a browser that shows what some filters let through."""

    change: int
    """The last one."""
    quotes: Sequence[Row]
    """New or revised, newest first; no more than a browser shows."""
    gone: Sequence[int]
    """The ids of quotes to take away, if they are shown."""
    reset: bool
    """Whether the browser was away for too long, and has to begin anew."""


class Queries:
    """Reads a store's file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def quotes(self, filters: Filters, before: Moment | None = None) -> tuple[int, list[Row]]:
        """Return the last change, and the newest quotes, or those before a time and id."""
        sql, values = filters.conditions()
        if before:
            sql, values = f"{sql} AND (quotes.came, quotes.id) < (?, ?)", [*values, *before]
        with self._reading() as connection:
            rows = connection.execute(f"{_SELECT}{sql} ORDER BY quotes.came DESC, quotes.id DESC LIMIT {PAGE}", values)
            found = list(map(Row._make, rows))
            return _change(connection), found

    def since(self, change: int, filters: Filters) -> Changes:
        """Return what has changed since a change."""
        sql, values = filters.conditions()
        with self._reading() as connection:
            (forgotten,) = connection.execute("SELECT value FROM state WHERE name = 'forgotten'").fetchone()
            last = _change(connection)
            if change < forgotten or change > last:
                return Changes(last, (), (), reset=True)
            query = f"{_SELECT} AND quotes.changed > ?{sql} ORDER BY quotes.came DESC, quotes.id DESC LIMIT {_NEWS}"
            rows = [Row._make(row) for row in connection.execute(query, [change, *values])]
            gone = connection.execute(
                "SELECT quote FROM gone WHERE change > ? UNION ALL SELECT id FROM quotes WHERE changed > ? AND revised"
                f" AND id NOT IN (SELECT quotes.id FROM quotes WHERE true{sql})",
                [change, change, *values],
            )
            return Changes(last, rows, [number for (number,) in gone], reset=False)

    def said_by(self, name: str, before: Moment | None = None) -> list[tuple[Moment, list[Row]]]:
        """Return what somebody said, by article: those that came last first, each with the moment when it did."""
        values: list[Any] = [name, *(before or ())]
        limit = "HAVING (max(quotes.came), max(quotes.id)) < (?, ?)" if before else ""
        with self._reading() as connection:
            articles = connection.execute(
                "SELECT quotes.article_id, max(quotes.came), max(quotes.id) FROM names JOIN quotes ON quotes.id = names.quote"
                f" WHERE names.name = ? GROUP BY quotes.article_id {limit} ORDER BY 2 DESC, 3 DESC LIMIT {ARTICLES}",
                values,
            ).fetchall()
            query = f"{_SELECT} AND quotes.article_id = ? AND quotes.id IN (SELECT quote FROM names WHERE name = ?)"
            return [
                (
                    (came, number),
                    [Row._make(row) for row in connection.execute(f"{query} ORDER BY position", (article, name))],
                )
                for article, came, number in articles
            ]

    def article(self, article_id: str) -> EnrichedArticle | None:
        """Return an article; None when it is not, or no longer, there."""
        with self._reading() as connection:
            row = connection.execute("SELECT record FROM articles WHERE article_id = ?", (article_id,)).fetchone()
        return EnrichedArticle.model_validate_json(zlib.decompress(row[0])) if row else None

    def sources(self) -> list[str]:
        """Return all sources, in order."""
        with self._reading() as connection:
            rows = connection.execute("SELECT DISTINCT source FROM quotes WHERE source != '' ORDER BY source LIMIT 500")
            return [source for (source,) in rows]

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Open the file, and see it as it is now until the end."""
        with closing(
            sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        ) as one:
            one.execute("BEGIN")
            yield one


def _all_of(words: str) -> str:
    """Ask for all words, the last of which may only begin; marks alone are found nowhere."""
    return " AND ".join(f'"{word}"' for word in _WORD.findall(words) or [""]) + " *"


_SELECT = f"SELECT {_FIELDS} FROM quotes WHERE true"


def _change(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT value FROM state WHERE name = 'change'").fetchone()[0])
