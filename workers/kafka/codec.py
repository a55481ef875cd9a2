"""From the bytes of a record to a model and back; errors name the field that is wrong, and a remedy."""

import base64
import binascii
import json
from typing import Any, TypeVar

import orjson
from pydantic import ValidationError

from schemas.base import Record
from schemas.raw_article import RawArticle
from workers.errors import RecordRejectedError
from workers.kafka.headers import CONTENT_TYPE, STRUCTURED_CONTENT_TYPE
from workers.kafka.records import InputRecord

RecordT = TypeVar("RecordT", bound=Record)

MAX_ID_BYTES = 512
"""An id is the key of every record about an article and stands in most of them."""

_WHOLE = "record"
"""Named in place of a field when the record as a whole is wrong."""


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
    """Refuse a raw article that is too large, or whose id is too long; `key` would serve as its id if it has none.

    Raises RecordRejectedError.
    """
    size = len(article.body.encode())
    if size > max_body_bytes:
        problem = f"is {size} bytes, more than the {max_body_bytes} that are allowed"
        raise RecordRejectedError("body", problem, "publish the article alone, or raise QUOTEWIRE_MAX_BODY_BYTES")
    for field, text in (("id", article.id), ("key", None if article.id else key)):
        if text and len(text.encode()) > MAX_ID_BYTES:
            problem = f"is {len(text.encode())} bytes, more than the {MAX_ID_BYTES} that are allowed"
            raise RecordRejectedError(field, problem, "publish under a shorter id, such as a hash of it")


def parse_object(value: bytes) -> dict[str, Any]:
    """Read bytes as a JSON object.

    Raises RecordRejectedError.
    """
    try:
        parsed = orjson.loads(value)
    except orjson.JSONDecodeError as error:
        raise _unreadable(value, str(error)) from None
    if not isinstance(parsed, dict):
        problem = f"is {_name_of(parsed)}, not an object"
        raise RecordRejectedError(_WHOLE, problem, 'publish a JSON object such as {"body": "…"}')
    return parsed


def _unwrap(envelope: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a CloudEvent in structured mode."""
    data = envelope.get("data")
    if data is None and isinstance(envelope.get("data_base64"), str):
        try:
            return parse_object(base64.b64decode(envelope["data_base64"], validate=True))
        except binascii.Error:
            raise RecordRejectedError("data_base64", "is not base64", "encode the record's JSON in base64") from None
    if not isinstance(data, dict):
        problem = f"is {_name_of(data)}, not an object"
        raise RecordRejectedError(
            "data", problem, "put the raw article there, as a CloudEvent in structured mode has it"
        )
    return data


def _explained(kind: str, message: str, found: object) -> tuple[str, str]:
    """Translate pydantic's name for a problem into a sentence, and suggest a remedy."""
    if kind == "missing":
        return "is missing", "every record needs it"
    if kind == "string_too_short":
        return "is empty", "every record needs it"
    if kind == "string_type":
        return f"is {_name_of(found)}, not text", "publish it as a JSON string"
    return f"does not fit ({message[:1].lower()}{message[1:]})", f"it is {_name_of(found)} now"


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
        return RecordRejectedError(_WHOLE, f"is not UTF-8: {error.reason} at byte {error.start}", "encode it in UTF-8")
    try:
        field = _field_with_surrogate(json.loads(text))
    except (ValueError, RecursionError):  # deeper than 1,024 levels, or no JSON to anybody
        field = None
    if field:
        problem = "holds half of a surrogate pair, which no text can have"
        return RecordRejectedError(field, problem, "write characters beyond U+FFFF in UTF-8 or as both halves")
    return RecordRejectedError(_WHOLE, f"is not JSON: {cause}", 'publish a JSON object such as {"body": "…"}')


def _field_with_surrogate(value: object, path: str = "") -> str | None:
    """Return the path of the first text that cannot be encoded in UTF-8, or None."""
    if isinstance(value, str):
        return (path or _WHOLE) if any("\ud800" <= character <= "\udfff" for character in value) else None
    if isinstance(value, dict):
        children = [(f"{path}.{name}" if path else name, child) for name, child in value.items()]
        for name in value:
            if _field_with_surrogate(name):
                return path or _WHOLE
    elif isinstance(value, list):
        children = [(f"{path}.{number}", child) for number, child in enumerate(value)]
    else:
        return None
    return next((found for name, child in children if (found := _field_with_surrogate(child, name))), None)
