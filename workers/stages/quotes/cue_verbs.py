"""Verbs of saying, and whether they say something where they stand."""

from collections.abc import Sequence

from workers.stages.quotes import lexicon
from workers.stages.quotes.attribution import Attribution, Verb
from workers.stages.quotes.constructions import CueVerb, construction
from workers.stages.quotes.cue_speakers import past_verbs, relative, shared, with_subject, with_subject_before
from workers.stages.quotes.cues import ACTING, CUES, FINDING, Behaviour, Cue, Form
from workers.stages.quotes.phrases import Range
from workers.stages.quotes.speakers import before_times
from workers.stages.quotes.tokens import ENDS, Token
from workers.stages.quotes.tree import VERBS, Tree
from workers.stages.quotes.verb_groups import VerbGroup, verb_group


def said_by_verb(
    tokens: Sequence[Token], index: int, floor: int, found: list[Attribution], tree: Tree
) -> Attribution | None:
    """Read a verb of saying, in whatever form."""
    cue = CUES.get(tokens[index].word)
    if (
        cue is None
        or (tokens[index].mention is not None and tokens[index].capital)
        or _is_no_verb(tokens, tree, index, floor)
    ):
        return None
    group = verb_group(tokens, index, floor)
    read = construction(special := CueVerb(tokens, index, cue, group, floor, tree))
    if read is not None:
        return read(special)
    reports = tree.tags[index] in VERBS and tree.governs(index, "ccomp")
    if _says_nothing(tokens, index, cue, group, reports=reports) or not (reports or _may_tell(tokens, index, cue)):
        return None
    if cue.behaviour is not Behaviour.NAMING and not reports and tree.has_object_pronoun(index):
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
    at = before_times(tokens, cue.begin, verb.floor) - 1
    if at < 0:
        return None
    before, beside = tokens[at], past_verbs(tree, verb.floor, cue.begin)
    received = beside > 0 and tokens[beside - 1].word in lexicon.RECEIVED  # received an e-mail on Monday saying
    if before.word in lexicon.STATEMENTS and not received:  # issued a statement saying
        return shared(tokens, cue, found, verb)
    by_saying = before.word == "by" and verb.behaviour is not Behaviour.NAMING
    apart = before.text in {",", "—", "–"} or before.word in {"and", "as"} or by_saying
    if before.passage is None and not apart:
        described = verb.sure and tree.relations[cue.begin].startswith("acl")  # a post saying that …
        quoting = verb.sure or any(token.passage and token.capital for token in tokens[cue.end + 1 : cue.end + 2])
        if not described and not received and not (quoting and before.mention is not None):
            return None
        return with_subject_before(tokens, cue, verb._replace(floor=beside))
    following = tokens[cue.end] if cue.end < len(tokens) else before
    aside = following.word in lexicon.PREPOSITIONS and not verb.sure
    sign = next((token for token in tokens[cue.end :] if token.passage is not None or token.text in {",", ":"}), None)
    return None if aside and sign is not None and sign.text == "," else shared(tokens, cue, found, verb)


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
    asks = cue.lemma in FINDING and following in lexicon.QUESTION_WORDS - lexicon.OPENINGS  # shows how close they were
    return "to" in group.helpers or made_by or unnamed or asks or (following in lexicon.NOTHING_SAID and not reports)


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
    if tree.parsed and not tree.finite and index and (named := tokens[index - 1].mention) and named.label == "PERSON":
        return False  # a headline: Trump urges supporters to wait
    joined = tree.relations[index] == "conj" and tree.tags[tree.heads[index]].startswith("NN")  # shootings and protests
    noun = tree.tags[index].startswith("NN") and (
        joined or any(tree.governs(index, of) for of in ("det", "amod", "nmod", "compound"))
    )
    return noun or (tree.tags[index] == "VBN" and tree.relations[index] == "acl")
