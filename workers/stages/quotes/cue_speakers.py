"""Who speaks at a cue: the phrase before it or after it, or the speaker of the cue before."""

from collections.abc import Sequence

from workers.stages.quotes import lexicon
from workers.stages.quotes.attribution import Attribution, Verb, own
from workers.stages.quotes.cues import Behaviour
from workers.stages.quotes.phrases import REACH, Range, can_head, phrase_before
from workers.stages.quotes.scare import is_name
from workers.stages.quotes.speakers import before_times, leading_speaker, subject_after, subject_before
from workers.stages.quotes.tokens import COMMAS, Token
from workers.stages.quotes.tree import Tree


def with_subject(tokens: Sequence[Token], cue: Range, found: list[Attribution], verb: Verb) -> Attribution | None:
    """Look for the speaker where the cue can have it: after it behind a passage, before it, at the cue before it."""
    naming = verb.behaviour is Behaviour.NAMING
    behind_passage = _follows_passage(tokens, cue.begin)
    if (behind_passage or cue.begin == 0) and not naming:
        speaker = subject_after(tokens, cue.end)
        inverted = speaker is not None and (behind_passage or _ends_inverted(tokens, speaker.end))
        return own(cue, speaker, verb) if speaker and inverted else None
    group = cue.begin if verb.group is None else verb.group
    before = tokens[group - 1]
    noun = before.word in lexicon.BEFORE_NOUNS and not (before.word == "'s" and verb.lemma in {"say", "tell"})
    if group == 0 or noun or (before.word == "who" and not _tells_next(tokens, cue.end, verb)):
        return None
    if before.word in lexicon.THEN:
        return None if verb.strict and not found else shared(tokens, cue, found, verb)
    speaker = subject_after(tokens, cue.end) if before.text == "," and not naming else None
    if speaker is not None and _is_named(tokens, speaker) and _ends_inverted(tokens, speaker.end):
        return own(cue, speaker, verb)
    return with_subject_before(tokens, cue, verb)


def with_subject_before(tokens: Sequence[Token], cue: Range, verb: Verb) -> Attribution | None:
    """Look for the speaker before the cue: by words, else by syntax, else after "as"."""
    speaker = subject_before(tokens, cue.begin if verb.group is None else verb.group, verb.floor)
    if speaker is not None and verb.subject is not None and _stops_short(tokens, speaker, verb):
        speaker = verb.subject
    if speaker is not None and _reaches_passage(tokens, speaker, verb.floor):
        return own(cue, Range(verb.floor, speaker.end), verb)
    strict = (verb.strict and not verb.sure) or verb.behaviour is Behaviour.NAMING
    for one in (speaker, verb.subject, _after_as(tokens, verb.floor, cue.begin)):
        strict = strict and (cue.end >= len(tokens) or tokens[cue.end].word != "that")
        if one is not None and _fit(tokens, one, strict=strict):
            nobody = verb.modality == "said" and tokens[one.begin].word in lexicon.NOBODY
            return own(cue, one, verb._replace(modality="not_said") if nobody else verb)
    return None


def past_verbs(tree: Tree, floor: int, limit: int) -> int:
    """Return where the noun phrase before a verb may begin: after the finite verb before it."""
    return max((at + 1 for at in range(floor, limit) if at in tree.finite), default=floor)


def relative(
    tokens: Sequence[Token], cue: Range, found: list[Attribution], verb: Verb, tree: Tree
) -> Attribution | None:
    """Read "said Lane, who added that …", where Lane stands in another attribution, and "a letter on Friday that says …"."""
    pronoun = (cue.begin if verb.group is None else verb.group) - 1
    quoting = verb.sure or (cue.end < len(tokens) and tokens[cue.end].passage is not None)
    if not quoting or pronoun < verb.floor or tokens[pronoun].word not in lexicon.RELATIVE_SUBJECTS:
        return None
    at = before_times(tokens, pronoun, verb.floor)
    while at > verb.floor and tokens[at - 1].text in COMMAS:
        at -= 1
    last = found[-1] if found else None
    if last is not None and last.speaker is not None and at == last.speaker.end == last.extent.end:
        return Attribution(cue, last.speaker, Range(pronoun, cue.end), verb.behaviour, verb.lemma, verb.modality)
    if tokens[pronoun].word == "who" or at == verb.floor:
        return None
    speaker = phrase_before(tokens, at, past_verbs(tree, verb.floor, at))
    return own(cue, speaker, verb) if speaker and any(can_head(token) for token in tokens[slice(*speaker)]) else None


def _stops_short(tokens: Sequence[Token], speaker: Range, verb: Verb) -> bool:
    """Return whether words only describe the speaker: "dealers in Tokyo", "lawyers who read the ruling", "Harlan, based in Tulsa,"."""
    subject = verb.subject
    if subject is None or verb.subject_head is None or subject.begin >= speaker.begin:
        return False
    mention = tokens[speaker.begin].mention
    place = mention is not None and mention.label in {"GPE", "LOC"} and tokens[speaker.begin - 1].text == ","
    return place or (verb.subject_head < speaker.begin and speaker.end <= subject.end)


def _after_as(tokens: Sequence[Token], floor: int, cue: int) -> Range | None:
    """Find the speaker of ", as Cobb, the surveyor, put it"."""
    begin = next((at for at in range(cue - 1, max(floor, cue - REACH) - 1, -1) if tokens[at].word == "as"), None)
    if begin is None or (begin and tokens[begin - 1].text != ","):
        return None
    speaker = subject_after(tokens, begin + 1)
    if speaker is None or speaker.end > cue:
        return None
    return speaker if speaker.end == cue or tokens[speaker.end].text == "," else None


def _tells_next(tokens: Sequence[Token], index: int, verb: Verb) -> bool:
    """Return whether a relative clause reports: "who said “…”", "who said that …", but not "who asked not to be named"."""
    reporting = index < len(tokens) and (tokens[index].passage is not None or tokens[index].word == "that")
    return reporting or verb.sure


def _reaches_passage(tokens: Sequence[Token], speaker: Range, floor: int) -> bool:
    """Return whether all words between a passage and a cue are the speaker: "“…,” the notice at the gate reads"."""
    between = tokens[floor : speaker.begin]
    if not between or len(between) > 8 or floor == 0 or tokens[floor - 1].passage is None:
        return False
    begins = between[0].word in lexicon.DETERMINERS or between[0].capital
    return begins and all(token.is_word and token.word not in lexicon.AUXILIARIES for token in between)


def _follows_passage(tokens: Sequence[Token], index: int) -> bool:
    at = index - 1
    while at >= max(0, index - 4) and (tokens[at].text in COMMAS or tokens[at].word in lexicon.ADVERBS):
        at -= 1
    return at >= 0 and index - at <= 3 and tokens[at].passage is not None and not is_name(tokens, at)


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
    if words[-1].word in lexicon.NOT_SPEAKERS:
        return False
    if not strict:
        return True
    named = any(token.mention and token.mention.label in {"PERSON", "ORG", "GPE", "NORP"} for token in words)
    return named or words[-1].word in lexicon.PRONOUNS or any(lexicon.can_speak(token.word) for token in words)


def shared(tokens: Sequence[Token], cue: Range, found: list[Attribution], verb: Verb) -> Attribution | None:
    """Return a cue without a subject of its own that of the cue before it, else the subject of the sentence."""
    speaker = found[-1].speaker if found else leading_speaker(tokens, cue.begin)
    extent = Range(cue.begin if verb.group is None else verb.group, cue.end)
    return Attribution(cue, speaker, extent, verb.behaviour, verb.lemma, verb.modality) if speaker else None


def extended(tokens: Sequence[Token], speaker: Range, tree: Tree) -> Range:
    """Add what follows a speaker and depends on it, up to a sign: "people in the industry"."""
    if speaker.end >= len(tokens) or tokens[speaker.end].word not in lexicon.BINDING_AFTER:
        return speaker
    end = speaker.end
    while end < len(tree.heads) and tree.relations[end] != "punct":
        if not speaker.begin <= tree.climb(end, speaker.end)[1] < speaker.end:
            break
        end += 1
    return Range(speaker.begin, end)
