"""Attributions: a cue of a sentence with its speaker."""

from collections.abc import Sequence
from dataclasses import replace

from workers.stages.quotes import lexicon
from workers.stages.quotes.attribution import Attribution, Verb, own
from workers.stages.quotes.cue_nouns import said_by_noun
from workers.stages.quotes.cue_speakers import (
    extended,
    past_verbs,
    relative,
    shared,
    with_subject,
    with_subject_before,
)
from workers.stages.quotes.cues import (
    ACCUSING,
    ACTING,
    CUES,
    FINDING,
    LISTENERS,
    PHRASES,
    PHRASES_BY_FIRST,
    Behaviour,
    Cue,
    Form,
    may_be_cue,
)
from workers.stages.quotes.phrases import Range
from workers.stages.quotes.scare import is_name
from workers.stages.quotes.speakers import subject_after, subject_before
from workers.stages.quotes.tokens import ENDS, Token
from workers.stages.quotes.tree import VERBS, Tree
from workers.stages.quotes.verb_groups import VerbGroup, verb_group
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
    if cue is None or (cue.behaviour is Behaviour.NAMING and cue.lemma not in ACCUSING):
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
            or _verb(tokens, index, floor, found, tree)
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


def _verb(tokens: Sequence[Token], index: int, floor: int, found: list[Attribution], tree: Tree) -> Attribution | None:
    cue = CUES.get(tokens[index].word)
    if (
        cue is None
        or (tokens[index].mention is not None and tokens[index].capital)
        or _is_no_verb(tokens, tree, index, floor)
    ):
        return None
    group = verb_group(tokens, index, floor)
    passive = cue.form is Form.PAST and (bool(group.helpers & lexicon.BEING) or _is_passive(tokens, index, cue, tree))
    if cue.behaviour is Behaviour.QUOTING:
        return _quoting(tokens, index, floor, passive=passive)
    if passive:
        return _passive(tokens, index, group, cue, floor)
    reports = tree.tags[index] in VERBS and tree.governs(index, "ccomp")
    if _says_nothing(tokens, index, cue, group, reports=reports) or not (reports or _may_tell(tokens, index, cue)):
        return None
    span = Range(index, index + 1)
    sure = reports and not group.helpers & lexicon.UNSURE_AUXILIARIES
    verb = Verb(cue.behaviour, cue.lemma, floor, sure=sure, group=group.begin, modality=group.modality).by(tree, index)
    if cue.form is Form.PARTICIPLE and not group.helpers & (lexicon.BEING | {"'s"}):
        return _participle(tokens, span, found, verb, tree)
    strict = (cue.form in {Form.PLAIN, Form.PRESENT} and cue.lemma not in {"say", "tell"}) or cue.lemma in ACTING
    verb = verb._replace(strict=strict)
    return relative(tokens, span, found, verb, tree) or with_subject(tokens, span, found, verb)


def _participle(
    tokens: Sequence[Token], cue: Range, found: list[Attribution], verb: Verb, tree: Tree
) -> Attribution | None:
    """Read ", adding that …" and "with Moss saying it was …"; not "testifying before the panel, …"."""
    at = cue.begin - 1
    while at > 0 and tokens[at].word in lexicon.ADVERBS:  # …, even suggesting
        at -= 1
    if at < 0:
        return None
    before = tokens[at]
    if before.word in lexicon.STATEMENTS:  # issued a statement saying
        return shared(tokens, cue, found, verb)
    by_saying = before.word == "by" and verb.behaviour is not Behaviour.NAMING
    apart = before.text in {",", "—", "–"} or before.word in {"and", "as"} or by_saying
    if before.passage is None and not apart:
        described = verb.sure and tree.relations[cue.begin].startswith("acl")  # a post saying that …
        quoting = verb.sure or any(token.passage and token.capital for token in tokens[cue.end + 1 : cue.end + 2])
        if not described and not (quoting and before.mention is not None):
            return None
        return with_subject_before(tokens, cue, verb._replace(floor=past_verbs(tree, verb.floor, cue.begin)))
    following = tokens[cue.end] if cue.end < len(tokens) else before
    aside = following.word in lexicon.PREPOSITIONS and not verb.sure
    sign = next((token for token in tokens[cue.end :] if token.passage is not None or token.text in {",", ":"}), None)
    return None if aside and sign is not None and sign.text == "," else shared(tokens, cue, found, verb)


def _is_passive(tokens: Sequence[Token], index: int, cue: Cue, tree: Tree) -> bool:
    """Return whether a cue is passive, as in "was hauled in and told that …"."""
    joined = index > 0 and tokens[index - 1].word in lexicon.JOINING and cue.lemma in LISTENERS
    return joined and tree.tags[index] == "VBN"


def _may_tell(tokens: Sequence[Token], index: int, cue: Cue) -> bool:
    """Return whether a verb of finding reports: "found that …", but not "found a crack"."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    reporting = following is not None and (following.passage is not None or following.word in lexicon.OPENINGS)
    return reporting or cue.lemma not in FINDING


def _says_nothing(tokens: Sequence[Token], index: int, cue: Cue, group: VerbGroup, *, reports: bool) -> bool:
    """Return whether a cue reports nothing: "wants to say", "asked not to be named", "claims made by", "said nothing"."""
    following = tokens[index + 1].word if index + 1 < len(tokens) else ""
    made_by = following == "by" and cue.form is Form.PAST
    unnamed = following == "not" and cue.lemma == "ask" and index > 0 and tokens[index - 1].word == "who"
    return "to" in group.helpers or made_by or unnamed or (following in lexicon.NOTHING_SAID and not reports)


def _is_no_verb(tokens: Sequence[Token], tree: Tree, index: int, floor: int) -> bool:
    """Return whether a word is a noun, as claims may be, or describes one: "all questions asked"."""
    before = tokens[floor - 1] if floor else None
    spoken = before is not None and before.passage is not None and before.text.rstrip(" ’'")[-1:] in ENDS | {","}
    if spoken:  # “…,” the notice at the gate reads
        return False
    following = index + 1
    relative = (
        following < len(tokens) and tree.relations[following].startswith("nsubj") and tokens[following].word == "that"
    )
    if (
        following < len(tokens) and tokens[following].word in lexicon.BEGIN_CLAUSES and not relative
    ):  # rules that could …
        return False
    joined = tree.relations[index] == "conj" and tree.tags[tree.heads[index]].startswith("NN")  # shootings and protests
    noun = tree.tags[index].startswith("NN") and (
        joined or any(tree.governs(index, of) for of in ("det", "amod", "nmod", "compound"))
    )
    return noun or (tree.tags[index] == "VBN" and tree.relations[index] == "acl")


def _passive(tokens: Sequence[Token], index: int, group: VerbGroup, cue: Cue, floor: int) -> Attribution | None:
    """Read "staff were told by Orff that …", "they were told that …" and "it was said that …"."""
    span = Range(index, index + 1)
    agent = (
        subject_after(tokens, index + 2) if tokens[index + 1 : index + 2] and tokens[index + 1].word == "by" else None
    )
    end = agent.end if agent else index + 1
    reach = 12 if agent else 3
    opens = any(token.word in lexicon.OPENINGS for token in tokens[end : end + reach])
    expletive = group.begin > floor and tokens[group.begin - 1].word == "it"
    if not opens or not (expletive or cue.lemma in LISTENERS):
        return None
    return Attribution(span, agent, Range(index, end), Behaviour.SAYING, cue.lemma, group.modality)


def _quoting(tokens: Sequence[Token], index: int, floor: int, *, passive: bool) -> Attribution | None:
    """Read "Malenko was quoted by Interpress as saying" and "the agency quoted Malenko as saying"."""
    as_saying = next((at for at in range(index + 1, min(index + 12, len(tokens) - 1)) if tokens[at].word == "as"), None)
    if as_saying is not None and tokens[as_saying + 1].word not in CUES:
        as_saying = None
    if passive:
        speaker = subject_before(tokens, index, floor)
        end = index + 1 if as_saying is None else as_saying + 2
        return own(Range(index, end), speaker, Verb(Behaviour.SAYING, "quote", floor)) if speaker else None
    if as_saying is None:
        return None
    speaker = subject_after(tokens, index + 1)
    if speaker is None or speaker.end > as_saying:
        return None
    agency = subject_before(tokens, index, floor)
    extent = Range(agency.begin if agency else index, as_saying + 2)
    return Attribution(Range(index, index + 1), speaker, extent, Behaviour.SAYING, "quote")
