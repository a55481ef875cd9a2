"""Reported clauses before a cue: what stands before ", Lane said." and ", according to Lane"."""

from collections.abc import Sequence

from workers.stages.quotes import lexicon
from workers.stages.quotes.attribution import Attribution
from workers.stages.quotes.clause_ends import clause_end
from workers.stages.quotes.clauses import SHORTEST, closing, long_enough
from workers.stages.quotes.cues import Behaviour
from workers.stages.quotes.openings import ASIDE, is_time
from workers.stages.quotes.phrases import Range, can_head
from workers.stages.quotes.tokens import Token
from workers.stages.quotes.tree import VERBS, Tree


def reported_before(tokens: Sequence[Token], attribution: Attribution, begin: int, tree: Tree) -> Range | None:
    """Find the clause without marks before ", Lane said." and ", according to Lane", if it is set apart by a comma."""
    at = attribution.extent.begin
    at -= at > 0 and tokens[at - 1].word == "as"
    end = closing(tokens, attribution.extent.end, tree)
    after = tokens[end] if end < len(tokens) else None
    attributing = attribution.behaviour is Behaviour.ATTRIBUTING
    closes = after is None or after.text in {",", ".", ";", ")"} or _nothing_more(tokens, attribution, tree)
    if at == 0 or attribution.alone or not (closes or attributing):
        return None
    if after is not None and after.text == ")":  # The match (a disgrace, Lane said) ended.
        begin = next((i + 1 for i in range(at - 1, begin - 1, -1) if tokens[i].text == "("), begin)
    has_verb = tree.tells(Range(begin, at))
    if tokens[at - 1].text != "," and not (attributing and has_verb and _speaks(tokens, attribution.speaker)):
        return None
    if tokens[at - 1].word in lexicon.CLAUSE_WORDS | lexicon.JOINING:
        return None
    around = after is not None and after.text == ","
    occasion = tokens[begin].word in lexicon.PREPOSITIONS - {"for"} and not has_verb and not (around and tree.parsed)
    time = not around and lacks_main_clause(tokens[begin : at - 1])  # When the money was gone, Lane said enough.
    relative = at > 1 and tokens[at - 2].word in lexicon.CLAUSE_WORDS  # which, according to Lane, …
    if occasion or time or relative:
        return None
    return long_enough(
        tokens, begin, clause_end(tokens, begin, at), least=1 if around and tree.parsed else 2 if around else SHORTEST
    )


def lacks_main_clause(clause: Sequence[Token]) -> bool:
    """Return whether a clause is no whole sentence: "If the road is closed" is none, "If it is, we will wait" is one."""
    return bool(clause) and clause[0].word in lexicon.SUBORDINATE and not any(token.text == "," for token in clause)


def _speaks(tokens: Sequence[Token], speaker: Range | None) -> bool:
    """Return whether "according to" names a source, rather than a plan, a schedule or a weight."""
    return speaker is not None and can_head(tokens[speaker.end - 1])


def _nothing_more(tokens: Sequence[Token], attribution: Attribution, tree: Tree) -> bool:
    """See whether only time and place follow an attribution: "said on Monday in Tarnvik"."""
    rest = range(attribution.extent.end, len(tokens))
    if not tree.parsed or len(rest) > 2 * ASIDE or tokens[rest.start].word in lexicon.QUESTION_WORDS | lexicon.OPENINGS:
        return False
    aside = tokens[rest.start].word in lexicon.ASIDE  # said on condition of anonymity because the talks were private
    if any((tree.tags[i] in VERBS and not aside) or tokens[i].passage for i in rest):
        return False
    objects = (i for i in rest if tree.heads[i] == attribution.cue.end - 1 and tree.relations[i] in _OBJECTS)
    return all(is_time(tokens[i]) for i in objects)  # said Wednesday


_OBJECTS = frozenset({"obj", "iobj", "xcomp", "ccomp"})
