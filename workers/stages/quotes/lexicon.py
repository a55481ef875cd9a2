"""Words that the rules about speakers need, in lower case, by what they tell."""


def words(text: str) -> frozenset[str]:
    """Read a word list."""
    return frozenset(text.split())


PRONOUNS = words("he she they it we i you")
"""Pronouns that can be the subject of a cue."""

INDEFINITE = words("""
    one another others some many most several both someone somebody everyone everybody
""")

POSSESSIVES = words("his her their its my our your")

DETERMINERS = POSSESSIVES | words("""
    the a an this that these those one another two three four several some many most
""")

AUXILIARIES = words("""
    has had have having is are was were be been being do does did will would can could may might must shall
    should
""")
BEING = words("is are was were be been being")
NEGATIONS = words("""
    not n't never didn't doesn't don't wouldn't couldn't won't hasn't hadn't haven't cannot nor
""")

NOBODY = words("neither nobody none no")

ADVERBS = words("""
    also later then still even once again already just now soon earlier ever reportedly today yesterday
    meanwhile further yet
""")

PREPOSITIONS = words("""
    of for at in on from with by to into over under after before during against about between among near outside
    inside through via within without across behind since until upon toward towards around despite following
    including
""")

BINDING = frozenset({"of", "for", "at", "from", "with", "in"})
"""Prepositions that may stand inside the name of a speaker: the head of the agency, officials at the ministry."""

INFORMED = frozenset({"briefed", "close", "familiar", "involved", "knowledgeable"})
"""Words between sources and what they know of, with a preposition: people close to the talks."""

CLAUSE_WORDS = words("""
    that when while as because if though although but or who which whose where why how what whether than so
    unless because there
""")

MONTHS_AND_DAYS = words("""
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december
""")

MALE = words("""
    mr sir lord king prince duke father dad son brother husband uncle grandfather nephew widower man boy
    gentleman spokesman chairman businessman congressman policeman fisherman actor monk priest pope bishop
""")
FEMALE = words("""
    mrs ms miss madam dame lady queen princess duchess mother mum mom daughter sister wife aunt grandmother
    niece widow woman girl spokeswoman chairwoman businesswoman congresswoman policewoman actress nun
""")
KIN = words("""
    father dad son brother husband uncle grandfather nephew mother mum mom daughter sister wife aunt grandmother
    niece
""")

ORGANISATIONS = words("""
    agency association authority bank board body bureau charity church club commission committee company
    congress corporation council country court department embassy firm foundation government group hospital
    house institute ministry movement museum network newspaper office organisation organization outlet panel
    paper parliament party police prosecution school senate service society state station team tribunal union
    university watchdog website army military navy airline operator regulator city town union force
""")
"""Nouns for what speaks without being a person."""

STATEMENTS = words("""
    statement letter report study survey tweet post email e-mail message note memo document interview book
    article speech editorial release broadcast conference briefing post court telephone phone television radio
    call text blog filing testimony column remarks twitter facebook x instagram media indictment complaint
    lawsuit petition prospectus ruling verdict poll analysis newsletter magazine survey newspaper
""")
"""Nouns for that in which something is said."""

PERSONS = (
    MALE
    | FEMALE
    | words("""
    activist adviser advisor agent aide ally ambassador analyst analysts author baker banker boss campaigner
    candidate captain carpenter ceo chair chairperson chancellor chef chief citizen clerk coach colleague
    columnist commander commissioner congresswoman constable consultant councillor councilor counsel critic
    curator customer defendant delegate deputy designer detective developer diplomat director doctor dr driver
    economist editor employee engineer envoy executive expert farmer father fan fans firefighter fisher founder
    friend general governor guard guest head historian host inspector instructor investigator investor
    journalist judge justice keeper landlord lawmaker lawyer leader lecturer lieutenant major manager master
    mayor medic member minister mp musician neighbor neighbour nurse officer official operator opponent
    organiser organizer owner painter parent partner passenger patient person physician pilot player politician
    premier president priest principal producer professor prof prosecutor protester psychologist publisher
    rector refugee reporter representative researcher resident rival sailor scholar scientist secretary senator
    sergeant sheriff shopkeeper singer skipper soldier source speaker spokesperson student superintendent
    supporter surgeon survivor teacher teenager trader trainer treasurer undersecretary veteran victim villager
    visitor volunteer voter warden witness worker writer attorney officer glaciologist biologist geologist
    archaeologist astronomer meteorologist sociologist inspector coroner imam rabbi pastor reverend
""")
)
"""Nouns for people."""

HUMAN_PLURALS = words("""
    people police men women children critics authorities families workers parents witnesses others
""")


def is_person_noun(word: str) -> bool:
    """Return whether a word in lower case is a noun for one person or several."""
    return word in PERSONS or word in HUMAN_PLURALS or (word.endswith("s") and word[:-1] in PERSONS)


def is_organisation_noun(word: str) -> bool:
    """Return whether a word in lower case is a noun for an organisation or several."""
    return word in ORGANISATIONS or (word.endswith("s") and word[:-1] in ORGANISATIONS)


def can_speak(word: str) -> bool:
    """Return whether a word in lower case is a noun for whatever says something."""
    return is_person_noun(word) or is_organisation_noun(word) or word in STATEMENTS or word in INDEFINITE
