"""Which pronoun a forename, a title or a noun asks for; silent when unsure."""

import json
from enum import Enum
from functools import cache
from pathlib import Path

from workers.stages.quotes import lexicon

FORENAMES = Path(__file__).parents[3] / "models" / "quotes" / "forenames.json"
"""Made by training/quotes/forenames.py."""


class Gender(Enum):
    """The pronoun that a text uses for a person."""

    MALE = "he"
    FEMALE = "she"


PRONOUNS = {
    "he": Gender.MALE,
    "him": Gender.MALE,
    "his": Gender.MALE,
    "himself": Gender.MALE,
    "she": Gender.FEMALE,
    "her": Gender.FEMALE,
    "herself": Gender.FEMALE,
}


def gender_of_forename(name: str) -> Gender | None:
    """Return the gender of a full name by its forename; None for a name of one word, which may be a surname."""
    first, _, rest = name.partition(" ")
    return _forenames().get(first.lower()) if rest else None


def gender_of_noun(word: str) -> Gender | None:
    """Return the gender that a title or a noun in lower case shows: "mr", "spokeswoman"."""
    if word in lexicon.MALE:
        return Gender.MALE
    return Gender.FEMALE if word in lexicon.FEMALE else None


@cache
def _forenames() -> dict[str, Gender]:
    lists = json.loads(FORENAMES.read_text(encoding="utf-8"))
    genders = {"female": Gender.FEMALE, "male": Gender.MALE}
    return {name: genders[key] for key, names in lists.items() for name in names.split()}
