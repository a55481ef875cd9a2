"""Which of several people of one surname "Mrs Halloran" and "Dr Smithers" are."""

from collections.abc import Sequence

from workers.stages.entities.forms import Form
from workers.stages.forenames import Gender, gender_of_forename

GENDERS = {
    "mr": Gender.MALE,
    "sir": Gender.MALE,
    "mrs": Gender.FEMALE,
    "ms": Gender.FEMALE,
    "miss": Gender.FEMALE,
    "dame": Gender.FEMALE,
} | {
    relative: gender
    for gender, relatives in (
        (Gender.FEMALE, "aunt daughter grandmother mother niece sister widow wife"),
        (Gender.MALE, "brother father grandfather husband nephew son uncle widower"),
    )
    for relative in relatives.split()
}
"""What courtesy titles and relatives tell."""


def called(title: str, namesakes: Sequence[Form]) -> Sequence[Form]:
    """Return those who are called by a title in full, else those of its gender, else all who may be of it."""
    if not title or len(namesakes) < 2:
        return namesakes
    gender = GENDERS.get(title)
    by_title = [form for form in namesakes if title in form.titles]
    by_gender = [form for form in namesakes if gender and _gender(form) is gender]
    unknown = [form for form in namesakes if gender and _gender(form) is None]
    return by_title or by_gender or unknown or namesakes


def _gender(form: Form) -> Gender | None:
    told = {GENDERS[title] for title in form.titles if title in GENDERS}
    return told.pop() if len(told) == 1 else gender_of_forename(" ".join(form.words))
