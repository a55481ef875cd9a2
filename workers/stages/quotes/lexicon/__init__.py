"""Words that the rules need, by what they tell; the lists stand in `words.toml`, each with what it is for."""

from workers.stages.quotes.lexicon.loading import WordLists

_LISTS = WordLists("words.toml")
_take = _LISTS.take

SUBJECT_PRONOUNS = _take("subject_pronouns")
_IT, _YOU = _take("it"), _take("you")
PRONOUNS = SUBJECT_PRONOUNS | _IT | _YOU
"""Pronouns that can be the subject of a cue."""
SPEAKING_PRONOUNS = SUBJECT_PRONOUNS | _IT
"""Those that hardly ever speak to the reader."""
LISTENING_PRONOUNS = _take("object_pronouns") | _YOU
THIRD_PERSON_OBJECTS = _take("third_person_objects")
SINGULAR_PERSONS = _take("singular_persons")
FIRST_PERSONS = _take("first_persons")
THIRD_PERSONS = _take("third_persons")
SINGULAR_POSSESSIVES = _take("singular_possessives")
PLURAL_PRONOUNS = _take("plural_pronouns")
INDEFINITES = _take("indefinites")
NOBODY = _take("nobody")
NOT_SPEAKERS = _take("not_speakers")

ARTICLES = _take("articles")
POSSESSIVES = _take("possessives")
DETERMINERS = POSSESSIVES | ARTICLES | _take("other_determiners")
BEFORE_NOUNS = POSSESSIVES | ARTICLES | _take("before_nouns")
SOMEBODY = POSSESSIVES | _take("somebody")

BEING = _take("being")
AUXILIARIES = BEING | _take("other_auxiliaries")
AHEAD_AUXILIARIES = _take("ahead_auxiliaries")
UNSURE_AUXILIARIES = _take("unsure_auxiliaries")
SHARED_AUXILIARIES = _take("shared_auxiliaries")
REPORTED_AUXILIARIES = _take("reported_auxiliaries")
NEGATIONS = _take("negations")
WITHHELD = _take("withheld")
SAID_ALL_THE_SAME = _take("said_all_the_same")
AHEAD = _take("ahead")

ACCUSING = _take("accusing")
ADVERBS = _take("adverbs")
NO_ADVERBS = _take("no_adverbs")
BINDING = _take("binding")
PREPOSITIONS = BINDING | _take("other_prepositions")
INFORMED = _take("informed")
BINDING_AFTER = BINDING | _take("binding_after")
ASIDE = _take("aside")
DIRECT_ASIDE = _take("direct_aside")

CLAUSE_WORDS = _take("clause_words")
JOINING = _take("joining")
LEADING = _take("leading")
THEN = _take("then")
BEFORE_PHRASES = _take("before_phrases")
TRAILING = _take("trailing")
BREAKS = _take("breaks")
GOES_ON = _take("goes_on")
SUBORDINATE = _take("subordinate")
ONLY_SAID = _take("only_said")
QUESTION_WORDS = _take("question_words")
LATER_QUESTIONS = _take("later_questions")
OPENINGS = _take("openings")
OPENINGS_AND_IF = _take("openings_and_if")
BEGIN_CLAUSES = _take("begin_clauses")
NEVER_FIRST = PREPOSITIONS | AUXILIARIES | _take("never_first")
NOTHING_SAID = _take("nothing_said")
RELATIVES = _take("relatives")
RELATIVE_SUBJECTS = _take("relative_subjects")
BECOMING = _take("becoming")
COPULAS = _take("copulas")

MONTHS_AND_DAYS = _take("months_and_days")
THIS_OR_LAST = _take("this_or_last")
TIMES = MONTHS_AND_DAYS | _take("time_nouns")

_MALE_KIN, _FEMALE_KIN = _take("male_kin"), _take("female_kin")
KIN = _MALE_KIN | _FEMALE_KIN
MALE = _MALE_KIN | _take("male")
FEMALE = _FEMALE_KIN | _take("female")
PERSONS = MALE | FEMALE | _take("persons")
HUMAN_PLURALS = _take("human_plurals")
CALLINGS = _take("callings")
PAIRS = _take("pairs")
TWO = _take("two")
POSTS_BY_FIELD = _take("posts_by_field")
RANKS = _take("ranks")
DESCRIBING = _take("describing")
TITLES = _take("titles")
GENDERED_TITLES = _take("gendered_titles")

ORGANISATIONS = _take("organisations")
FIRMS = _take("firms")
BODIES = _take("bodies")
INSTITUTIONS = _take("institutions")
NEWSPAPERS = _take("newspapers")
STATEMENTS = _take("statements")
RECEIVED = _take("received")
ORIGINS = _take("origins")
SAYING_NOUNS = _take("saying_nouns")

NAMING_WORDS = _take("naming_words")
WORKS = _take("works")
SMALL_WORDS = _take("small_words")
ABBREVIATIONS = TITLES | _take("abbreviations")

_LISTS.close()


def is_person_noun(word: str) -> bool:
    """Return whether a word in lower case is a noun for one person or several."""
    return word in PERSONS or is_plural(word)


def is_plural(word: str) -> bool:
    """Return whether a word in lower case is a noun for several people."""
    return word in HUMAN_PLURALS or (word.endswith("s") and word[:-1] in PERSONS)


def is_organisation_noun(word: str) -> bool:
    """Return whether a word in lower case is a noun for an organisation or several."""
    return word in ORGANISATIONS or (word.endswith("s") and word[:-1] in ORGANISATIONS)


def can_speak(word: str) -> bool:
    """Return whether a word in lower case is a noun for whatever says something."""
    return is_person_noun(word) or is_organisation_noun(word) or word in STATEMENTS or word in INDEFINITES
