"""Writes what follows from the program: JSON Schemas, the AsyncAPI document, and the patterns in docs/quotes.md.

`python -m schemas.generate` writes them; `--check` only says whether they are as they should be.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml

from schemas.base import Record
from schemas.raw_article import RawArticle
from workers import __version__
from workers.flow import STAGES, all_topics, public_topics
from workers.stages.quotes.patterns.documentation import with_patterns
from workers.topics import DEFAULT_PARTITIONS, RAW, Topic

FOLDER = Path(__file__).parent
QUOTES_PAGE = FOLDER.parent / "docs" / "quotes.md"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
HEADERS = {
    "ce_specversion": "CloudEvents version, 1.0",
    "ce_id": "names the record by the raw record it comes from and the versions that made it: the same for every copy",
    "ce_source": "the stage that made it",
    "ce_type": "the type of the record",
    "ce_time": "when it was published (RFC 3339)",
    "ce_rawtime": "when the raw record entered Kafka (RFC 3339)",
    "ce_raworigin": "topic, partition and offset of the raw record, with slashes between them",
    "content-type": "application/json",
    "traceparent": "W3C trace context, carried on from the raw record if that had one",
    "tracestate": "W3C trace context, likewise",
}
"""What each header of a published record says (workers/kafka/headers.py makes them)."""


def json_schema(record_type: type[Record]) -> dict[str, Any]:
    """Describe a record type in JSON Schema 2020-12: as its readers may count on it, or as producers may write it."""
    mode = "validation" if record_type is RawArticle else "serialization"
    schema = record_type.model_json_schema(mode=mode)  # type: ignore[arg-type]
    return {"$schema": _DIALECT, "title": record_type.__name__, **schema}


def asyncapi() -> dict[str, Any]:
    """Describe topics, messages and who sends and receives them, in AsyncAPI 3.0."""
    channels = {_id(topic): _channel(topic) for topic in all_topics()}
    operations: dict[str, Any] = {"publishRawArticle": _operation("receive", RAW, "Reads raw articles.")}
    for stage in STAGES:
        for topic in stage.topics:
            operations[f"{stage.name}Publishes{_camel(topic)}"] = _operation(
                "send", topic, f"By the stage {stage.name}."
            )
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Quotewire",
            "version": __version__,
            "description": (
                "Consumers must read committed records only: set isolation.level=read_committed, which is not Kafka's "
                "default. Raw news articles go in; clean articles, entities and attributed quotes come out. Every record "
                "is keyed by the article id; a null value retracts what stood under the key."
            ),
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {"kafka": {"host": "localhost:9092", "protocol": "kafka", "description": "QUOTEWIRE_BROKERS"}},
        "channels": channels,
        "operations": operations,
        "components": {
            "messages": {topic.record_type.__name__: _message(topic) for topic in public_topics() if topic.record_type},
            "schemas": _schemas(),
        },
    }


def files() -> dict[Path, str]:
    """Return the content of every generated file."""
    made = {
        FOLDER / "json" / f"{topic.name}.json": json.dumps(json_schema(topic.record_type), indent=2) + "\n"
        for topic in public_topics()
        if topic.record_type
    }
    made[QUOTES_PAGE] = with_patterns(QUOTES_PAGE.read_text(encoding="utf-8"))
    made[FOLDER / "asyncapi.yaml"] = yaml.safe_dump(asyncapi(), sort_keys=False, width=120, allow_unicode=True)
    return made


def _channel(topic: Topic) -> dict[str, Any]:
    name = topic.record_type.__name__ if topic.record_type else "DeadLetter"
    reference = (
        {"$ref": f"#/components/messages/{name}"} if topic.record_type else {"payload": {}, "title": "The record"}
    )
    return {
        "address": topic.name,
        "title": topic.title,
        "messages": {name: reference},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": DEFAULT_PARTITIONS,
                "replicas": 3,
                "topicConfiguration": {
                    "cleanup.policy": topic.cleanup_policy.split(","),
                    "retention.ms": topic.retention_seconds * 1000,
                    "max.message.bytes": topic.max_record_bytes,
                },
                "bindingVersion": "0.5.0",
            }
        },
    }


def _message(topic: Topic) -> dict[str, Any]:
    assert topic.record_type
    headers = {name: {"type": "string", "description": text} for name, text in HEADERS.items()}
    message: dict[str, Any] = {
        "title": topic.title,
        "contentType": "application/json",
        "payload": {"$ref": f"#/components/schemas/{topic.record_type.__name__}"},
        "bindings": {"kafka": {"key": {"type": "string", "description": "article id"}, "bindingVersion": "0.5.0"}},
    }
    if topic.record_type is not RawArticle:
        message["headers"] = {"type": "object", "properties": headers}
    return message


def _schemas() -> dict[str, Any]:
    """Return all record types and their parts, each once, under one roof."""
    found: dict[str, Any] = {}
    for topic in public_topics():
        if topic.record_type:
            schema = json_schema(topic.record_type)
            parts = schema.pop("$defs", {})
            schema.pop("$schema")
            found |= {**parts, topic.record_type.__name__: schema}
    return json.loads(json.dumps(found).replace("#/$defs/", "#/components/schemas/"))  # type: ignore[no-any-return]


def _operation(action: str, topic: Topic, summary: str) -> dict[str, Any]:
    return {"action": action, "channel": {"$ref": f"#/channels/{_id(topic)}"}, "summary": summary}


def _camel(topic: Topic) -> str:
    return "".join(part.capitalize() for part in re.split(r"[.\-]", topic.name))


def _id(topic: Topic) -> str:
    return _camel(topic)[0].lower() + _camel(topic)[1:]


def main() -> None:
    """Write the files, or check them."""
    stale = [path for path, content in files().items() if not path.is_file() or path.read_text("utf-8") != content]
    if "--check" in sys.argv[1:]:
        sys.exit(f"not as generated: {', '.join(path.name for path in stale)}" if stale else 0)
    for path in stale:
        path.parent.mkdir(exist_ok=True)
        path.write_text(files()[path], "utf-8")
        print(f"wrote {path.relative_to(FOLDER.parent)}")  # noqa: T201 - a program's output


if __name__ == "__main__":
    main()
