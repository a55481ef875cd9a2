"""Clauses without marks that a cue reports: after it, before it, or around it."""

from collections.abc import Iterator

from workers.stages.quotes import lexicon
from workers.stages.quotes.attribution import Attribution
from workers.stages.quotes.clause_ends import clause_end, governed_end
from workers.stages.quotes.clauses import infinitive, reported_after
from workers.stages.quotes.clauses_before import lacks_main_clause, reported_before
from workers.stages.quotes.cues import ACCUSING, COMMITTING, CUES, DIRECTING, Behaviour, Form
from workers.stages.quotes.openings import ASIDE
from workers.stages.quotes.patterns.pattern import Pattern, Pieces
from workers.stages.quotes.patterns.reading import Reading, once
from workers.stages.quotes.phrases import Range
from workers.stages.quotes.tokens import COMMAS


def _around(reading: Reading, number: int) -> Iterator[Pieces]:
    before, after = _sides(reading, number)
    if before and after:
        yield before, after


def _before(reading: Reading, number: int) -> Iterator[Pieces]:
    before, after = _sides(reading, number)
    if before and not after:
        yield (before,)


def _infinitive(reading: Reading, number: int) -> Iterator[Pieces]:
    if infinitive(reading.tokens, reading.attributions[number], _limit(reading, number)) is not None:
        yield from _after(reading, number)


def _accusation(reading: Reading, number: int) -> Iterator[Pieces]:
    found = accused_of(reading, number)
    if found is not None:
        yield (found,)


def _after(reading: Reading, number: int) -> Iterator[Pieces]:
    before, after = _sides(reading, number)
    if after and not before:
        yield (after,)


@once
def accused_of(reading: Reading, number: int) -> Range | None:
    """Find what somebody is accused of doing: "accused the council of hiding the report"."""
    attribution, tokens, tree = reading.attributions[number], reading.tokens, reading.tree
    if attribution.lemma not in ACCUSING or attribution.extent.end < reading.free:
        return None
    limit = _limit(reading, number)
    for at in range(attribution.extent.end, min(limit - 1, attribution.extent.end + ASIDE)):
        if tokens[at].passage is not None or tree.is_finite(at):
            return None
        if tokens[at].word in lexicon.ACCUSING and tokens[at + 1].is_word and tree.tags[at + 1] == "VBG":
            end = governed_end(tokens, tree, attribution, Range(at + 1, limit))
            return Range(at + 1, clause_end(tokens, at + 1, end))
    return None


@once
def _sides(reading: Reading, number: int) -> tuple[Range | None, Range | None]:
    """Find the clause without marks that the attribution reports, before it and after it."""
    attribution = reading.attributions[number]
    if attribution.behaviour is Behaviour.NAMING or attribution.extent.begin < reading.free:
        return None, None
    limit = _limit(reading, number)
    if reading.passages_in(attribution.extent.end, limit):
        return None, None
    tokens, tree = reading.tokens, reading.tree
    left, after_another = _left(reading, number)
    begin = reading.clause_begin(left, attribution.extent.begin)
    runs_on = after_another and begin == left  # "said following a meeting, according to …"
    before = None if runs_on else reported_before(tokens, attribution, begin, tree)
    if before and reading.passages_in(*before):
        return None, None
    ended = before is not None and _is_whole(reading, attribution, before)
    after = None if ended else reported_after(tokens, attribution, limit, tree, split=before is not None)
    return before, after


def _left(reading: Reading, number: int) -> tuple[int, bool]:
    """Return where a clause before an attribution may begin, and whether that is at the end of another attribution.

    One that reports nothing and hangs on another clause, or on the cue, is a part of what is said: "The bridge was
    closed after drivers complained, the agency said." So is any before a cue that ends the sentence.
    """
    cue, extent = reading.attributions[number].cue, reading.attributions[number].extent
    last = not reading.has_words(extent.end, len(reading.tokens))
    for before in range(number - 1, -1, -1):
        attribution = reading.attributions[before]
        if attribution.extent.end <= reading.free:
            break
        inside = last or reading.tree.is_within(attribution.cue.begin, cue)
        if before in reading.reporting or not inside:
            return attribution.extent.end, True
    return reading.free, False


def _is_whole(reading: Reading, attribution: Attribution, before: Range) -> bool:
    """Return whether a clause before an attribution is all that is said, unlike "…, Renner said, and …"."""
    clause = reading.tokens[slice(*before)]
    following = reading.tokens[attribution.extent.end : attribution.extent.end + 2]
    more = len(following) == 2 and (lacks_main_clause(clause) or following[1].word in lexicon.GOES_ON)
    goes_on = more and following[0].text == ","
    return any(token.word in lexicon.AUXILIARIES for token in clause) and not goes_on


def _limit(reading: Reading, number: int) -> int:
    """Return where a clause without marks ends: before an attribution that a comma or a conjunction sets apart."""
    tokens = reading.tokens
    for inner, following in enumerate(reading.attributions[number + 1 : number + 4], number + 1):
        if reading.reports(number, inner):
            continue
        lead = tokens[following.extent.begin - 1]
        joined = lead.word in lexicon.LEADING and (following.alone or tokens[following.extent.begin - 2].text != ",")
        if joined and _is_said(reading, number, following):
            continue
        if lead.text in COMMAS | {";"} or lead.word in lexicon.BREAKS or lead.passage:
            return following.extent.begin
    return len(tokens)


def _is_said(reading: Reading, number: int, following: Attribution) -> bool:
    """Return whether a cue is itself reported, or is another one of the same speaker: "said it would wait and would reply"."""
    attribution = reading.attributions[number]
    if following.alone:
        cue = CUES.get(reading.tokens[following.cue.begin].word)  # none for cues of several words: pointed out
        asked = attribution.lemma in DIRECTING | COMMITTING and cue is not None and cue.form is Form.PLAIN
        return asked or reading.tokens[following.extent.begin].word in lexicon.SHARED_AUXILIARIES
    top, above = reading.tree.climb(following.cue.begin, attribution.extent.end)
    return reading.tree.relations[top] == "ccomp" and attribution.cue.begin <= above < attribution.cue.end


CLAUSE_AROUND = Pattern(
    name="clause_around",
    found_by="clause_and_cue",
    needs="a clause without marks that a cue between two commas cuts in two",
    finds=("[The levy], {Ann Lane} said, [will be raised next year].",),
    leaves=(
        "The levy, {Ann Lane} said.",
        "The levy will be raised next year, {Ann Lane} said.",
    ),
    find=_around,
)
CLAUSE_BEFORE = Pattern(
    name="clause_before",
    found_by="clause_and_cue",
    needs="a clause of three words without marks, and a comma, before a cue that closes its own clause",
    finds=(
        "[The road will be closed until May], {Ann Lane} said.",
        "[The road was closed after drivers complained], according to {Ann Lane}.",
    ),
    leaves=(
        "After the meeting, {Ann Lane} said the road would be closed.",
        "The road was closed and {Ann Lane} said goodbye.",
    ),
    find=_before,
)
INFINITIVE = Pattern(
    name="infinitive",
    found_by="clause_and_cue",
    needs="an infinitive after a verb that directs (urged the council to) or commits (promised to)",
    finds=(
        "{Ann Lane} urged the council [to wait until the spring].",
        "{Ann Lane} promised [to pay for the repair of the road].",
    ),
    leaves=(
        "{Ann Lane} said that the council had to wait.",
        "{Ann Lane} urged caution.",
    ),
    find=_infinitive,
)
ACCUSATION = Pattern(
    name="accusation",
    found_by="clause_and_cue",
    needs="a participle after of, for or with, and a verb that accuses, blames, mocks or credits",
    finds=(
        "{Ann Lane} accused the council of [hiding the report].",
        "{Ann Lane} criticised him for [being “too soft” on the owners].",
    ),
    leaves=(
        "{Ann Lane} accused the council of “a disgrace”.",
        "{Ann Lane} blamed the council for the delay.",
    ),
    find=_accusation,
)
CLAUSE_AFTER = Pattern(
    name="clause_after",
    found_by="clause_and_cue",
    needs="after a cue “that” or a question word, or a clause that the cue governs, of three words at least",
    finds=(
        "{Ann Lane} said that [the road was closed].",
        "{Ann Lane} said [the road would be closed until May].",
        "According to {Ann Lane}, [the road will be closed until May].",
        "{Ann Lane} did not say [when the road would be opened].",
        "It was announced that [the road would be closed until May].",
    ),
    leaves=(
        "{Ann Lane} announced the closure of the road.",
        "{Ann Lane} said goodbye to the council.",
    ),
    find=_after,
)
