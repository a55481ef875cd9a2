"""Which pronoun a title or a noun asks for."""

from workers.stages.forenames import Gender
from workers.stages.quotes import lexicon

PRONOUNS = {
    "he": Gender.MALE,
    "him": Gender.MALE,
    "his": Gender.MALE,
    "himself": Gender.MALE,
    "she": Gender.FEMALE,
    "her": Gender.FEMALE,
    "herself": Gender.FEMALE,
}


def gender_of_noun(word: str) -> Gender | None:
    """Return the gender that a title or a noun in lower case shows: "mr", "spokeswoman"."""
    if word in lexicon.MALE:
        return Gender.MALE
    return Gender.FEMALE if word in lexicon.FEMALE else None
