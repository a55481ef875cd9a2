import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from schemas.base import Record
from schemas.generate import files
from workers.flow import STAGES, all_topics, public_topics
from workers.topics import RAW, Topic

SCHEMAS = Path(__file__).parents[2] / "schemas"


EXAMPLES = [
    (topic, path)
    for topic in public_topics()
    for path in sorted((SCHEMAS / "examples" / topic.name).iterdir(), key=lambda path: int(path.stem))
]
"""Records as they were published: `<topic>/1.json` is of the first release, and each later set of fields has the next number."""


def _name(value: Topic | Path) -> str:
    return value.stem if isinstance(value, Path) else value.name


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _type(topic: Topic) -> type[Record]:
    assert topic.record_type
    return topic.record_type


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_generated_files_are_as_generated(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == files()[path], "run `make generate`"


@pytest.mark.parametrize(("topic", "path"), EXAMPLES, ids=_name)
def test_the_frozen_example_is_still_read_whole(topic: Topic, path: Path) -> None:
    """Examples are frozen when a version is published; a change that fails here breaks somebody."""
    example = _read(path)
    read = _type(topic).model_validate(example).model_dump(mode="json", exclude_unset=True)
    assert read == example


@pytest.mark.parametrize(("topic", "path"), EXAMPLES, ids=_name)
def test_the_frozen_example_fits_its_json_schema(topic: Topic, path: Path) -> None:
    schema = json.loads((SCHEMAS / "json" / f"{topic.name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(_read(path))


@pytest.mark.parametrize(("topic", "path"), EXAMPLES, ids=_name)
def test_a_field_from_the_future_is_dropped(topic: Topic, path: Path) -> None:
    record = _type(topic).model_validate({**_read(path), "from_the_future": 1})
    assert "from_the_future" not in record.model_dump()


def test_the_asyncapi_document_names_every_topic() -> None:
    document = yaml.safe_load((SCHEMAS / "asyncapi.yaml").read_text(encoding="utf-8"))
    assert {channel["address"] for channel in document["channels"].values()} == {topic.name for topic in all_topics()}
    assert document["info"]["description"].startswith("Consumers must read committed records only")
    for operation in document["operations"].values():
        assert operation["channel"]["$ref"].removeprefix("#/channels/") in document["channels"]


def test_every_stage_reads_what_the_one_before_it_publishes() -> None:
    assert [stage.consumes for stage in STAGES] == [RAW, *(stage.publishes for stage in STAGES[:-1])]


@pytest.mark.parametrize("topic", public_topics(), ids=_name)
def test_the_newest_example_has_every_field(topic: Topic) -> None:
    """Who adds a field freezes an example of it: `<topic>/<next number>.json`."""
    *_, newest = [path for of, path in EXAMPLES if of is topic]
    assert set(_read(newest)) == set(_type(topic).model_fields)


@pytest.mark.parametrize("topic", public_topics(), ids=_name)
def test_what_an_earlier_reader_needs_is_still_there(topic: Topic) -> None:
    """A reader of any earlier release finds each of its fields, as the same type of JSON, or null where that could be."""
    *earlier, newest = [_read(path) for of, path in EXAMPLES if of is topic]
    for field, value in [item for example in earlier for item in example.items()]:
        assert isinstance(newest[field], type(value)) or value is None or newest[field] is None, field
