"""Articles for tests: short, each different, with a person who says something."""

import json

STORY = """\
{name} opens the harbour at Westmouth

The harbour at Westmouth was opened again on Monday after a storm had closed it for {number} days.

"The ships can come back now," said {name}, the harbour master. "We have waited long enough."

The council of Westmouth paid for the repairs, which took longer than anybody had planned. Nobody was hurt.
"""
FIRST_NAMES = ("Anna", "Peter", "Maria", "George", "Helen", "Martin", "Laura", "Simon")
LAST_NAMES = ("Winter", "Carpenter", "Holloway", "Bergman", "Ferrari", "Novak", "Sandoval", "Okafor")


def speaker(number: int) -> str:
    """Return the person who speaks in a story."""
    return f"{FIRST_NAMES[number % 8]} {LAST_NAMES[number // 8 % 8]}"


def story(number: int) -> str:
    """Return a story, a different one for each number."""
    return STORY.format(name=speaker(number), number=number)


def raw(number: int, **fields: object) -> bytes:
    """Return the value of a raw record with a story."""
    return json.dumps({"body": story(number), "language": "en", **fields}).encode()
