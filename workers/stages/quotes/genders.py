"""Which pronoun a forename or a title asks for; silent when unsure."""

from enum import Enum

from workers.stages.quotes import lexicon
from workers.stages.quotes.lexicon import words


class Gender(Enum):
    """The pronoun that a text uses for a person."""

    MALE = "he"
    FEMALE = "she"


MALE_FORENAMES = words("""
    abdul abdullah adam adrian ahmed alan albert alejandro alexander ali alfred andrew andrei angus anthony
    antonio arthur barack ben benjamin bernard bill bob boris brian bruce carl carlos charles christian
    christopher colin craig dan daniel david dennis dmitry donald douglas duncan edward emmanuel eric ernest
    fernando francis francisco frank frederick gareth gary george gerald gerard giovanni gordon graham greg
    gregory hans harold harry hassan henry howard hugh ian igor isaac ivan jack jacob jacques james jason jeff
    jeffrey jeremy jim joe john jonathan jorge jose joseph juan julian karl keith kenneth kevin khalid larry
    lawrence leo leonard louis luis luke malcolm manuel marco mark martin matthew michael mike miguel mohammed
    muhammad neil nicholas nigel oleg oliver oscar patrick paul pavel pedro peter philip pierre rafael ralph
    raymond ricardo richard robert roberto rodney roger ronald rory rupert russell ryan samuel scott sean
    sebastian sergei simon stephen steven stuart ted thomas timothy tom tony trevor viktor vincent vladimir
    walter wayne william winston xavier yuri yusuf
""")
FEMALE_FORENAMES = words("""
    abigail agnes alexandra alice amanda amelia amy ana andrea angela anita ann anna anne annette antonia audrey
    barbara beatrice bernadette beth bridget camilla carla carmen carol caroline catherine cecilia charlotte
    christina christine claire clara claudia deborah denise diana diane dorothy edith eileen elaine eleanor
    elena eliza elizabeth ellen emily emma erin esther eva evelyn fatima fiona florence frances gabriela
    georgina gillian gloria grace hannah harriet heather helen helena hillary ingrid irene iris isabel isabella
    jacqueline jane janet janice jean jennifer jessica joan joanna josephine joyce judith julia julie karen kate
    katherine kathleen katie kirsten laura lauren leila lillian linda lisa louise lucia lucy lydia margaret
    maria marie marina martha mary matilda megan melanie melissa michelle miriam monica nadia nancy naomi
    natalia natalie natasha nicola nina nora olga olivia pamela patricia paula pauline penelope priya rachel
    rebecca rita rosa rosemary ruth sabrina sally samantha sandra sarah sharon sheila shirley silvia sofia
    sophia sophie stella susan suzanne sylvia tamara tanya tatiana teresa theresa tracy ursula valerie vanessa
    vera veronica victoria virginia wendy yasmin yvonne zoe
""")


def gender_of_forename(name: str) -> Gender | None:
    """Tell the gender of a full name by its forename; None for a name of one word, which may be a surname."""
    first, _, rest = name.partition(" ")
    if not rest:
        return None
    if first.lower() in MALE_FORENAMES:
        return Gender.MALE
    return Gender.FEMALE if first.lower() in FEMALE_FORENAMES else None


def gender_of_noun(word: str) -> Gender | None:
    """Tell the gender that a title or a noun in lower case gives: "mr", "spokeswoman"."""
    if word in lexicon.MALE:
        return Gender.MALE
    return Gender.FEMALE if word in lexicon.FEMALE else None
