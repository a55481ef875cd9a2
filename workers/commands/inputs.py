"""Records from files: JSON Lines, or a page or text per file; each keeps the place that errors name."""

import gzip
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import charset_normalizer

from schemas.base import Record
from schemas.raw_article import RawArticle
from workers.errors import Fault, RecordRejectedError
from workers.kafka.codec import check_raw, decode, validate
from workers.topics import DERIVED_MAX_BYTES, RAW_MAX_BYTES

LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
PAGES = {".html": "text/html", ".htm": "text/html", ".txt": "text/plain"}
_CHUNK = 64 * 1024
KINDS = ".jsonl, .jsonl.gz, .ndjson, .json, .html, .htm or .txt"


@dataclass(frozen=True, slots=True)
class Line:
    """A record of a file, or the reason why it is not one."""

    place: str
    """File and line number."""
    value: bytes
    """JSON, as it stands in the file; empty for a page, which stands there as itself."""
    record: Record | None
    problem: RecordRejectedError | None = None
    size: int = 0
    """Bytes in the file."""


def check_paths(paths: list[Path], record_type: type[Record]) -> list[str]:
    """Return a message for each path that cannot be read as records of a type, before any work begins."""
    problems = []
    for path in paths:
        if str(path) != "-" and not path.is_file():
            problems.append(f"{path}: no such file")
        elif not _is_lines(path) and path.suffix not in (".json", *PAGES):
            problems.append(
                f"{path}: not a kind of file that is read here ({KINDS}; - for JSON Lines on standard input)"
            )
        elif path.suffix in PAGES and record_type is not RawArticle:
            problems.append(f"{path}: a page is a raw article; only JSON Lines hold later stages' records")
    return problems


@dataclass(frozen=True, slots=True)
class Kind:
    """What records of files have to be."""

    record_type: type[Record]
    max_body_bytes: int
    """Of a raw article."""

    @property
    def most_bytes(self) -> int:
        """Bytes that a record may have."""
        return RAW_MAX_BYTES if self.record_type is RawArticle else DERIVED_MAX_BYTES


def read_lines(paths: list[Path], record_type: type[Record], max_body_bytes: int) -> Iterator[Line]:
    """Read the records of files, in order; blank lines are passed over. No more than one record is held in memory."""
    kind = Kind(record_type, max_body_bytes)
    for path in paths:
        if _is_lines(path):
            with _opened(path) as lines:
                for number, value in enumerate(_bounded(lines, kind.most_bytes), 1):
                    if value is None or value.strip():
                        yield _decoded(f"{path}:{number}", value, kind)
        else:
            with path.open("rb") as file:
                value = next(_bounded(file, kind.most_bytes, whole=True), b"")
            yield _decoded(str(path), value, kind, PAGES.get(path.suffix))


def count_lines(paths: list[Path]) -> int | None:
    """Return the number of records in files, for a progress bar; None when standard input is among them."""
    if any(str(path) == "-" for path in paths):
        return None
    total = 0
    for path in paths:
        if _is_lines(path):
            with _opened(path) as lines:
                total += sum(1 for line in _bounded(lines, DERIVED_MAX_BYTES) if line is None or line.strip())
        else:
            total += 1
    return total


def _bounded(file: IO[bytes], most: int, *, whole: bool = False) -> Iterator[bytes | None]:
    """Yield the lines of a file, or all of it; None in place of one that is longer than `most` bytes."""
    read = file.read if whole else file.readline
    while line := read(most + 1):
        if len(line) <= most or (not whole and line.endswith(b"\n")):
            yield line
            continue
        while (rest := read(_CHUNK)) and (whole or not rest.endswith(b"\n")):
            pass
        yield None


def _is_lines(path: Path) -> bool:
    return str(path) == "-" or path.name.endswith(LINES)


def _opened(path: Path) -> IO[bytes]:
    if str(path) == "-":
        return sys.stdin.buffer
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def _text_of(content: bytes) -> str:
    """Decode a page: as UTF-8, or else in the encoding that it most looks like."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return str(charset_normalizer.from_bytes(content).best() or content.decode(errors="replace"))


def _decoded(place: str, value: bytes | None, kind: Kind, content_type: str | None = None) -> Line:
    """Make a line of a record's bytes; those of a page are its body."""
    try:
        record = _record(value, kind, content_type)
    except RecordRejectedError as problem:
        return Line(place, value or b"", None, problem)
    value = value or b""
    return Line(place, b"" if content_type else value.rstrip(b"\r\n"), record, size=len(value))


def _record(value: bytes | None, kind: Kind, content_type: str | None) -> Record:
    if value is None:
        problem = f"is larger than the {kind.most_bytes} bytes that a record may have"
        raise RecordRejectedError("record", Fault.TOO_LARGE, problem, "publish the article alone, one on a line")
    if content_type is None:
        record = decode(value, kind.record_type)
    else:
        record = validate({"body": _text_of(value), "content_type": content_type}, kind.record_type)
    if isinstance(record, RawArticle):
        check_raw(record, None, kind.max_body_bytes)
    return record
