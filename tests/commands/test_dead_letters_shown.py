"""What `quotewire dlt` shows of dead letters, whose every byte may be anybody's."""

import io
from datetime import UTC, datetime

import pytest
from rich.console import Console
from rich.text import Text

from tests.commands.test_tail import COMMANDS, EVIL
from workers.commands.dead_letters import line_for_people, page_for_people
from workers.kafka.dead_letters import ErrorHeader
from workers.kafka.letters import DeadLetter, Place

PLACE = Place("t.articles.raw.v1-dlt", 3, 17)
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def _shown(text: Text) -> str:
    screen = io.StringIO()
    Console(file=screen, force_terminal=True, highlight=False, width=400, color_system=None).print(text)
    return screen.getvalue()


@pytest.mark.parametrize("value", [EVIL.encode(), b"\xff", None])
def test_nothing_in_a_dead_letter_commands_the_terminal(value: bytes | None) -> None:
    headers = ((ErrorHeader.MESSAGE.value, EVIL.encode()), (EVIL, EVIL.encode()))
    one = DeadLetter(PLACE, EVIL.encode(), value, headers, NOW)
    for shown in (_shown(line_for_people(one, "t.", EVIL)), _shown(page_for_people(one, replayed=True))):
        assert not [command for command in COMMANDS if command in shown]


def test_a_line_has_time_place_key_and_reason() -> None:
    one = DeadLetter(PLACE, b"k", b"{}", ((ErrorHeader.MESSAGE.value, b"body: is\nmissing"),), NOW)
    assert _shown(line_for_people(one, "t.")) == "2026-01-02 03:04:05 articles.raw.v1-dlt/3/17 k: body: is␊missing\n"
