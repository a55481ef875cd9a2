"""Where reported clauses end: at the end of their sentence, unless syntax or tense say that it goes on with something else."""

from collections.abc import Sequence

from workers.stages.quotes import lexicon
from workers.stages.quotes.attribution import Attribution
from workers.stages.quotes.cues import Behaviour
from workers.stages.quotes.phrases import Range
from workers.stages.quotes.tokens import Token
from workers.stages.quotes.tree import ROOT, VERBS, Tree
from workers.stages.quotes.verb_groups import verb_group

TENSE_REACH = 14
"""Tokens after a conjunction in which the verb of its clause stands."""


def clause_end(tokens: Sequence[Token], begin: int, limit: int) -> int:
    """Cut a clause before the signs and conjunctions at its end."""
    end = limit
    while end > begin:
        token = tokens[end - 1]
        closes = token.text in ")]" and any(one.text in "([" for one in tokens[begin:end] if one.passage is None)
        sign = token.passage is None and not token.is_word and token.word != "'s" and token.text != "%" and not closes
        if not sign and token.word not in lexicon.TRAILING:
            break
        end -= 1
    return end


def governed_end(tokens: Sequence[Token], tree: Tree, attribution: Attribution, content: Range) -> int:
    """Find where something begins that is said no more: "…, but the council has yet to answer", "… and left".

    The sentence goes on with a conjunction whose clause hangs on what stands before the content, or with the verb of which
    the speaker is the subject: "the man who said …, was asked".
    """
    begin, limit = content
    if not tree.parsed or attribution.behaviour is Behaviour.ATTRIBUTING:
        return limit
    limit = min(limit, _main_verb(tokens, tree, attribution, content))
    for at in range(begin + 1, limit):
        if tokens[at].text == ";" and not _goes_on(tokens, at, limit):
            return at
        if tokens[at].text == "," and _hangs_on(tree, attribution, at, limit):
            return at
        if tokens[at].word not in lexicon.BREAKS or tree.heads[at] <= at or _goes_on(tokens, at, limit):
            continue
        verb, above = tree.climb(tree.heads[at], at)
        if tokens[verb].passage is not None and verb - at <= 2:  # and of “all the people …”
            continue
        joined = tokens[at].word in lexicon.JOINING and tokens[at - 1].text != "," and tree.governs(verb, "nsubj")
        same = tokens[begin].word in lexicon.PRONOUNS and tokens[at + 1].word == tokens[begin].word
        apart = (
            above < begin and above != ROOT and tree.is_verbal(verb) and tree.tags[verb] != "VB"
        )  # wanted to … and let
        unseen = tokens[at - 1].text not in {",", "--"} and _unseen(tree, attribution.cue.begin, range(begin, at))
        if (apart and not joined and not same and not unseen) or _breaks_tense(tokens, tree, begin, at):
            return at
    return limit


def _hangs_on(tree: Tree, attribution: Attribution, comma: int, limit: int) -> bool:
    """Return whether what follows a comma is a participle that hangs on the cue: "said he would wait, dashing hopes"."""
    at = comma + 1
    while at < limit and tree.tags[at] == "RB":
        at += 1
    return (
        at < limit
        and tree.tags[at] == "VBG"
        and tree.heads[at] in range(*attribution.cue)
        and tree.relations[at] == "advcl"
    )


def _unseen(tree: Tree, cue: int, before: range) -> bool:
    """Return whether syntax did not see that a clause with a verb is reported: then what it says of an "and" is no help."""
    return not tree.governs(cue, "ccomp") and any(tree.tags[at] in VERBS for at in before)


def _breaks_tense(tokens: Sequence[Token], tree: Tree, begin: int, at: int) -> bool:
    """Return whether the tense shows that a clause is not reported: "said it would close, but the council has yet to answer"."""
    if tokens[at].word == "and" or tokens[at - 1].text != ",":
        return False
    said = next((i for i in range(begin, at) if i in tree.finite), None)
    after = next((i for i in range(at, min(len(tokens), at + TENSE_REACH)) if i in tree.finite), None)
    if said is None or after is None:
        return False
    return tokens[said].word in lexicon.REPORTED_AUXILIARIES and tree.tags[after] in {"VBZ", "VBP"}


def _main_verb(tokens: Sequence[Token], tree: Tree, attribution: Attribution, content: Range) -> int:
    """Find where the main clause goes on after a cue in a relative clause: the sign before its verb, if there is one."""
    verb = attribution.cue.begin
    above = tree.heads[verb]
    noun = tree.tags[verb].startswith("NN") and tree.relations[verb].startswith("nsubj")
    if noun and content.begin < above < content.end:  # his claim that … drew fire
        return verb_group(tokens, above, content.begin).begin
    if not tree.relations[verb].startswith("acl"):
        return content.end
    while verb != ROOT and verb < content.begin:
        verb = tree.heads[verb]
    signs = (at for at in range(verb - 1, content.begin, -1) if tokens[at].text in {",", "—", "–"})
    return content.end if verb == ROOT else next(signs, content.end)


def _goes_on(tokens: Sequence[Token], at: int, limit: int) -> bool:
    """Return whether what follows a conjunction can only be said, too: "and that", "and would"."""
    following = next((token.word for token in tokens[at + 1 : limit] if token.word not in lexicon.LEADING), "")
    return following in lexicon.ONLY_SAID
