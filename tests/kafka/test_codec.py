import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import CleanArticle, RawArticle
from workers.errors import RecordRejectedError
from workers.kafka.codec import MAX_LINES, check_raw, decode, decode_input, encode
from workers.kafka.records import InputRecord

STRUCTURED = (("content-type", b"application/cloudevents+json; charset=utf-8"),)


@pytest.mark.parametrize(
    ("value", "field", "problem"),
    [
        (b"", "record", "is not JSON"),
        (b"{", "record", "is not JSON"),
        (b'{"body": NaN}', "record", "is not JSON"),
        (b'"text"', "record", "is text, not an object"),
        (b"[1]", "record", "is an array, not an object"),
        (b"null", "record", "is null, not an object"),
        (b'{"body": "caf\xe9"}', "record", "is not UTF-8: invalid continuation byte at byte 13"),
        (b'{"body": "a", "title": "\\ud800"}', "title", "half of a surrogate pair"),
        (b'{"body": "a", "metadata": {"tags": ["ok", "\\udc00x"]}}', "metadata.tags.1", "half of a surrogate pair"),
        (b'{"title": "no body"}', "body", "is missing"),
        (b'{"body": ""}', "body", "is empty"),
        (b'{"body": null}', "body", "is null, not text"),
        (b'{"body": 5}', "body", "is a number, not text"),
        (b'{"body": {"html": "x"}}', "body", "is an object, not text"),
        (b'{"body": "x", "title": ["a"]}', "title", "is an array, not text"),
        (b'{"body": "x", "authors": [1]}', "authors.0", "is a number, not text"),
        (b'{"body": "x", "metadata": 1}', "metadata", "does not fit"),
        (b'{"body": ' + b"[" * 5000 + b"]" * 5000 + b"}", "record", "is not JSON"),
    ],
)
def test_what_cannot_be_read_names_field_and_problem(value: bytes, field: str, problem: str) -> None:
    with pytest.raises(RecordRejectedError) as caught:
        decode(value, RawArticle)
    assert caught.value.field == field
    assert problem in caught.value.problem
    assert caught.value.fix
    assert str(caught.value).startswith(f"{field}: ")


def test_unknown_fields_are_dropped_in_silence() -> None:
    assert decode(b'{"body": "x", "colour": "red"}', RawArticle) == RawArticle(body="x")


def test_numbers_serve_as_ids_and_one_author_as_a_list() -> None:
    article = decode(b'{"body": "x", "id": 17, "authors": "A. Nonymous", "published_at": 1700000000}', RawArticle)
    assert (article.id, article.authors, article.published_at) == ("17", ["A. Nonymous"], "1700000000")


def _nested(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(depth - 1):
        value = {"a": value}
    return value


@pytest.mark.parametrize(
    ("metadata", "problem"),
    [
        (_nested(33), "is nested more than 32 levels deep"),
        (_nested(200), "is nested more than 32 levels deep"),
        ({"text": "x" * 70_000}, "is 70011 bytes, more than the 65536 that are allowed"),
    ],
)
def test_metadata_that_would_swell_every_record_is_refused(metadata: dict[str, Any], problem: str) -> None:
    with pytest.raises(RecordRejectedError) as caught:
        check_raw(RawArticle(body="x", metadata=metadata), None, 100)
    assert (caught.value.field, caught.value.problem) == ("metadata", problem)


def test_metadata_within_the_limits_can_be_written() -> None:
    article = RawArticle(body="x", metadata=_nested(32))
    check_raw(article, None, 100)
    assert encode(article)


@pytest.mark.parametrize(("article", "key", "field"), [("a\x1b[2J", None, "id"), (None, "a\nb", "key")])
def test_an_id_with_control_characters_is_refused(article: str | None, key: str | None, field: str) -> None:
    with pytest.raises(RecordRejectedError, match=f"{field}: has control characters"):
        check_raw(RawArticle(body="x", id=article), key, 100)


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028", "\x85"])
def test_a_body_of_too_many_lines_is_refused(end: str) -> None:
    check_raw(RawArticle(body=f"a{end}" * (MAX_LINES - 1)), None, 10**7)
    with pytest.raises(RecordRejectedError, match=f"body: has {MAX_LINES + 1} lines"):
        check_raw(RawArticle(body=f"a{end}" * MAX_LINES), None, 10**7)


def test_a_byte_order_mark_is_passed_over() -> None:
    assert decode(b'\xef\xbb\xbf{"body": "x"}', RawArticle) == RawArticle(body="x")


def test_base64_that_is_not_ascii_is_a_rejection() -> None:
    record = InputRecord("t", 0, 0, None, '{"data_base64":"é"}'.encode(), STRUCTURED)
    with pytest.raises(RecordRejectedError, match="data_base64: is not base64"):
        decode_input(record, RawArticle)


@pytest.mark.parametrize(
    ("article", "key", "field"),
    [
        (RawArticle(body="x" * 101), None, "body"),
        (RawArticle(body="é" * 51), None, "body"),
        (RawArticle(body="x", id="i" * 513), None, "id"),
        (RawArticle(body="x"), "k" * 513, "key"),
    ],
)
def test_what_is_too_large_is_refused(article: RawArticle, key: str | None, field: str) -> None:
    with pytest.raises(RecordRejectedError) as caught:
        check_raw(article, key, max_body_bytes=100)
    assert caught.value.field == field


def test_scripts_of_a_page_do_not_count() -> None:
    script = f"<script>{'x' * 200}\n{'y' * 200}</script>"
    check_raw(RawArticle(body=f"<html>{script}<p>A.</p>{script}</html>"), None, max_body_bytes=100)
    with pytest.raises(RecordRejectedError, match="body: is 117 bytes"):
        check_raw(RawArticle(body=f"<html>{script}<p>{'A' * 97}</p></html>"), None, max_body_bytes=100)
    with pytest.raises(RecordRejectedError, match="body: is 401 bytes"):
        check_raw(RawArticle(body=f"{script}{'A' * 100}"[:401], content_type="text/plain"), None, max_body_bytes=100)


def test_the_limits_themselves_are_allowed() -> None:
    check_raw(RawArticle(body="x" * 100, id="i" * 512), "k" * 513, max_body_bytes=100)


def _record(value: Any, headers: tuple[tuple[str, bytes], ...]) -> InputRecord:
    return InputRecord("articles.raw.v1", 0, 0, b"key", json.dumps(value).encode(), headers)


def test_a_cloudevent_in_structured_mode_is_unwrapped() -> None:
    envelope = {"specversion": "1.0", "id": "1", "source": "s", "type": "t", "data": {"body": "x"}}
    assert decode_input(_record(envelope, STRUCTURED), RawArticle) == RawArticle(body="x")
    encoded = {**envelope, "data_base64": base64.b64encode(b'{"body": "y"}').decode()}
    del encoded["data"]
    assert decode_input(_record(encoded, STRUCTURED), RawArticle) == RawArticle(body="y")


@pytest.mark.parametrize(
    ("envelope", "field"), [({}, "data"), ({"data": "x"}, "data"), ({"data_base64": "?"}, "data_base64")]
)
def test_a_cloudevent_without_an_object_names_the_field(envelope: dict[str, Any], field: str) -> None:
    with pytest.raises(RecordRejectedError) as caught:
        decode_input(_record(envelope, STRUCTURED), RawArticle)
    assert caught.value.field == field


TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXT, TEXT, st.lists(TEXT))
def test_what_is_written_can_be_read_and_is_written_the_same_again(
    identity: str, text: str, authors: list[str]
) -> None:
    article = CleanArticle(article_id=identity, text=text, authors=authors)
    encoded = encode(article)
    assert decode(encoded, CleanArticle) == article
    assert encode(decode(encoded, CleanArticle)) == encoded


@given(st.binary())
def test_no_bytes_do_anything_but_be_read_or_be_rejected(value: bytes) -> None:
    try:
        decode(value, RawArticle)
    except RecordRejectedError as rejection:
        assert rejection.field  # noqa: PT017 - either way is right, and this is what the one way promises
