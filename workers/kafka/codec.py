"""From the bytes of a record to a model and back; errors name the field that is wrong, and a remedy."""

import base64
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import orjson
from pydantic import JsonValue, ValidationError

from schemas.base import Record
from schemas.clean_article import CleanArticle
from schemas.raw_article import RawArticle
from workers.errors import Fault, RecordRejectedError
from workers.kafka.headers import CONTENT_TYPE, STRUCTURED_CONTENT_TYPE
from workers.kafka.records import InputRecord
from workers.stages.clean.content_type import kind_of_body
from workers.stages.clean.markup import without_scripts

RecordT = TypeVar("RecordT", bound=Record)

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
MAX_ID_BYTES = 512
"""An id is the key of every record about an article and stands in most of them."""

MAX_TEXT = 250_000
"""Code points: some forty thousand words, longer than any news; the worst take some 4 seconds on one busy core."""
MAX_LINES = 50_000
"""Each line costs the clean stage some 50 microseconds, however short it is."""
_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
MAX_METADATA_BYTES = 64 * 1024
"""Metadata stands in every article record."""
MAX_METADATA_DEPTH = 32
"""Levels; more than some 250 can be read and not written."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_WHOLE = "record"
PARTS = frozenset({_WHOLE, "key", "data", "data_base64"})
"""What an error may name in place of a field of the record: all of it, its key, and what a CloudEvent wraps it in."""


def encode(record: Record) -> bytes:
    """Write a record as JSON in UTF-8; equal records give equal bytes."""
    return record.model_dump_json().encode()


def decode(value: bytes, record_type: type[RecordT]) -> RecordT:
    """Read a record from JSON.

    Raises RecordRejectedError, which names the field.
    """
    return validate(parse_object(value), record_type)


def decode_input(record: InputRecord, record_type: type[RecordT]) -> RecordT:
    """Read a consumed record, in CloudEvents' binary or structured mode."""
    value = parse_object(record.value or b"")
    if (record.header(CONTENT_TYPE) or "").lower().startswith(STRUCTURED_CONTENT_TYPE):
        value = _unwrap(value)
    return validate(value, record_type)


def validate(value: dict[str, Any], record_type: type[RecordT]) -> RecordT:
    """Read a record from a JSON object; RecordRejectedError names its first wrong field."""
    try:
        return record_type.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or _WHOLE
        raise RecordRejectedError(field, *_explained(first["type"], first["msg"], first["input"])) from None


def check_raw(article: RawArticle, key: str | None, max_body_bytes: int) -> None:
    """Refuse a raw article that is too large, or whose id or metadata will not do; `key` would serve as its id if it has none.

    The scripts of a page that is too large with them do not count: nothing but its JSON-LD is read of them.

    Raises RecordRejectedError.
    """
    body = article.body
    size = len(body.encode())
    if size > max_body_bytes and kind_of_body(article.content_type, body)[0] == "html":
        body = without_scripts(body)
        size = len(body.encode())
    if size > max_body_bytes:
        problem = f"is {size} bytes, more than the {max_body_bytes} that are allowed"
        raise RecordRejectedError(
            "body", Fault.TOO_LARGE, problem, "publish the article alone, or raise QUOTEWIRE_MAX_BODY_BYTES"
        )
    if (lines := _lines(body)) > MAX_LINES:
        problem = f"has {lines} lines, more than the {MAX_LINES} that are allowed"
        raise RecordRejectedError(
            "body", Fault.TOO_MANY_LINES, problem, "publish the article alone, a paragraph a line"
        )
    for field, text in (("id", article.id), ("key", None if article.id else key)):
        if text:
            _check_id(field, text)
    if article.metadata:
        _check_metadata(article.metadata)


def check_readable(article: CleanArticle) -> None:
    """Refuse an article whose text is too long for the stages that read it.

    Raises RecordRejectedError.
    """
    if len(article.text) > MAX_TEXT:
        problem = f"has {len(article.text)} code points, more than the {MAX_TEXT} that are read"
        raise RecordRejectedError("text", Fault.TOO_LARGE, problem, "publish it in parts, each under an id of its own")


def _lines(body: str) -> int:
    return 1 + sum(map(body.count, _LINE_ENDS)) - body.count("\r\n")


def _check_id(field: str, text: str) -> None:
    size = len(text.encode())
    if size > MAX_ID_BYTES:
        problem = f"is {size} bytes, more than the {MAX_ID_BYTES} that are allowed"
        raise RecordRejectedError(field, Fault.TOO_LARGE, problem, "publish under a shorter id, such as a hash of it")
    if any(unicodedata.category(character) == "Cc" for character in text):
        raise RecordRejectedError(
            field, Fault.CONTROL_CHARACTERS, "has control characters", "publish under an id without them"
        )


def _check_metadata(metadata: Mapping[str, JsonValue]) -> None:
    level: list[JsonValue] = [dict(metadata)]
    for _ in range(MAX_METADATA_DEPTH):
        level = [inner for value in level for inner in _inner(value) if isinstance(inner, dict | list)]
    if level:
        problem = f"is nested more than {MAX_METADATA_DEPTH} levels deep"
        raise RecordRejectedError("metadata", Fault.TOO_DEEP, problem, "flatten it, or put it into a text")
    size = len(orjson.dumps(dict(metadata)))
    if size > MAX_METADATA_BYTES:
        problem = f"is {size} bytes, more than the {MAX_METADATA_BYTES} that are allowed"
        raise RecordRejectedError("metadata", Fault.TOO_LARGE, problem, "keep it elsewhere, under the article's id")


def _inner(value: JsonValue) -> Iterable[JsonValue]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def parse_object(value: bytes) -> dict[str, Any]:
    """Read bytes as a JSON object.

    Raises RecordRejectedError.
    """
    try:
        parsed = orjson.loads(value.removeprefix(_BYTE_ORDER_MARK))
    except orjson.JSONDecodeError as error:
        raise _unreadable(value, str(error)) from None
    if not isinstance(parsed, dict):
        problem = f"is {_name_of(parsed)}, not an object"
        raise RecordRejectedError(_WHOLE, Fault.NOT_AN_OBJECT, problem, 'publish a JSON object such as {"body": "…"}')
    return parsed


def _unwrap(envelope: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a CloudEvent in structured mode."""
    data = envelope.get("data")
    if data is None and isinstance(envelope.get("data_base64"), str):
        try:
            return parse_object(base64.b64decode(envelope["data_base64"], validate=True))
        except ValueError:  # binascii.Error is one; text that is not ASCII gives another
            raise RecordRejectedError(
                "data_base64", Fault.NOT_BASE64, "is not base64", "encode the record's JSON in base64"
            ) from None
    if not isinstance(data, dict):
        problem = f"is {_name_of(data)}, not an object"
        raise RecordRejectedError(
            "data", Fault.NOT_AN_OBJECT, problem, "put the raw article there, as a CloudEvent in structured mode has it"
        )
    return data


def _explained(kind: str, message: str, found: object) -> tuple[Fault, str, str]:
    """Translate pydantic's name for a problem into a fault and a sentence, and suggest a remedy."""
    if kind == "missing":
        return Fault.MISSING, "is missing", "every record needs it"
    if kind == "string_too_short":
        return Fault.EMPTY, "is empty", "every record needs it"
    if kind == "string_type":
        return Fault.WRONG_TYPE, f"is {_name_of(found)}, not text", "publish it as a JSON string"
    fault = Fault.WRONG_TYPE if kind.endswith("_type") else Fault.UNFIT
    return fault, f"does not fit ({message[:1].lower()}{message[1:]})", f"it is {_name_of(found)} now"


def _name_of(value: object) -> str:
    names = {
        dict: "an object",
        list: "an array",
        str: "text",
        bool: "true or false",
        int: "a number",
        float: "a number",
    }
    return names.get(type(value), "null")


def _unreadable(value: bytes, cause: str) -> RecordRejectedError:
    """Return an error that says why orjson cannot read a value as JSON."""
    try:
        text = value.decode()
    except UnicodeDecodeError as error:
        return RecordRejectedError(
            _WHOLE, Fault.NOT_UTF8, f"is not UTF-8: {error.reason} at byte {error.start}", "encode it in UTF-8"
        )
    try:
        field = _field_with_surrogate(json.loads(text))
    except (ValueError, RecursionError):  # deeper than 1,024 levels, or no JSON to anybody
        field = None
    if field:
        problem = "holds half of a surrogate pair, which no text can have"
        return RecordRejectedError(
            field, Fault.HALF_SURROGATE, problem, "write characters beyond U+FFFF in UTF-8 or as both halves"
        )
    return RecordRejectedError(
        _WHOLE, Fault.NOT_JSON, f"is not JSON: {cause}", 'publish a JSON object such as {"body": "…"}'
    )


def _field_with_surrogate(value: JsonValue) -> str | None:
    """Return the path of a text that cannot be encoded in UTF-8, or None."""
    waiting: list[tuple[str, JsonValue]] = [("", value)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str) and _SURROGATE.search(value):
            return path or _WHOLE
        if isinstance(value, dict):
            if any(_SURROGATE.search(name) for name in value):
                return path or _WHOLE
            waiting += [(f"{path}.{name}" if path else name, inner) for name, inner in value.items()]
        if isinstance(value, list):
            waiting += [(f"{path}.{number}", inner) for number, inner in enumerate(value)]
    return None
