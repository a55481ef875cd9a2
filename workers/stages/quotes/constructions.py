"""Cues whose speaker is not their subject: "staff were told that …", "quoted Malenko as saying", "used his speech to call it “…”"."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from workers.stages.quotes import lexicon
from workers.stages.quotes.attribution import Attribution, Verb, own
from workers.stages.quotes.cues import CUES, LISTENERS, Behaviour, Cue, Form
from workers.stages.quotes.phrases import REACH, Range
from workers.stages.quotes.speakers import subject_after, subject_before
from workers.stages.quotes.tokens import Token
from workers.stages.quotes.tree import Tree
from workers.stages.quotes.verb_groups import VerbGroup, verb_group


class CueVerb(NamedTuple):
    """A verb that may be a cue, where it stands."""

    tokens: Sequence[Token]
    at: int
    cue: Cue
    group: VerbGroup
    floor: int
    """The first token that its speaker may hold."""
    tree: Tree


def construction(verb: CueVerb) -> Callable[[CueVerb], Attribution | None] | None:
    """Return how to read a verb whose speaker is not its subject; nothing for any other."""
    passive = verb.cue.form is Form.PAST and (bool(verb.group.helpers & lexicon.BEING) or _is_joined_passive(verb))
    if verb.cue.behaviour is Behaviour.QUOTING:
        return _quoted if passive else _quoting
    if passive:
        return _told
    purpose = "to" in verb.group.helpers and verb.tree.relations[verb.at] in {"advcl", "obl"}
    return _on_purpose if purpose else None


def _is_joined_passive(verb: CueVerb) -> bool:
    """Return whether a cue is passive, as in "was hauled in and told that …"."""
    joined = verb.at > 0 and verb.tokens[verb.at - 1].word in lexicon.JOINING and verb.cue.lemma in LISTENERS
    return joined and verb.tree.tags[verb.at] == "VBN"


def _told(verb: CueVerb) -> Attribution | None:
    """Read "staff were told by Orff that …", "they were told that …" and "it was said that …"."""
    tokens, index = verb.tokens, verb.at
    by = tokens[index + 1 : index + 2] and tokens[index + 1].word == "by"
    agent = subject_after(tokens, index + 2) if by else None
    end = agent.end if agent else index + 1
    reach = 12 if agent else 3
    opens = any(token.word in lexicon.OPENINGS for token in tokens[end : end + reach])
    expletive = verb.group.begin > verb.floor and tokens[verb.group.begin - 1].word == "it"
    if not opens or not (expletive or verb.cue.lemma in LISTENERS):
        return None
    span = Range(index, index + 1)
    return Attribution(span, agent, Range(index, end), Behaviour.SAYING, verb.cue.lemma, verb.group.modality)


def _quoted(verb: CueVerb) -> Attribution | None:
    """Read "Malenko was quoted by Interpress as saying"."""
    speaker, as_saying = subject_before(verb.tokens, verb.at, verb.floor), _as_saying(verb)
    end = verb.at + 1 if as_saying is None else as_saying + 2
    return own(Range(verb.at, end), speaker, Verb(Behaviour.SAYING, "quote", verb.floor)) if speaker else None


def _quoting(verb: CueVerb) -> Attribution | None:
    """Read "the agency quoted Malenko as saying"."""
    speaker, as_saying = subject_after(verb.tokens, verb.at + 1), _as_saying(verb)
    if speaker is None or as_saying is None or speaker.end > as_saying:
        return None
    agency = subject_before(verb.tokens, verb.at, verb.floor)
    extent = Range(agency.begin if agency else verb.at, as_saying + 2)
    return Attribution(Range(verb.at, verb.at + 1), speaker, extent, Behaviour.SAYING, "quote")


def _as_saying(verb: CueVerb) -> int | None:
    tokens, begin = verb.tokens, verb.at + 1
    found = next((at for at in range(begin, min(begin + 11, len(tokens) - 1)) if tokens[at].word == "as"), None)
    return found if found is not None and tokens[found + 1].word in CUES else None


def _on_purpose(verb: CueVerb) -> Attribution | None:
    """Read what somebody does something to say: "took to the stage to say that …", "used his speech to call it “…”"."""
    tokens, index, tree = verb.tokens, verb.at, verb.tree
    deed = tree.heads[index]
    speaker = tree.subject(deed, 0) if 0 <= deed < index else None
    passage = any(token.passage for token in tokens[index + 1 : index + REACH])
    if speaker is None or tokens[speaker.begin].word in lexicon.RELATIVES:
        return None
    if not passage and not tree.governs(index, "ccomp"):
        return None
    span, extent = Range(index, index + 1), Range(verb.group.begin, index + 1)
    modality = verb_group(tokens, deed, 0).modality
    return Attribution(span, speaker, extent, verb.cue.behaviour, verb.cue.lemma, modality)
