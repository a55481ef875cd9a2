"""Words in marks beside a cue, and clauses with words in marks in them."""

from collections.abc import Callable, Iterator, Sequence

from workers.stages.quotes import lexicon
from workers.stages.quotes.attribution import Attribution, takes_listener
from workers.stages.quotes.clause_ends import clause_end, governed_end
from workers.stages.quotes.clauses import clause_start, closing
from workers.stages.quotes.clauses_before import reported_before
from workers.stages.quotes.cues import Behaviour
from workers.stages.quotes.openings import ASIDE
from workers.stages.quotes.patterns.pattern import Find, Pattern, Pieces
from workers.stages.quotes.patterns.reading import Reading, once
from workers.stages.quotes.patterns.reported import accused_of
from workers.stages.quotes.phrases import Range
from workers.stages.quotes.tokens import COMMAS


def _around(reading: Reading, number: int) -> Iterator[Pieces]:
    if _names(reading, number):
        return
    before = _before(reading, number)
    unmarked = None if before else _unmarked_before(reading, number)
    after = _after(reading, number, split=True) if before or unmarked else ()
    if before and after:
        yield *before, *after
    elif unmarked and after and not reading.tokens[after[0].begin].capital:  # not: when he came, Lane said, “Hello.”
        yield unmarked, *after


def _unmarked_before(reading: Reading, number: int) -> Range | None:
    """Find what is said without marks before an attribution that a comma follows."""
    attribution = reading.attributions[number]
    begin = reading.clause_begin(reading.free, attribution.extent.begin)
    return None if number else reported_before(reading.tokens, attribution, begin, reading.tree)


def _on_one_side(look: Callable[[Reading, int], Pieces], *, with_words: bool) -> Find:
    """Find what a look gives, if it is a clause with words outside of marks, or if it is nothing but marks."""

    def find(reading: Reading, number: int) -> Iterator[Pieces]:
        pieces = look(reading, number)
        if pieces and reading.has_words(*pieces[0]) is with_words:
            yield pieces

    return find


def _named(reading: Reading, number: int) -> Iterator[Pieces]:
    """Find words in marks in the clause of a verb such as "called": each is a quote of its own."""
    attribution = reading.attributions[number]
    if not _names(reading, number) or accused_of(reading, number):
        return
    for at in reading.free_passages(attribution.extent.end, reading.region_end(number)):
        passage = reading.tokens[at].passage
        near = at - attribution.extent.end <= 2 * ASIDE
        long = passage is not None and (
            passage.words > 1 or attribution.cue.end == at or reading.tokens[at - 1].word == "as"
        )
        if near and long:
            yield (Range(at, at + 1),)


def _names(reading: Reading, number: int) -> bool:
    return reading.attributions[number].behaviour is Behaviour.NAMING


@once
def _before(reading: Reading, number: int) -> Pieces:
    """Find what was said before the attribution: "“…,” X said" and "The “…” was, X said"."""
    attribution = reading.attributions[number]
    left = max(reading.free, reading.attributions[number - 1].extent.end if number else 0)
    end = reading.before_commas(attribution.extent.begin)
    beside_passage = end > 0 and reading.tokens[end - 1].passage is not None
    if (end == attribution.extent.begin and not beside_passage) or end <= left:
        return ()
    if _names(reading, number) and not beside_passage:
        return ()
    begin = reading.clause_begin(left, end)
    held = reading.free_passages(begin, end)
    piece = _held_before(reading, number, Range(begin, end), held) if held else None
    return (piece,) if piece else ()


def _held_before(reading: Reading, number: int, clause: Range, held: Sequence[int]) -> Range | None:
    """Take the passage beside the attribution, else the clause with all passages in it."""
    tokens = reading.tokens
    begin, end = clause
    adjacent = held[-1] == end - 1
    if adjacent and (number or not reading.has_words(begin, held[-1]) or _is_whole_sentence(reading, held[-1])):
        first = held[-1]
        while first > held[0] and tokens[first - 1].passage is not None:
            first -= 1
        return Range(first, end)
    if not adjacent and len(held) == 1 and held[0] == begin and tokens[begin].text.rstrip().endswith(","):
        return Range(begin, begin + 1)  # a speaker that was not made out stands between passage and cue
    attribution = reading.attributions[number]
    closes = adjacent or attribution.behaviour is Behaviour.ATTRIBUTING or _closes(reading, attribution.extent.end)
    occasion = tokens[begin].word in lexicon.PREPOSITIONS and reading.tree.parsed and not reading.tree.tells(clause)
    return clause if closes and not number and not occasion else None


def _is_whole_sentence(reading: Reading, at: int) -> bool:
    before = reading.tokens[at - 1].text if at else "."
    return before in {":", "."} or (before == "," and reading.tokens[at].capital)


def _closes(reading: Reading, at: int) -> bool:
    """See whether nothing more is said after an attribution: it ends its clause."""
    tokens = reading.tokens
    return at >= len(tokens) or tokens[at].text in {",", ".", ";"} or tokens[at].word in lexicon.PREPOSITIONS


@once
def _only_after(reading: Reading, number: int) -> Pieces:
    return () if _names(reading, number) else _after(reading, number, split=False)


def _after(reading: Reading, number: int, *, split: bool) -> Pieces:
    """Find what was said after the attribution: a passage of its own, or a clause with passages in it."""
    tokens = reading.tokens
    attribution = reading.attributions[number]
    limit = reading.region_end(number, split=split)
    held = reading.free_passages(attribution.extent.end, limit)
    if not held:
        return ()
    following = reading.attributions[number + 1 : number + 2]
    nested = any(reading.is_nested(attribution, inner) for inner in following)
    first = held[0]
    if not nested and _is_direct(reading, attribution, first, split=split):
        return (_run(reading, held),)
    if split:
        end = clause_end(tokens, attribution.extent.end, limit)
        comma = closing(tokens, attribution.extent.end, reading.tree)
        return (Range(comma + 1, end),) if first - comma <= 4 and tokens[comma].text == "," else ()
    begin = clause_start(tokens, attribution, following[0].extent.begin if nested else first, reading.tree)
    end = clause_end(tokens, begin, governed_end(tokens, reading.tree, attribution, Range(begin, limit)))
    return (Range(begin, end),) if any(begin <= at < end for at in held) else ()


def _is_direct(reading: Reading, attribution: Attribution, first: int, *, split: bool) -> bool:
    tokens = reading.tokens
    between = tokens[attribution.extent.end : first]
    passage = tokens[first]
    if len(between) > ASIDE + 6:
        return False
    if between and between[-1].text == ":":
        return True
    clause = any(token.word in lexicon.OPENINGS_AND_IF for token in between)
    if not between:
        following = tokens[first + 1] if first + 1 < len(tokens) else None
        return passage.capital or following is None or not following.is_word
    if between[-1].text in COMMAS and not clause:
        return len(between) <= ASIDE and (passage.capital or split or len(between) == 1)
    listener = takes_listener(attribution) and len(between) <= 5
    aside = between[0].word in lexicon.DIRECT_ASIDE | lexicon.ADVERBS | lexicon.MONTHS_AND_DAYS
    return passage.capital and not clause and (listener or (aside and len(between) <= ASIDE))


def _run(reading: Reading, held: Sequence[int]) -> Range:
    """Take a passage and those that follow it with nothing but signs or "and" between."""
    begin = end = held[0]
    for at in held[1:]:
        if any(token.is_word and token.word not in lexicon.JOINING for token in reading.tokens[end + 1 : at]):
            break
        end = at
    return Range(begin, end + 1)


MARKS_AROUND = Pattern(
    name="marks_around",
    found_by="marks_and_cue",
    needs="words in marks beside a cue, or a clause with such words, on both sides of it",
    finds=(
        "[“The road is closed,”] {Ann Lane} said, [“and it will stay closed.”]",
        "[“We do not know,”] {Ann Lane} told reporters on Monday, [“when it will open.”]",
    ),
    leaves=(
        "“The road is closed,” {Ann Lane} said.",
        "“The road is closed,” {Ann Lane} said, and went home.",
    ),
    find=_around,
)
MARKS_BEFORE = Pattern(
    name="marks_before",
    found_by="marks_and_cue",
    needs="words in marks right before a cue or its speaker, with signs and adverbs between at the most",
    finds=(
        "[“The road is closed,”] {Ann Lane} said.",
        "[“The road is closed,”] said {Ann Lane}, the surveyor.",
        "[“Why was it closed?”] asked {Ann Lane}.",
    ),
    leaves=(
        "The road is closed, {Ann Lane} said.",
        "{Ann Lane} said: “The road is closed.”",
    ),
    find=_on_one_side(_before, with_words=False),
)
CLAUSE_WITH_MARKS_BEFORE = Pattern(
    name="clause_with_marks_before",
    found_by="marks_and_cue",
    needs="a clause with words in marks, set apart by a comma from a cue that closes its own clause",
    finds=("[The road was “a disgrace”], {Ann Lane} said.",),
    leaves=("The film “Roads of Home” was long, {Ann Lane} said.",),
    find=_on_one_side(_before, with_words=True),
)
WORDS_IN_MARKS = Pattern(
    name="words_in_marks",
    found_by="marks_named",
    needs="words in marks in the clause of a verb such as called; more than one, or right after it",
    finds=(
        "{Ann Lane} called the road [“a disgrace”].",
        "{Ann Lane} described the plan as [“too little”] and the council as [“too slow”].",
    ),
    leaves=(
        "{Ann Lane} praised the film “Roads of Home”.",
        "{Ann Lane} said the road was “a disgrace”.",
    ),
    find=_named,
    besides=True,
)
MARKS_AFTER = Pattern(
    name="marks_after",
    found_by="marks_and_cue",
    needs="words in marks after a cue: right after it, after a colon or a comma, or after a listener, when and where",
    finds=(
        "{Ann Lane} said: [“The road is closed.”]",
        "{Ann Lane} told reporters in Tarnvik on Monday, [“The road is closed.”]",
        "{Ann Lane} said, [“The road is closed.”] Nobody asked why.",
    ),
    leaves=(
        "{Ann Lane} said that the road was “a disgrace”.",
        "{Ann Lane} said she had seen the film “Roads of Home”.",
    ),
    find=_on_one_side(_only_after, with_words=False),
)
CLAUSE_WITH_MARKS_AFTER = Pattern(
    name="clause_with_marks_after",
    found_by="marks_and_cue",
    needs="a clause with words in marks after a cue, with or without “that”",
    finds=(
        "{Ann Lane} said that [the road was “a disgrace”].",
        "{Ann Lane} told the council [it had been “asleep at the wheel” for years].",
    ),
    leaves=(
        "{Ann Lane} said: “The road is closed.”",
        "{Ann Lane} said she had seen the film “Roads of Home”.",
    ),
    find=_on_one_side(_only_after, with_words=True),
)
