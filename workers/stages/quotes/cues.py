"""Cues: the words that say that somebody said something, read once from `lexicon/verbs.toml`."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from workers.stages.quotes import lexicon
from workers.stages.quotes.lexicon.loading import once, read_list


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


VERB_TABLES = {behaviour.name.lower(): behaviour for behaviour in Behaviour if behaviour is not Behaviour.ATTRIBUTING}
TRAITS = frozenset(["acts", "listener", "directs", "commits", "finds", "asks", "accuses", "does"])


def read_verbs(tables: dict[str, dict[str, dict[str, str]]]) -> dict[str, Cue]:
    """Return every form of every verb, in lower case. Raises ValueError for a row that is not understood, and for a form of two verbs."""
    cues = [cue for name, rows in tables.items() for lemma, row in rows.items() for cue in _forms(name, lemma, row)]
    once([word for word, _ in cues], "verbs.toml")
    return dict(cues)


def _forms(table: str, lemma: str, row: dict[str, str]) -> Iterator[tuple[str, Cue]]:
    forms = row["forms"].split()
    strange = {*row.get("traits", "").split()} - TRAITS | row.keys() - {"forms", "traits"}
    if table not in VERB_TABLES or len(forms) != len(Form) or strange:
        raise ValueError(f"verbs.toml: {table}.{lemma} needs four forms, and has nothing else but traits of {TRAITS}")
    for form, spellings in zip(Form, forms, strict=True):
        yield from ((word, Cue(lemma, VERB_TABLES[table], form)) for word in spellings.split("/") if word != "-")


def _read_phrases(rows: dict[str, str]) -> dict[tuple[str, ...], Behaviour]:
    return {tuple(phrase.split()): Behaviour[name.upper()] for phrase, name in rows.items()}


_FILE: dict[str, Any] = read_list("verbs.toml")

PHRASES = _read_phrases(_FILE.pop("phrases"))
"""Cues of several words."""
CUES = read_verbs(_FILE)
"""Every form of every verb, in lower case."""
PHRASES_BY_FIRST = {
    first: sorted((phrase for phrase in PHRASES if phrase[0] == first), key=len, reverse=True) for first, *_ in PHRASES
}


def may_be_cue(word: str) -> bool:
    """Return whether a word in lower case is a cue in some sentence, or begins one of several words, or is a noun that reports."""
    return word in CUES or word in PHRASES_BY_FIRST or word in lexicon.SAYING_NOUNS


def _with(trait: str) -> frozenset[str]:
    return frozenset(
        lemma for rows in _FILE.values() for lemma, row in rows.items() if trait in row.get("traits", "").split()
    )


LISTENERS = _with("listener")
"""Verbs that may name a listener before the quote."""
DIRECTING = _with("directs")
"""Verbs that report what others should do: urged the government to wait."""
COMMITTING = _with("commits")
"""Verbs that report what the speaker is to do: promised to pay."""
FINDING = _with("finds")
"""Verbs that report only with a clause or words in marks: "found that …", not "found a crack"."""
ACTING = _with("acts")
"""Verbs for what things do as well as people: storms threaten."""
ASKING = _with("asks")
"""Verbs after which "when" begins what is said, not the time when it is."""
ACCUSING = _with("accuses")
"""Verbs that report what somebody is said to do: accused the council of hiding the report."""
DOING = _with("does")
"""Verbs that report what somebody does or should do by a participle: denied taking it, suggested waiting."""
