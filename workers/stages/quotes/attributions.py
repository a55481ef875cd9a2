"""Attributions: a cue of a sentence with its speaker."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from workers.stages.quotes import lexicon
from workers.stages.quotes.cues import (
    CUES,
    LISTENERS,
    PHRASES,
    PHRASES_BY_FIRST,
    Behaviour,
    Cue,
    Form,
)
from workers.stages.quotes.phrases import REACH, Range
from workers.stages.quotes.speakers import leading_speaker, subject_after, subject_before
from workers.stages.quotes.tokens import ENDS, Token
from workers.stages.quotes.tree import VERBS, Tree
from workers.stages.quotes.verb_groups import Modality, VerbGroup, verb_group

_BEFORE_NOUNS = frozenset({"'s", "the", "a", "an", "this", "no"}) | lexicon.POSSESSIVES
"""Words after which a report or a claim is a noun."""

_BEGINS_CLAUSE = frozenset({"that", "whether", "the", "a", "it", "he", "she", "they"})
"""Words that hardly follow a noun."""


class _Verb(NamedTuple):
    """What is known about a cue before its speaker is looked for."""

    behaviour: Behaviour
    lemma: str
    floor: int
    """The first token that its speaker may hold."""
    strict: bool = False
    """Whether it may be no verb at all: report, claims."""
    group: int | None = None
    """Where the words begin that go with it: "declined to" say; where it begins itself when None."""
    modality: Modality = "said"
    sure: bool = False
    """Whether syntax says that it is a verb, and that a clause depends on it."""
    subject: Range | None = None
    """Its subject by syntax, for where the rules find none."""
    subject_head: int | None = None

    def by(self, tree: Tree | None, cue: int) -> "_Verb":
        """Add its subject by syntax."""
        if tree is None:
            return self
        return self._replace(subject=tree.subject(cue, self.floor), subject_head=tree.dependent(cue, "nsubj"))


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue with its speaker, as ranges of the tokens of one sentence."""

    cue: Range
    speaker: Range | None
    """None when nobody is named: "it was said that …"."""
    extent: Range
    """All of it; without the speaker when that stands at an earlier cue: "said …, adding …"."""
    behaviour: Behaviour
    lemma: str
    modality: Modality = "said"

    @property
    def alone(self) -> bool:
        """Whether its speaker stands elsewhere, or nowhere."""
        return self.speaker is None or not self.extent.begin <= self.speaker.begin < self.extent.end


def needs_syntax(tokens: Sequence[Token]) -> bool:
    """Tell whether a sentence may report something that quote marks alone do not settle."""
    cues = [at for at, token in enumerate(tokens) if _may_report(tokens, at, token)]
    if len(cues) != 1:
        return bool(cues)
    first, last = tokens[0], tokens[-1]
    spoken = first.passage is not None and first.text.rstrip()[-1:] in ENDS | {","}
    introduced = last.passage is not None and last.capital and tokens[-2].text in {":", ","}
    return not spoken and not introduced


def _may_report(tokens: Sequence[Token], at: int, token: Token) -> bool:
    if token.word in PHRASES_BY_FIRST:
        return any(
            PHRASES[phrase] is not Behaviour.NAMING
            and tuple(one.word for one in tokens[at : at + len(phrase)]) == phrase
            for phrase in PHRASES_BY_FIRST[token.word]
        )
    cue = CUES.get(token.word)
    if cue is None or cue.behaviour is Behaviour.NAMING:
        return False
    return at == 0 or (cue.form is Form.PAST) or tokens[at - 1].word not in _BEFORE_NOUNS


def find_attributions(tokens: Sequence[Token], tree: Tree | None = None) -> list[Attribution]:
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
        attribution = _phrase(tokens, index, floor, found, tree) or _verb(tokens, index, floor, found, tree)
        if attribution is not None:
            found.append(attribution)
            floor = attribution.extent.end
    return found


def _phrase(
    tokens: Sequence[Token], index: int, floor: int, found: list[Attribution], tree: Tree | None
) -> Attribution | None:
    for phrase in PHRASES_BY_FIRST.get(tokens[index].word, ()):
        if tuple(token.word for token in tokens[index : index + len(phrase)]) == phrase:
            cue = Range(index, index + len(phrase))
            verb = _Verb(PHRASES[phrase], " ".join(phrase), floor)
            if verb.behaviour is Behaviour.ATTRIBUTING:
                speaker = subject_after(tokens, cue.end)
                return _own(cue, _extended(tokens, speaker, tree), verb) if speaker else None
            return _with_subject(tokens, cue, found, verb.by(tree, index))
    return None


def _verb(
    tokens: Sequence[Token], index: int, floor: int, found: list[Attribution], tree: Tree | None
) -> Attribution | None:
    cue = CUES.get(tokens[index].word)
    if (
        cue is None
        or (tokens[index].mention is not None and tokens[index].capital)
        or _is_no_verb(tokens, tree, index, floor)
    ):
        return None
    group = verb_group(tokens, index, floor)
    passive = cue.form is Form.PAST and bool(group.helpers & lexicon.BEING)
    if cue.behaviour is Behaviour.QUOTING:
        return _quoting(tokens, index, floor, passive=passive)
    if passive:
        return _passive(tokens, index, group, cue, floor)
    if _says_nothing(tokens, index, cue, group):
        return None
    span = Range(index, index + 1)
    reports = tree is not None and tree.tags[index] in VERBS and tree.governs(index, "ccomp")
    sure = reports and not group.helpers & {"can", "could", "should", "must"}
    verb = _Verb(cue.behaviour, cue.lemma, floor, sure=sure, group=group.begin, modality=group.modality).by(tree, index)
    if cue.form is Form.PARTICIPLE and not group.helpers & lexicon.BEING:
        return _participle(tokens, span, found, verb)
    strict = cue.form in {Form.PLAIN, Form.PRESENT} and cue.lemma not in {"say", "tell"}
    return _with_subject(tokens, span, found, verb._replace(strict=strict))


def _participle(tokens: Sequence[Token], cue: Range, found: list[Attribution], verb: _Verb) -> Attribution | None:
    """Read ", adding that …" and "with Moss saying it was …"; not "testifying before the panel, …"."""
    before = tokens[cue.begin - 1] if cue.begin else None
    if before is None:
        return None
    if before.passage is None and before.text not in {",", "—", "–"} and before.word not in {"and", "as"}:
        return _with_subject_before(tokens, cue, verb) if verb.sure and before.mention is not None else None
    following = tokens[cue.end] if cue.end < len(tokens) else before
    aside = following.word in lexicon.PREPOSITIONS and not verb.sure
    sign = next((token for token in tokens[cue.end :] if token.passage is not None or token.text in {",", ":"}), None)
    return None if aside and sign is not None and sign.text == "," else _shared(tokens, cue, found, verb)


def _extended(tokens: Sequence[Token], speaker: Range, tree: Tree | None) -> Range:
    """Add what follows a speaker and depends on it, up to a sign: "people in the industry"."""
    binding = lexicon.BINDING | {"who", "that", "close", "familiar"}
    if tree is None or speaker.end >= len(tokens) or tokens[speaker.end].word not in binding:
        return speaker
    end = speaker.end
    while end < len(tree.heads) and tree.relations[end] != "punct":
        if not speaker.begin <= tree.climb(end, speaker.end)[1] < speaker.end:
            break
        end += 1
    return Range(speaker.begin, end)


def _says_nothing(tokens: Sequence[Token], index: int, cue: Cue, group: VerbGroup) -> bool:
    """Tell "wants to say", "asked not to be named", "claims made by" and "said nothing" from reports."""
    following = tokens[index + 1].word if index + 1 < len(tokens) else ""
    made_by = following == "by" and cue.form is Form.PAST
    unnamed = following == "not" and cue.lemma == "ask" and index > 0 and tokens[index - 1].word == "who"
    return "to" in group.helpers or made_by or unnamed or following in {"otherwise", "nothing", "goodbye"}


def _is_no_verb(tokens: Sequence[Token], tree: Tree | None, index: int, floor: int) -> bool:
    """Tell whether a word is a noun, as claims may be, or describes one: "all questions asked"."""
    if floor and tokens[floor - 1].passage is not None:  # “…,” the notice at the gate reads
        return False
    if tree is None or (index + 1 < len(tokens) and tokens[index + 1].word in _BEGINS_CLAUSE):
        return False
    noun = tree.tags[index].startswith("NN") and any(tree.governs(index, of) for of in ("det", "amod", "nmod"))
    return noun or (tree.tags[index] == "VBN" and tree.relations[index] == "acl")


def _passive(tokens: Sequence[Token], index: int, group: VerbGroup, cue: Cue, floor: int) -> Attribution | None:
    """Read "staff were told by Orff that …", "they were told that …" and "it was said that …"."""
    span = Range(index, index + 1)
    agent = (
        subject_after(tokens, index + 2) if tokens[index + 1 : index + 2] and tokens[index + 1].word == "by" else None
    )
    end = agent.end if agent else index + 1
    reach = 12 if agent else 3
    opens = any(token.word in {"that", "whether"} for token in tokens[end : end + reach])
    expletive = group.begin > floor and tokens[group.begin - 1].word == "it"
    if not opens or not (expletive or cue.lemma in LISTENERS):
        return None
    return Attribution(span, agent, Range(index, end), Behaviour.SAYING, cue.lemma, group.modality)


def _with_subject(tokens: Sequence[Token], cue: Range, found: list[Attribution], verb: _Verb) -> Attribution | None:
    """Look for the speaker where the cue can have it: after it behind a passage, before it, at the cue before it."""
    naming = verb.behaviour is Behaviour.NAMING
    behind_passage = _follows_passage(tokens, cue.begin)
    if (behind_passage or cue.begin == 0) and not naming:
        speaker = subject_after(tokens, cue.end)
        inverted = speaker is not None and (behind_passage or _ends_inverted(tokens, speaker.end))
        return _own(cue, speaker, verb) if speaker and inverted else None
    group = cue.begin if verb.group is None else verb.group
    before = tokens[group - 1]
    noun = before.word in _BEFORE_NOUNS and not (before.word == "'s" and verb.lemma in {"say", "tell"})
    if group == 0 or noun or (before.word == "who" and not _tells_next(tokens, cue.end, verb)):
        return None
    if before.word in {"and", "but", "then"}:
        return None if verb.strict and not found else _shared(tokens, cue, found, verb)
    speaker = subject_after(tokens, cue.end) if before.text == "," and not naming else None
    if speaker is not None and _is_named(tokens, speaker) and _ends_inverted(tokens, speaker.end):
        return _own(cue, speaker, verb)
    return _with_subject_before(tokens, cue, verb)


def _with_subject_before(tokens: Sequence[Token], cue: Range, verb: _Verb) -> Attribution | None:
    speaker = subject_before(tokens, cue.begin if verb.group is None else verb.group, verb.floor)
    if speaker is not None and verb.subject is not None and _stops_short(tokens, speaker, verb):
        speaker = verb.subject
    if speaker is not None and _reaches_passage(tokens, speaker, verb.floor):
        return _own(cue, Range(verb.floor, speaker.end), verb)
    strict = (verb.strict and not verb.sure) or verb.behaviour is Behaviour.NAMING
    for one in (speaker, verb.subject, _after_as(tokens, verb.floor, cue.begin)):
        strict = strict and (cue.end >= len(tokens) or tokens[cue.end].word != "that")
        if one is not None and _fit(tokens, one, strict=strict):
            nobody = verb.modality == "said" and tokens[one.begin].word in lexicon.NOBODY
            return _own(cue, one, verb._replace(modality="not_said") if nobody else verb)
    return None


def _stops_short(tokens: Sequence[Token], speaker: Range, verb: _Verb) -> bool:
    """Tell what only describes the speaker: "dealers in Tokyo", "lawyers who read the ruling", "Harlan, based in Tulsa,"."""
    subject = verb.subject
    if subject is None or verb.subject_head is None or subject.begin >= speaker.begin:
        return False
    mention = tokens[speaker.begin].mention
    place = mention is not None and mention.label in {"GPE", "LOC"} and tokens[speaker.begin - 1].text == ","
    return place or (verb.subject_head < speaker.begin and speaker.end <= subject.end)


def _after_as(tokens: Sequence[Token], floor: int, cue: int) -> Range | None:
    """Find the speaker of ", as Cobb, the surveyor, put it"."""
    begin = next((at for at in range(cue - 1, max(floor, cue - REACH), -1) if tokens[at].word == "as"), None)
    if begin is None or tokens[begin - 1].text != ",":
        return None
    speaker = subject_after(tokens, begin + 1)
    return speaker if speaker and (speaker.end == cue or tokens[speaker.end].text == ",") else None


def _tells_next(tokens: Sequence[Token], index: int, verb: _Verb) -> bool:
    """Tell "who said “…”" and "who said that …" from "who asked not to be named"."""
    told = index < len(tokens) and (tokens[index].passage is not None or tokens[index].word == "that")
    return told or verb.sure


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
    extent = Range(cue.begin if verb.group is None else verb.group, cue.end)
    return Attribution(cue, speaker, extent, verb.behaviour, verb.lemma, verb.modality) if speaker else None


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
    return Attribution(cue, speaker, extent, verb.behaviour, verb.lemma, verb.modality)


def takes_listener(attribution: Attribution) -> bool:
    """Tell whether a listener may stand between this cue and what is said."""
    return attribution.lemma in LISTENERS
