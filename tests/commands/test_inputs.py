"""Records of files: each bad one is a line with what is wrong, and the others are read."""

import gzip
from pathlib import Path

import pytest

from schemas import CleanArticle, RawArticle
from workers.commands.inputs import count_lines, read_lines
from workers.topics import RAW_MAX_BYTES

LIMIT = 2 * 1024 * 1024


def problems(*paths: Path) -> list[str | None]:
    return [
        str(line.problem).split(";")[0] if line.problem else None for line in read_lines(list(paths), RawArticle, LIMIT)
    ]


def test_a_line_that_is_too_long_is_passed_over_without_being_held(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl.gz"
    with gzip.open(file, "wb", compresslevel=1) as out:
        out.write(b'{"body": "one"}\n')
        for _ in range(40):
            out.write(b"x" * 1024 * 1024)
        out.write(b'\n{"body": "two"}\n')
    assert problems(file) == [None, f"record: is larger than the {RAW_MAX_BYTES} bytes that a record may have", None]
    assert count_lines([file]) == 3


@pytest.mark.parametrize("name", ["page.html", "page.txt", "article.json"])
def test_a_file_that_is_too_large_is_a_bad_one(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(b"x" * (RAW_MAX_BYTES + 1))
    assert problems(file) == [f"record: is larger than the {RAW_MAX_BYTES} bytes that a record may have"]


def test_an_empty_page_is_a_bad_one_and_an_empty_list_has_none(tmp_path: Path) -> None:
    page, lines = tmp_path / "page.html", tmp_path / "articles.jsonl"
    page.touch()
    lines.touch()
    assert problems(page) == ["body: is empty"]
    assert problems(lines) == []


def test_a_byte_order_mark_is_no_part_of_a_record(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"body": "x"}\n')
    (line,) = read_lines([file], RawArticle, LIMIT)
    assert line.record == RawArticle(body="x")


def test_records_of_later_stages_may_be_as_large_as_workers_publish_them(tmp_path: Path) -> None:
    file = tmp_path / "clean.jsonl"
    file.write_bytes(CleanArticle(article_id="a", text="x" * RAW_MAX_BYTES).model_dump_json().encode())
    (line,) = read_lines([file], CleanArticle, LIMIT)
    assert line.problem is None
