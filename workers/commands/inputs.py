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
from workers.errors import RecordRejectedError
from workers.kafka.codec import check_raw, decode

LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
PAGES = {".html": "text/html", ".htm": "text/html", ".txt": "text/plain"}
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


def read_lines(paths: list[Path], record_type: type[Record], max_body_bytes: int) -> Iterator[Line]:
    """Read the records of files, in order; blank lines are passed over."""
    for path in paths:
        if path.suffix in PAGES:
            article = RawArticle(body=_text_of(path.read_bytes()), content_type=PAGES[path.suffix])
            yield _checked(Line(str(path), b"", article), max_body_bytes)
        elif path.suffix == ".json":
            yield _decoded(str(path), path.read_bytes(), record_type, max_body_bytes)
        else:
            with _opened(path) as lines:
                for number, value in enumerate(lines, 1):
                    if value.strip():
                        yield _decoded(f"{path}:{number}", value.rstrip(b"\r\n"), record_type, max_body_bytes)


def count_lines(paths: list[Path]) -> int | None:
    """Return the number of records in files, for a progress bar; None when standard input is among them."""
    if any(str(path) == "-" for path in paths):
        return None
    total = 0
    for path in paths:
        if _is_lines(path):
            with _opened(path) as lines:
                total += sum(1 for line in lines if line.strip())
        else:
            total += 1
    return total


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


def _decoded(place: str, value: bytes, record_type: type[Record], max_body_bytes: int) -> Line:
    try:
        return _checked(Line(place, value, decode(value, record_type)), max_body_bytes)
    except RecordRejectedError as problem:
        return Line(place, value, None, problem)


def _checked(line: Line, max_body_bytes: int) -> Line:
    if isinstance(line.record, RawArticle):
        try:
            check_raw(line.record, None, max_body_bytes)
        except RecordRejectedError as problem:
            return Line(line.place, line.value, None, problem)
    return line
