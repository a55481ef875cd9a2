"""Attributions: a cue of a sentence with its speaker."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from workers.stages.quotes import lexicon
from workers.stages.quotes.cues import CUES, LISTENERS, PHRASES, PHRASES_BY_FIRST, Behaviour, Form
from workers.stages.quotes.phrases import Range
from workers.stages.quotes.speakers import leading_speaker, subject_after, subject_before
from workers.stages.quotes.tokens import Token

Modality = Literal["said", "not_said", "future"]
"""Whether something was said, was not ("declined to say whether"), or is yet to be said ("will say")."""

_BEFORE_NOUNS = frozenset({"'s", "the", "a", "an", "this", "no"}) | lexicon.POSSESSIVES
"""Words after which a report or a claim is a noun."""


class _Verb(NamedTuple):
    """What is known about a cue before its speaker is looked for."""

    behaviour: Behaviour
    lemma: str
    floor: int
    """The first token that its speaker may hold."""
    strict: bool = False
    """Whether it may be no verb at all: report, claims."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue with its speaker, as ranges of the tokens of one sentence."""

    cue: Range
    speaker: Range
    extent: Range
    """All of it; without the speaker when that stands at an earlier cue: "said …, adding …"."""
    behaviour: Behaviour
    lemma: str
    modality: Modality = "said"


def find_attributions(tokens: Sequence[Token]) -> list[Attribution]:
    """Find the cues of a sentence that have a speaker, in order; none overlaps another."""
    found: list[Attribution] = []
    floor = 0
    for index, token in enumerate(tokens):
        if token.passage is not None:
            floor = index + 1
            continue
        if token.text == ";":
            floor = index + 1
        if index < (found[-1].extent.end if found else 0) or (
            token.word not in CUES and token.word not in PHRASES_BY_FIRST
        ):
            continue
        attribution = _phrase(tokens, index, floor, found) or _verb(tokens, index, floor, found)
        if attribution is not None:
            found.append(attribution)
            floor = attribution.extent.end
    return found


def _phrase(tokens: Sequence[Token], index: int, floor: int, found: list[Attribution]) -> Attribution | None:
    for phrase in PHRASES_BY_FIRST.get(tokens[index].word, ()):
        if tuple(token.word for token in tokens[index : index + len(phrase)]) == phrase:
            cue = Range(index, index + len(phrase))
            verb = _Verb(PHRASES[phrase], " ".join(phrase), floor)
            if verb.behaviour is Behaviour.ATTRIBUTING:
                speaker = subject_after(tokens, cue.end)
                return _own(cue, speaker, verb) if speaker else None
            return _with_subject(tokens, cue, found, verb)
    return None


def _verb(tokens: Sequence[Token], index: int, floor: int, found: list[Attribution]) -> Attribution | None:
    cue = CUES.get(tokens[index].word)
    if cue is None or (tokens[index].mention is not None and tokens[index].capital):
        return None
    helpers = _helpers(tokens, index, floor)
    passive = cue.form is Form.PAST and bool(helpers & lexicon.BEING)
    if cue.behaviour is Behaviour.QUOTING:
        return _quoting(tokens, index, floor, passive=passive)
    following = tokens[index + 1].word if index + 1 < len(tokens) else ""
    if cue.lemma == "ask" and following in {"not", "to"}:
        return None
    if passive or helpers & lexicon.NEGATIONS or helpers & {"to"} or (following == "by" and cue.form is Form.PAST):
        return None
    span = Range(index, index + 1)
    if cue.form is Form.PARTICIPLE and not helpers & lexicon.BEING:
        before = tokens[index - 1] if index else None
        linked = before is not None and (
            before.passage is not None or before.text in {",", "—", "–"} or before.word in {"and", "as"}
        )
        return _shared(tokens, span, found, _Verb(cue.behaviour, cue.lemma, floor)) if linked else None
    strict = cue.form in {Form.PLAIN, Form.PRESENT} and cue.lemma not in {"say", "tell"}
    return _with_subject(tokens, span, found, _Verb(cue.behaviour, cue.lemma, floor, strict))


def _helpers(tokens: Sequence[Token], index: int, floor: int) -> set[str]:
    """Collect the auxiliaries, adverbs and negations right before a verb."""
    words: set[str] = set()
    for at in range(index - 1, max(floor, index - 6) - 1, -1):
        word = tokens[at].word
        known = word in lexicon.AUXILIARIES or word in lexicon.NEGATIONS or word in lexicon.ADVERBS or word == "to"
        if not known and not word.endswith("ly"):
            break
        words.add(word)
    return words


def _with_subject(tokens: Sequence[Token], cue: Range, found: list[Attribution], verb: _Verb) -> Attribution | None:
    """Look for the speaker where the cue can have it: after it behind a passage, before it, at the cue before it."""
    naming = verb.behaviour is Behaviour.NAMING
    behind_passage = _follows_passage(tokens, cue.begin)
    if (behind_passage or cue.begin == 0) and not naming:
        speaker = subject_after(tokens, cue.end)
        inverted = speaker is not None and (behind_passage or _ends_inverted(tokens, speaker.end))
        return _own(cue, speaker, verb) if speaker and inverted else None
    before = tokens[cue.begin - 1]
    if cue.begin == 0 or before.word in _BEFORE_NOUNS or (before.word == "who" and not _quotes_next(tokens, cue.end)):
        return None
    if before.word in {"and", "but", "then"}:
        return None if verb.strict and not found else _shared(tokens, cue, found, verb)
    speaker = subject_after(tokens, cue.end) if before.text == "," and not naming else None
    if speaker is not None and _is_named(tokens, speaker) and _ends_inverted(tokens, speaker.end):
        return _own(cue, speaker, verb)
    return _with_subject_before(tokens, cue, verb)


def _with_subject_before(tokens: Sequence[Token], cue: Range, verb: _Verb) -> Attribution | None:
    speaker = subject_before(tokens, cue.begin, verb.floor)
    if speaker is not None and _reaches_passage(tokens, speaker, verb.floor):
        return _own(cue, Range(verb.floor, speaker.end), verb)
    strict = verb.strict or verb.behaviour is Behaviour.NAMING
    return _own(cue, speaker, verb) if speaker is not None and _fit(tokens, speaker, strict=strict) else None


def _quotes_next(tokens: Sequence[Token], index: int) -> bool:
    """Tell "who said “…”" and "who said that …" from "who asked not to be named"."""
    return index < len(tokens) and (tokens[index].passage is not None or tokens[index].word == "that")


def _reaches_passage(tokens: Sequence[Token], speaker: Range, floor: int) -> bool:
    """Tell whether all words between a passage and a cue are the speaker: "“…,” the notice at the gate reads"."""
    between = tokens[floor : speaker.begin]
    if not between or len(between) > 8 or floor == 0 or tokens[floor - 1].passage is None:
        return False
    begins = between[0].word in lexicon.DETERMINERS or between[0].capital
    return begins and all(token.is_word and token.word not in lexicon.AUXILIARIES for token in between)


def _follows_passage(tokens: Sequence[Token], index: int) -> bool:
    at = index - 1
    while at >= max(0, index - 4) and (tokens[at].text in {",", "—", "–", "-"} or tokens[at].word in lexicon.ADVERBS):
        at -= 1
    return at >= 0 and index - at <= 3 and tokens[at].passage is not None


def _ends_inverted(tokens: Sequence[Token], end: int) -> bool:
    return end >= len(tokens) or tokens[end].passage is not None or tokens[end].text in {",", ".", ":", ";", "("}


def _is_named(tokens: Sequence[Token], speaker: Range) -> bool:
    named = any(
        token.mention and token.mention.label in {"PERSON", "ORG"} for token in tokens[speaker.begin : speaker.end]
    )
    return named or tokens[speaker.begin].word in lexicon.PRONOUNS


def _fit(tokens: Sequence[Token], speaker: Range, *, strict: bool) -> bool:
    """See whether a phrase can say something; the stricter test is for words that may be no verbs at all."""
    words = tokens[speaker.begin : speaker.end]
    if words[-1].word in {"who", "which", "that", "there", "you"}:
        return False
    if not strict:
        return True
    named = any(token.mention and token.mention.label in {"PERSON", "ORG", "GPE", "NORP"} for token in words)
    return named or words[-1].word in lexicon.PRONOUNS or any(lexicon.can_speak(token.word) for token in words)


def _shared(tokens: Sequence[Token], cue: Range, found: list[Attribution], verb: _Verb) -> Attribution | None:
    """Give a cue without a subject of its own that of the cue before it, else the subject of the sentence."""
    speaker = found[-1].speaker if found else leading_speaker(tokens, cue.begin)
    return Attribution(cue, speaker, cue, verb.behaviour, verb.lemma) if speaker else None


def _quoting(tokens: Sequence[Token], index: int, floor: int, *, passive: bool) -> Attribution | None:
    """Read "Malenko was quoted by Interpress as saying" and "the agency quoted Malenko as saying"."""
    as_saying = next((at for at in range(index + 1, min(index + 12, len(tokens) - 1)) if tokens[at].word == "as"), None)
    if as_saying is not None and tokens[as_saying + 1].word not in CUES:
        as_saying = None
    if passive:
        speaker = subject_before(tokens, index, floor)
        end = index + 1 if as_saying is None else as_saying + 2
        return _own(Range(index, end), speaker, _Verb(Behaviour.SAYING, "quote", floor)) if speaker else None
    if as_saying is None:
        return None
    speaker = subject_after(tokens, index + 1)
    if speaker is None or speaker.end > as_saying:
        return None
    agency = subject_before(tokens, index, floor)
    extent = Range(agency.begin if agency else index, as_saying + 2)
    return Attribution(Range(index, index + 1), speaker, extent, Behaviour.SAYING, "quote")


def _own(cue: Range, speaker: Range, verb: _Verb) -> Attribution:
    extent = Range(min(cue.begin, speaker.begin), max(cue.end, speaker.end))
    return Attribution(cue, speaker, extent, verb.behaviour, verb.lemma)


def takes_listener(attribution: Attribution) -> bool:
    """Tell whether a listener may stand between this cue and what is said."""
    return attribution.lemma in LISTENERS
