"""Cues: the words that say that somebody said something, named and listed once.

Each verb stands with the way it behaves. The list was written for this program from reading news.
"""

from dataclasses import dataclass
from enum import Enum

from workers.stages.quotes.lexicon import words


class Behaviour(Enum):
    """What follows a cue."""

    SAYING = "a quote or a clause: said (that) the road was closed"
    TELLING = "a listener first: told reporters (that) the road was closed"
    NAMING = "words in marks, as part of another clause: called the road “a disgrace”"
    QUOTING = "the speaker: quoted Malenko as saying"
    ATTRIBUTING = "the speaker, without a verb: according to the council"


class Form(Enum):
    """The form of a verb."""

    PLAIN = "say"
    PRESENT = "says"
    PAST = "said"
    PARTICIPLE = "saying"


@dataclass(frozen=True, slots=True)
class Cue:
    """A word, in one form, that may be a cue."""

    lemma: str
    behaviour: Behaviour
    form: Form


IRREGULAR = {
    "say": ("says", "said", "saying"),
    "tell": ("tells", "told", "telling"),
    "write": ("writes", "wrote", "writing"),
    "read": ("reads", "read", "reading"),
    "swear": ("swears", "swore", "swearing"),
    "think": ("thinks", "thought", "thinking"),
    "find": ("finds", "found", "finding"),
    "show": ("shows", "showed", "showing"),
    "beg": ("begs", "begged", "begging"),
    "go on": ("goes on", "went on", "going on"),
    "admit": ("admits", "admitted", "admitting"),
    "quip": ("quips", "quipped", "quipping"),
    "brag": ("brags", "bragged", "bragging"),
    "blog": ("blogs", "blogged", "blogging"),
    "sum up": ("sums up", "summed up", "summing up"),
    "label": ("labels", "labelled", "labelling"),
    "rebut": ("rebuts", "rebutted", "rebutting"),
    "refer": ("refers", "referred", "referring"),
}
"""Verbs that do not follow the rules in `inflected`: third person, past, participle."""

VERBS = {
    Behaviour.SAYING: """
        say write read swear admit quip brag blog accept acknowledge add advise affirm agree allege announce
        answer argue ask assert aver boast caution chant chide claim clarify comment complain concede conclude
        confess confide confirm contend continue counter declare decry demand deny disagree disclose elaborate
        emphasise emphasize email enthuse exclaim exhort explain gush hint insist interject joke lament maintain
        marvel mention mumble murmur muse mutter note object observe opine plead pledge post predict proclaim
        promise protest quote reason recall reckon recommend recount reflect reiterate relate remark remember
        repeat reply report respond retort reveal scoff scream shout shriek sigh snap state stress suggest
        surmise testify text theorise theorize tweet urge venture volunteer vow warn whisper wonder yell cry
        intone bemoan attest rejoin speculate estimate advise forecast foresee underline underscore interrupt threaten beg
        rule find indicate show charge imply grumble gripe fume
    """,
    Behaviour.TELLING: "tell inform assure remind notify advise convince",
    Behaviour.NAMING: """
        accuse applaud attack blame blast brand call characterise characterize cite commend condemn credit
        criticise criticize deem denounce deride describe dismiss dub express hail label liken mock offer order
        phrase praise rebut refer reject ridicule slam thank
    """,
    Behaviour.QUOTING: "quote cite",
}
"""Verbs by what follows them; one that stands in two rows behaves as the last one says."""

PHRASES = {
    ("according", "to"): Behaviour.ATTRIBUTING,
    ("in", "the", "words", "of"): Behaviour.ATTRIBUTING,
    ("called", "on"): Behaviour.NAMING,
    ("calls", "on"): Behaviour.NAMING,
    ("called", "for"): Behaviour.NAMING,
    ("calls", "for"): Behaviour.NAMING,
    ("calling", "for"): Behaviour.NAMING,
    ("spoke", "of"): Behaviour.NAMING,
    ("speaks", "of"): Behaviour.NAMING,
    ("spoke", "about"): Behaviour.NAMING,
    ("went", "on"): Behaviour.SAYING,
    ("pointed", "out"): Behaviour.SAYING,
    ("points", "out"): Behaviour.SAYING,
    ("pointing", "out"): Behaviour.SAYING,
    ("sums", "up"): Behaviour.SAYING,
    ("summed", "up"): Behaviour.SAYING,
    ("put", "it"): Behaviour.SAYING,
    ("puts", "it"): Behaviour.SAYING,
    ("took", "to"): Behaviour.NAMING,
}
"""Cues of several words."""

LISTENERS = frozenset(
    {"tell", "ask", "inform", "assure", "remind", "notify", "warn", "advise", "urge", "promise", "convince"}
)
"""Verbs that may name a listener before the quote."""

DIRECTING = frozenset({"tell", "ask", "warn", "advise", "urge", "remind", "order", "exhort", "instruct", "beg"})
"""Verbs that report what others should do: urged the government to wait."""
COMMITTING = frozenset({"promise", "pledge", "vow", "threaten", "swear", "volunteer"})
"""Verbs that report what the speaker is to do: promised to pay."""

FINDING = frozenset({"charge", "find", "imply", "indicate", "rule", "show"})
"""Verbs that report only with a clause or words in marks: "found that …", not "found a crack"."""

WITHHELD = words("""
    decline declines declined declining refuse refuses refused refusing fail fails failed unable unwilling reluctant
    hesitated
""")
"""Words before "to say" with which nothing is said."""
AHEAD = words("""
    expected due set scheduled likely going plan plans planned planning intend intends about poised expects ready
    preparing prepares prepared
""")
"""Words before "to say" with which nothing is said yet."""

NOT_FLOATING = frozenset({"read", "think", "text", "post", "object", "state", "counter", "order", "offer"})
"""Verbs whose plain form is nearly always another word: a counter, a post."""


def inflected(lemma: str) -> tuple[str, str, str]:
    """Third person, past and participle of a verb, by the spelling rules of English."""
    if lemma in IRREGULAR:
        return IRREGULAR[lemma]
    if lemma.endswith("e"):
        return lemma + "s", lemma + "d", lemma[:-1] + "ing"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    hissing = lemma.endswith(("s", "sh", "ch", "x"))
    return lemma + ("es" if hissing else "s"), lemma + "ed", lemma + "ing"


def _table() -> dict[str, Cue]:
    table: dict[str, Cue] = {}
    for behaviour, lemmas in VERBS.items():
        for lemma in lemmas.split():
            forms = dict(zip((lemma, *inflected(lemma)), Form, strict=True))
            if lemma in NOT_FLOATING:
                forms.pop(lemma)
            if lemma == "read":
                forms["read"] = Form.PAST
            table.update({word: Cue(lemma, behaviour, form) for word, form in forms.items()})
    return table


CUES = _table()
"""Every form of every verb, in lower case."""

PHRASES_BY_FIRST = {
    first: sorted((p for p in PHRASES if p[0] == first), key=len, reverse=True) for first, *_ in PHRASES
}
