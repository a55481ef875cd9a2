"""Attributions: a cue of a sentence with its speaker."""

from collections.abc import Sequence
from dataclasses import replace

from workers.stages.quotes import lexicon
from workers.stages.quotes.attribution import Attribution, Verb, own
from workers.stages.quotes.cue_nouns import said_by_noun
from workers.stages.quotes.cue_speakers import extended, with_subject
from workers.stages.quotes.cue_verbs import said_by_verb
from workers.stages.quotes.cues import (
    ACCUSING,
    CUES,
    PHRASES,
    PHRASES_BY_FIRST,
    Behaviour,
    Form,
    may_be_cue,
)
from workers.stages.quotes.phrases import Range
from workers.stages.quotes.scare import is_name
from workers.stages.quotes.speakers import subject_after
from workers.stages.quotes.tokens import ENDS, Token
from workers.stages.quotes.tree import Tree
from workers.stages.quotes.whole_mentions import with_origin


def needs_syntax(tokens: Sequence[Token]) -> bool:
    """Return whether a sentence may report something that quote marks alone do not settle."""
    cues = [at for at, token in enumerate(tokens) if _may_report(tokens, at, token)]
    if len(cues) != 1:
        return bool(cues)
    first, last = tokens[0], tokens[-1]
    spoken = first.passage is not None and first.text.rstrip()[-1:] in ENDS | {","}
    introduced = last.passage is not None and last.capital and tokens[-2].text in {":", ","}
    return not spoken and not introduced


def _may_report(tokens: Sequence[Token], at: int, token: Token) -> bool:
    if said_by_noun(tokens, at, 0):
        return True
    if token.word in PHRASES_BY_FIRST:
        return any(
            PHRASES[phrase] is not Behaviour.NAMING
            and tuple(one.word for one in tokens[at : at + len(phrase)]) == phrase
            for phrase in PHRASES_BY_FIRST[token.word]
        )
    cue = CUES.get(token.word)
    purpose = at > 1 and tokens[at - 1].word == "to"  # used his platform to criticise
    if cue is None or (cue.behaviour is Behaviour.NAMING and cue.lemma not in ACCUSING and not purpose):
        return False
    is_saying = at > 1 and cue.form is Form.PARTICIPLE and tokens[at - 2].word in lexicon.PRONOUNS  # he's claiming
    return at == 0 or (cue.form is Form.PAST) or is_saying or tokens[at - 1].word not in lexicon.BEFORE_NOUNS


def find_attributions(tokens: Sequence[Token], tree: Tree) -> list[Attribution]:
    """Find the cues of a sentence that have a speaker, in order; none overlaps another."""
    found: list[Attribution] = []
    floor = 0
    for index, token in enumerate(tokens):
        if token.passage is not None:
            floor = floor if is_name(tokens, index) else index + 1
            continue
        if token.text == ";":
            floor = index + 1
        if index < (found[-1].extent.end if found else 0) or not may_be_cue(token.word):
            continue
        attribution = (
            said_by_noun(tokens, index, floor)
            or _phrase(tokens, index, floor, found, tree)
            or said_by_verb(tokens, index, floor, found, tree)
        )
        if attribution is not None:
            found.append(_without_verb(tokens, attribution, tree))
            floor = attribution.extent.end
    return found


def _without_verb(tokens: Sequence[Token], attribution: Attribution, tree: Tree) -> Attribution:
    """Cut a speaker to what the words before it do not govern: "an architect" of "defend not paying an architect"."""
    speaker, extent = attribution.speaker, attribution.extent
    if speaker is None or attribution.alone or speaker.begin > attribution.cue.begin:
        return attribution
    objects = (at for at in range(*speaker) if tree.is_object(at, speaker.begin))
    verb = max((tree.heads[at] for at in objects), default=None)
    if verb is None or (tree.tags[verb] != "VBG" and tokens[verb + 1].word not in lexicon.DETERMINERS | lexicon.TITLES):
        return attribution
    begin = verb + 1 if extent.begin == speaker.begin else extent.begin
    return replace(attribution, speaker=Range(verb + 1, speaker.end), extent=Range(begin, extent.end))


def _phrase(
    tokens: Sequence[Token], index: int, floor: int, found: list[Attribution], tree: Tree
) -> Attribution | None:
    for phrase in PHRASES_BY_FIRST.get(tokens[index].word, ()):
        if tuple(token.word for token in tokens[index : index + len(phrase)]) == phrase:
            cue = Range(index, index + len(phrase))
            verb = Verb(PHRASES[phrase], " ".join(phrase), floor)
            if cue.end < len(tokens) and tokens[cue.end].word == "to" and verb.behaviour is Behaviour.SAYING:
                return None  # went on to win
            if verb.behaviour is Behaviour.ATTRIBUTING:
                speaker = subject_after(tokens, cue.end)
                return own(cue, with_origin(tokens, extended(tokens, speaker, tree)), verb) if speaker else None
            return with_subject(tokens, cue, found, verb.by(tree, index))
    return None
