"""What `tail` shows of records that may be anybody's."""

import io
import json
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from workers.commands.tail import line_for_people, line_for_programs
from workers.kafka.dead_letters import ErrorHeader

COMMANDS = ("\x1b]", "\x1b[2J", "\x9b", "\x07", "\u202e", "\x1bP", "\x7f")


def record(
    value: bytes | None, *, key: bytes | None = b"k", topic: str = "articles.raw.v1", reason: bytes = b""
) -> Any:
    headers = ((ErrorHeader.MESSAGE.value, reason),) if reason else ()
    return SimpleNamespace(topic=topic, partition=3, offset=17, key=key, value=value, headers=headers)


def shown(one: Any) -> str:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, highlight=False, width=300, color_system=None)
    console.print(line_for_people(one, ""), no_wrap=True)
    return screen.getvalue()


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


EVIL = "".join(COMMANDS)


@pytest.mark.parametrize(
    "one",
    [
        record(_json({"body": "x", "title": EVIL})),
        record(_json({"quote_id": "1", "speaker_name": EVIL, "text": EVIL, "title": EVIL})),
        record(_json({"label": EVIL, "name": EVIL, "mentions": []})),
        record(EVIL.encode()),
        record(None, key=EVIL.encode()),
        record(b"x", key=EVIL.encode(), reason=EVIL.encode(), topic="articles.raw.v1-dlt"),
    ],
)
def test_nothing_in_a_record_commands_the_terminal(one: Any) -> None:
    assert not [command for command in COMMANDS if command in shown(one)]
    assert shown(one).count("\n") == 1


NAMES = [
    "quote_id",
    "text",
    "title",
    "speaker",
    "speaker_name",
    "label",
    "name",
    "mentions",
    "entities",
    "quotes",
    "id",
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(JSON)
def test_any_json_is_shown_on_one_line(value: object) -> None:
    assert shown(record(_json(value))).count("\n") == 1


@given(
    st.binary(max_size=50), st.none() | st.binary(max_size=10), st.sampled_from(["quotes.v1", "articles.raw.v1-dlt"])
)
def test_programs_get_one_line_of_json_whatever_comes(value: bytes, key: bytes | None, topic: str) -> None:
    line = line_for_programs(record(value, key=key, topic=topic))
    assert b"\n" not in line
    json.loads(line)


def test_a_dead_letter_has_its_key_and_reason() -> None:
    letter = record(b"\xff", reason=b"body: is missing", topic="articles.raw.v1-dlt")
    assert "k: body: is missing" in shown(letter)
    assert json.loads(line_for_programs(letter)) == {
        "topic": "articles.raw.v1-dlt",
        "partition": 3,
        "offset": 17,
        "key": "k",
        "reason": "body: is missing",
        "value_base64": "/w==",
    }


def test_json_and_retractions_come_as_they_are() -> None:
    assert line_for_programs(record(b'{"a":\n1}')) == b'{"a": 1}'
    assert json.loads(line_for_programs(record(None))) == {"article_id": "k", "retracted": True}
