"""Which pronoun a forename asks for; silent when unsure."""

import json
from enum import Enum
from functools import cache
from pathlib import Path

FILE = Path(__file__).parents[1] / "models" / "quotes" / "forenames.json"
"""Made by training/quotes/forenames.py."""


class Gender(Enum):
    """The pronoun that a text uses for a person."""

    MALE = "he"
    FEMALE = "she"


def gender_of_forename(name: str) -> Gender | None:
    """Return the gender of a full name by its forename; None for a name of one word, which may be a surname."""
    first, _, rest = name.partition(" ")
    return _forenames().get(first.lower()) if rest else None


@cache
def _forenames() -> dict[str, Gender]:
    lists = json.loads(FILE.read_text(encoding="utf-8"))
    genders = {"female": Gender.FEMALE, "male": Gender.MALE}
    return {name: genders[key] for key, names in lists.items() for name in names.split()}
