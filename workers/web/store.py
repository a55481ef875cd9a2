"""The last quotes and their articles in SQLite, with how far the topics were read.

Both are written in one transaction, so that nothing is lost and nothing is shown twice, however the program ends.
"""

import fcntl
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import IO, Final

from workers.errors import StoreError
from workers.web.rows import ArrivedArticle, ArrivedQuote, Row, revised

KEPT: Final = 50_000
"""Quotes; and articles at the most, since the quotes of some may have left Kafka already."""
_REMEMBERED: Final = 10_000
"""Quotes that went away, for browsers that were away meanwhile."""
_FORMAT: Final = 1
"""Of the file; one in another format is made anew."""
_APPLICATION: Final = 0x51756F74
"""SQLite's `application_id` of these files, "Quot"."""
_SECURE_SINCE: Final = (3, 42)
"""The first SQLite whose FTS5 can delete words from its index at once."""
_PUT = (
    f"INSERT INTO quotes ({', '.join(Row._fields)}, changed, revised)"
    f" VALUES ({', '.join('?' * (len(Row._fields) + 2))})"
)

Place = tuple[str, int]
"""Topic and partition."""


class Store:
    """The file's only writer; `workers.web.queries` reads it."""

    def __init__(self, path: Path, installation: str, *, kept: int = KEPT) -> None:
        """Open or make the file; what it holds of another installation, or in another format, is dropped.

        Raises StoreError when it cannot be made, is another program's, or is in use.
        """
        self.path = path
        self._kept = kept
        self._identity = f"{_FORMAT} {installation}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(path)
            self._connection = self._opened()
            if self._state("identity") != self._identity:
                self.clear()
        except (OSError, sqlite3.Error) as error:
            raise StoreError(str(path), str(error)) from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
        self._lock.close()

    def clear(self) -> None:
        """Forget everything."""
        self._connection.close()
        for ending in ("", "-wal", "-shm"):
            Path(f"{self.path}{ending}").unlink(missing_ok=True)
        self._connection = self._opened()

    def offsets(self) -> dict[Place, int]:
        """Return which offset of each partition comes next."""
        rows = self._connection.execute("SELECT topic, partition, next FROM offsets")
        return {(topic, partition): following for topic, partition, following in rows}

    @property
    def change(self) -> int:
        """The number of the last change, from 0."""
        return int(self._state("change"))

    def apply(self, arrivals: Sequence[ArrivedQuote | ArrivedArticle], offsets: Mapping[Place, int]) -> int:
        """Take in what has arrived, in order, and how far the partitions have been read; return the number of the change.

        Raises StoreError when the file cannot be written, and has taken in nothing then.
        """
        with self._transaction() as connection:
            change = self.change + 1
            connection.execute("UPDATE state SET value = ? WHERE name = 'change'", (change,))
            quotes: dict[str, list[ArrivedQuote]] = {}
            for arrival in arrivals:
                if isinstance(arrival, ArrivedQuote):
                    quotes.setdefault(arrival.article_id, []).append(arrival)
                else:
                    self._put_article(arrival)
            for article_id, arrived in quotes.items():
                self._put_quotes(article_id, arrived, change)
            self._trim()
            connection.executemany(
                "INSERT OR REPLACE INTO offsets VALUES (?, ?, ?)",
                [(*place, following) for place, following in offsets.items()],
            )
        return change

    def _put_article(self, arrived: ArrivedArticle) -> None:
        """Keep an article as it is now, if it has quotes: nothing leads to the page of one that has none."""
        self._connection.execute("DELETE FROM articles WHERE article_id = ?", (arrived.article_id,))
        if arrived.article and arrived.article.quotes:
            record = zlib.compress(arrived.article.model_dump_json().encode())
            self._connection.execute(
                "INSERT INTO articles (article_id, record) VALUES (?, ?)", (arrived.article_id, record)
            )

    def _put_quotes(self, article_id: str, arrived: Sequence[ArrivedQuote], change: int) -> None:
        query = f"SELECT {', '.join(Row._fields)} FROM quotes WHERE article_id = ?"
        held = {row.id: row for row in map(Row._make, self._connection.execute(query, (article_id,)))}
        now = revised(list(held.values()), arrived)
        staying = {row.id for row in now if row == held.get(row.id)}
        self._connection.executemany("DELETE FROM quotes WHERE id = ?", [(number,) for number in held.keys() - staying])
        self._connection.executemany(_PUT, [(*row, change, row.id is not None) for row in now if row.id not in staying])
        gone = held.keys() - {row.id for row in now}
        self._connection.executemany("INSERT INTO gone VALUES (?, ?)", [(number, change) for number in gone])

    def _trim(self) -> None:
        """Keep no more than there is room for; an article goes with the last of its quotes."""
        connection = self._connection
        (count,) = connection.execute("SELECT count(*) FROM quotes").fetchone()
        if count > self._kept:
            oldest = connection.execute(
                "SELECT id, article_id FROM quotes ORDER BY came, id LIMIT ?", (count - self._kept,)
            ).fetchall()
            connection.executemany("DELETE FROM quotes WHERE id = ?", [(number,) for number, _ in oldest])
            connection.executemany(
                "DELETE FROM articles WHERE article_id = ?1 AND NOT EXISTS (SELECT 1 FROM quotes WHERE article_id = ?1)",
                [(article_id,) for article_id in dict.fromkeys(article_id for _, article_id in oldest)],
            )
        connection.execute("DELETE FROM articles WHERE id <= (SELECT max(id) FROM articles) - ?", (self._kept,))
        last = "SELECT change FROM gone ORDER BY change DESC LIMIT 1 OFFSET ?"
        for (change,) in connection.execute(last, (_REMEMBERED,)).fetchall():
            connection.execute("DELETE FROM gone WHERE change <= ?", (change,))
            connection.execute("UPDATE state SET value = ? WHERE name = 'forgotten'", (change,))

    def _opened(self) -> sqlite3.Connection:
        # Only one thread at a time writes, but not always the same one.
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if tables and application != _APPLICATION:
            connection.close()
            raise StoreError(str(self.path), "it is another program's")
        for setting in ("journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON", "busy_timeout = 10000"):
            connection.execute(f"PRAGMA {setting}")
        if not tables:
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute("BEGIN")
            for statement in _statements():
                connection.execute(statement)
            if sqlite3.sqlite_version_info >= _SECURE_SINCE:
                connection.execute("INSERT INTO words (words, rank) VALUES ('secure-delete', 1)")
            state = [("identity", self._identity), ("change", 0), ("forgotten", 0)]
            connection.executemany("INSERT INTO state VALUES (?, ?)", state)
            connection.execute("COMMIT")
        return connection

    def _state(self, name: str) -> str | int:
        (value,) = self._connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return value  # type: ignore[no-any-return]

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield self._connection
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise StoreError(str(self.path), str(error)) from error
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")


def _locked(path: Path) -> IO[str]:
    """Take the file for this process, as long as what is returned is open.

    Raises StoreError.
    """
    lock = Path(f"{path}.lock").open("w", encoding="ascii")  # noqa: SIM115 - it is held open
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise StoreError(str(path), "another `quotewire web` uses it") from None
    return lock


def _statements() -> Iterator[str]:
    """Yield the statements that make the tables; SQLite says where one ends, since triggers hold several."""
    statement = ""
    for line in files("workers.web").joinpath("schema.sql").read_text("utf-8").splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
