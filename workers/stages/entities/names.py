"""Names as they are compared: without titles, possessives, articles and letter case."""

import re
import unicodedata

from schemas.article_with_entities import EntityLabel

GENITIVE = re.compile(r"'s?(?=\s|$)")
WORD_BREAK = re.compile(r"[\s/-]+")
ACRONYM = re.compile(r"(?:[^\W\d_]\.?){2,8}")
"""Two to eight letters, full stops between them or not."""


def _word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def any_of(words: frozenset[str]) -> str:
    """Return a regular expression for any of some words."""
    return "|".join(sorted(words))


TITLES = _word_set("""
    mr mrs ms miss mx sir dame lord lady dr prof professor rev reverend fr father pastor rabbi imam sheikh bishop
    archbishop cardinal pope saint king queen prince princess emperor president vice-president premier chancellor
    minister senator sen congressman congresswoman representative rep governor gov mayor ambassador judge justice
    attorney secretary chairman chairwoman director coach captain capt colonel col general gen lieutenant lt major maj
    sergeant sgt admiral commander officer detective inspector speaker spokesman spokeswoman former ex-president ex-minister
    acting deputy prime vice foreign tsar czar empress duke duchess sultan marshal brigadier corporal sheriff ayatollah
    mullah madame monsieur
""")
"""Words before a person's name that are no part of it; some can be names too, but hardly before another one."""

COURTESY_TITLES = _word_set("""
    mr mrs ms miss mx dr sir dame sen rep gov prof rev supt insp det sgt cllr msp pc capt lt col
""")
"""What stands before people alone, whatever the model says."""

ALL_TITLES = TITLES | COURTESY_TITLES

RELATIVES = _word_set("""
    aunt brother cousin daughter father grandfather grandmother husband mother neighbour nephew niece partner sister son uncle widow
    widower wife
""")

ROLES = RELATIVES | _word_set("""
    activist actor actress advocate alderman analyst artist author baroness barrister batsman billionaire biologist blogger boss bowler
    boxer broadcaster businessman businesswoman campaigner chef cllr co-founder columnist comedian composer conductor constable
    councillor cyclist defender driver drummer economist editor engineer entrepreneur executive farmer filmmaker firefighter footballer
    forward founder goalkeeper golfer guitarist historian insp jockey journalist lawyer manager mec midfielder miner mp msp musician
    novelist nurse owner paramedic pc pensioner photographer pianist pilot pitcher playwright poet presenter producer pte quarterback
    rapper referee reporter resident runner scientist sculptor singer skipper solicitor sprinter striker student superintendent supt
    surgeon swimmer teacher trainer umpire veteran violinist winger writer
""")
"""What people are, before their names, where a sentence begins with it. Some are surnames too: they stay before fewer than two words."""

INSTITUTIONS = _word_set("""
    academy agency army authority board bureau cabinet college commission committee council court department embassy force forces government
    guard guards hospital institute intelligence ministry navy observatory office parliament police senate service services treasury
    university
""")
"""The last words of names of institutions, which are no places and no people; of most of them there is one for each country or town."""

HONOURS = _word_set("""
    cb cbe cmg cvo dbe dso esq fba frcp frcs frs frsa frse gbe kbe kc kcb kcmg mbe md mla mp msp obe phd qc rn
""")
"""Letters after a person's name that are no part of it."""

COMPANY_FORMS = _word_set("""
    inc incorporated corp corporation co company ltd limited plc llc llp ag sa se nv spa gmbh group holdings
""")
"""Words after a company's name that a second mention leaves out."""

GENERATIONS = _word_set("jr sr ii iii iv")

SMALL_WORDS = _word_set("a and at de del der des di du for für in la le of on the to und van von y & -")
"""Words that acronyms may pass over."""

HOLIDAYS = frozenset((
    "ash wednesday", "boxing day", "christmas", "christmas day", "christmas eve", "diwali", "easter",
    "easter monday", "easter sunday", "eid", "eid al-adha", "eid al-fitr", "good friday", "halloween", "hanukkah", "hogmanay",
    "independence day", "labor day", "labour day", "lunar new year", "mardi gras", "may day", "memorial day", "midsummer",
    "new year", "new year's day", "new year's eve", "nowruz", "palm sunday", "passover", "pentecost", "purim", "ramadan",
    "rosh hashanah", "thanksgiving", "valentine's day", "vesak", "yom kippur",
))  # fmt: skip
"""Days that the model takes for places ("until Christmas"), since its training data has too few of them."""

NOBODY = frozenset(("el niño", "la niña", "el nino", "la nina"))
"""What is written like a name and is nobody, no place and no organisation: what the weather does."""

TIME_LABELS = frozenset(("DATE", "TIME"))


def words_of(surface: str, label: EntityLabel, titles: frozenset[str] = TITLES) -> tuple[str, ...]:
    """Split a name into the words to compare: lower case, no full stops, no article; of a person, no title, no "Jr"."""
    plain = unicodedata.normalize("NFKC", surface).replace("’", "'").replace(".", "").casefold()
    words = GENITIVE.sub("", plain).split()
    words = _without_first(words, frozenset(("the",)))
    if label == "PERSON":
        words = _without_first(words, titles)
        while len(words) > 1 and words[-1].strip(",") in GENERATIONS:
            words = words[:-1]
        words = [word.strip(",\"'“”‘()") or word for word in words]
    return tuple(words)


def display_name(surface: str, label: EntityLabel, titles: frozenset[str] = TITLES) -> str:
    """Return a name to show: one space between words, no article in front and, of a person, no title."""
    words = surface.split()
    if label not in TIME_LABELS:
        words = _without_first(words, frozenset(("the",)))
    return " ".join(_without_first(words, titles) if label == "PERSON" else words)


def acronyms_of(surface: str) -> frozenset[str]:
    """Return the acronyms that a name of several words may have: with and without its small words, in lower case."""
    words = [word for word in WORD_BREAK.split(surface.replace(".", "")) if word[:1].isalpha()]
    large = [word for word in words if word.casefold() not in SMALL_WORDS]
    return frozenset("".join(word[0] for word in some).casefold() for some in (words, large) if len(some) > 1)


def is_acronym(surface: str) -> bool:
    """Return whether a name looks like an acronym: two to eight capitals, full stops between them or not."""
    return ACRONYM.fullmatch(surface) is not None and surface.isupper()


def shorter_companies(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the shorter names of a company: "Acme Holdings Inc" is "Acme Holdings" and "Acme" too."""
    kept, shorter = list(words), []
    while len(kept) > 1 and kept[-1].strip(",") in COMPANY_FORMS:
        kept.pop()
        kept[-1] = kept[-1].rstrip(",")
        shorter.append(tuple(kept))
    return shorter


def same_person(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Return whether a person's shorter name can stand for the longer one.

    "Lavrov", "Sergei", "S. Lavrov" and "Sergei Lavrov" can stand for "Sergei Viktorovich Lavrov"; "Ivan Lavrov" cannot. "Ferrero" can for
    "Lucía Ferrero Ibáñez", as Spanish surnames are shortened.
    """
    if short == full or len(short) > len(full):
        return False
    if len(short) == 1:
        return short[0] in full and len(short[0]) > 1
    if short == full[-len(short) :]:
        return True
    if short[-1] != full[-1] or not (short[0] == full[0] or (_initial(short[0]) and full[0].startswith(short[0][0]))):
        return False
    between = list(full[1:-1])
    return all(any(word == other or (_initial(word) and other[0] == word) for other in between) for word in short[1:-1])


def _initial(word: str) -> bool:
    return len(word) == 1


def _without_first(words: list[str], unwanted: frozenset[str]) -> list[str]:
    while len(words) > 1 and words[0].casefold().strip(".,") in unwanted:
        words = words[1:]
    return words
