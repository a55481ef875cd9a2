"""Quotes of one sentence: which passages and clauses belong to which attribution.

A passage beside its cue is a direct quote. A passage within a reported clause makes the clause a mixed quote.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

from workers.stages.quotes import lexicon
from workers.stages.quotes.attribution import Attribution, SentenceQuote, takes_listener
from workers.stages.quotes.clause_ends import clause_end, governed_end
from workers.stages.quotes.clauses import ASIDE, clause_start, reported_after, reported_before
from workers.stages.quotes.cues import Behaviour
from workers.stages.quotes.phrases import Range
from workers.stages.quotes.scare import is_name
from workers.stages.quotes.tokens import Token
from workers.stages.quotes.tree import Tree
from workers.stages.quotes.unattributed import COMMAS, ends_like_speech, unattributed


def is_standalone(tokens: Sequence[Token]) -> bool:
    """Return whether a sentence has passages and no words around them."""
    return any(token.passage for token in tokens) and not any(token.is_word for token in tokens)


def find_in_sentence(tokens: Sequence[Token], attributions: Sequence[Attribution], tree: Tree) -> list[SentenceQuote]:
    """Find the quotes of a sentence in the order of their content; they do not overlap."""
    if not attributions and not any(token.passage for token in tokens):
        return []
    reader = _Reader(tokens, attributions, tree)
    found = [quote for number in range(len(attributions)) for quote in reader.of(number)]
    found += unattributed(tokens, reader.taken)
    return sorted(found, key=lambda quote: quote.begin)


class _Reader:
    """Goes through the attributions of a sentence in order; `free` is the first token that no quote holds yet."""

    def __init__(self, tokens: Sequence[Token], attributions: Sequence[Attribution], tree: Tree) -> None:
        self.tokens = tokens
        self.tree = tree
        self.attributions = attributions
        self.passages = [at for at, token in enumerate(tokens) if token.passage is not None]
        self.free = 0
        self.taken: set[int] = set()
        self.reporting: set[int] = set()
        """Numbers of the attributions that report something."""

    @cached_property
    def innermost(self) -> list[int]:
        """For each attribution, the last one of those with which what it says begins, each within the one before; else itself."""
        last = len(self.attributions) - 1
        found = [last] * (last + 1)
        for number in range(last - 1, -1, -1):
            nested = self._is_nested(self.attributions[number], self.attributions[number + 1])
            found[number] = found[number + 1] if nested else number
        return found

    def of(self, number: int) -> Iterator[SentenceQuote]:
        """Find what belongs to one attribution."""
        attribution = self.attributions[number]
        before = self._before(number)
        after: list[Range] = []
        if attribution.behaviour is Behaviour.NAMING:
            yield from self._named(number)
        elif before is None or attribution.extent.end < len(self.tokens):
            after = self._after(number, split=before is not None)
        pieces = [*([before] if before else []), *after]
        found_by = "marks_and_cue"
        if not pieces and attribution.behaviour is not Behaviour.NAMING:
            pieces = self._reported(number)
            found_by = "clause_and_cue"
        if pieces:
            self._take(pieces)
            self.reporting.add(number)
            yield SentenceQuote(tuple(pieces), attribution, found_by)

    def _passages(self, begin: int, end: int) -> list[int]:
        return self.passages[bisect_left(self.passages, begin) : bisect_left(self.passages, end)]

    def _take(self, pieces: Sequence[Range]) -> None:
        for piece in pieces:
            self.taken.update(at for at in range(*piece) if self.tokens[at].passage)
            self.free = max(self.free, piece.end)

    def _region_end(self, number: int) -> int:
        """Return where what follows an attribution ends: before the next one and the passage that belongs to that."""
        number = self.innermost[number]
        if number + 1 == len(self.attributions):
            return len(self.tokens)
        following = self.attributions[number + 1]
        at = self._skip_commas_left(following.extent.begin)
        owned = at > self.attributions[number].extent.end and self.tokens[at - 1].passage is not None
        shared = following.alone
        return at - 1 if owned and not shared and ends_like_speech(self.tokens, at - 1) else following.extent.begin

    def _is_nested(self, attribution: Attribution, following: Attribution) -> bool:
        """Return whether what is said begins with an attribution: "said Corry told him that …"."""
        between = self.tokens[attribution.extent.end : following.extent.begin]
        clause = attribution.behaviour is Behaviour.SAYING and following.behaviour is not Behaviour.ATTRIBUTING
        return clause and not following.alone and all(token.word == "that" for token in between)

    def _skip_commas_left(self, at: int) -> int:
        while at > 0 and (self.tokens[at - 1].text in COMMAS or self.tokens[at - 1].word in lexicon.ADVERBS):
            at -= 1
        return at

    def _before(self, number: int) -> Range | None:
        """Find what was said before the attribution: "“…,” X said" and "The “…” was, X said"."""
        attribution = self.attributions[number]
        left = max(self.free, self.attributions[number - 1].extent.end if number else 0)
        end = self._skip_commas_left(attribution.extent.begin)
        if end == attribution.extent.begin and not (end and self.tokens[end - 1].passage):
            return None
        if end <= left:
            return None
        if attribution.behaviour is Behaviour.NAMING and not self.tokens[end - 1].passage:
            return None
        begin = self._clause_begin(left, end)
        held = [at for at in self._passages(begin, end) if at not in self.taken]
        return self._held_before(number, Range(begin, end), held) if held else None

    def _held_before(self, number: int, clause: Range, held: Sequence[int]) -> Range | None:
        """Take the passage beside the attribution, else the clause with all passages in it."""
        begin, end = clause
        adjacent = held[-1] == end - 1
        if adjacent and (number or not self._words(begin, held[-1]) or self._whole_sentence(held[-1])):
            first = held[-1]
            while first > held[0] and self.tokens[first - 1].passage is not None:
                first -= 1
            return Range(first, end)
        if not adjacent and len(held) == 1 and held[0] == begin and self.tokens[begin].text.rstrip().endswith(","):
            return Range(begin, begin + 1)  # a speaker that was not made out stands between passage and cue
        closes = adjacent or self._closes(self.attributions[number].extent.end)
        unsaid = number > 0 or not closes or all(is_name(self.tokens, at) for at in held)
        return None if unsaid else clause

    def _reported(self, number: int) -> list[Range]:
        """Find the clause without marks that the attribution reports, before it, after it, or around it."""
        attribution = self.attributions[number]
        if attribution.extent.begin < self.free:
            return []
        limit = self._reported_limit(number)
        if self._passages(attribution.extent.end, limit):
            return []
        left, after_another = self._left(number)
        begin = self._clause_begin(left, attribution.extent.begin)
        runs_on = after_another and begin == left  # "said following a meeting, according to …"
        before = None if runs_on else reported_before(self.tokens, attribution, begin, self.tree)
        if before and self._passages(*before):
            return []
        complete = before is not None and any(
            token.word in lexicon.AUXILIARIES for token in self.tokens[before.begin : before.end]
        )
        ended = complete and not self._goes_on(attribution)
        after = None if ended else reported_after(self.tokens, attribution, limit, self.tree, split=before is not None)
        return [piece for piece in (before, after) if piece]

    def _left(self, number: int) -> tuple[int, bool]:
        """Return where a clause before an attribution may begin, and whether that is at the end of another attribution.

        One that reports nothing and hangs on another clause, or on the cue, is a part of what is said: "The bridge was
        closed after drivers complained, the agency said." So is any before a cue that ends the sentence.
        """
        cue, extent = self.attributions[number].cue, self.attributions[number].extent
        last = not self._words(extent.end, len(self.tokens))
        for before in range(number - 1, -1, -1):
            attribution = self.attributions[before]
            if attribution.extent.end <= self.free:
                break
            inside = last or self.tree.is_within(attribution.cue.begin, cue)
            if before in self.reporting or not inside:
                return attribution.extent.end, True
        return self.free, False

    def _goes_on(self, attribution: Attribution) -> bool:
        """See whether a whole clause before an attribution goes on after it: "…, Renner said, and …"."""
        following = self.tokens[attribution.extent.end : attribution.extent.end + 2]
        return len(following) == 2 and following[0].text == "," and following[1].word in lexicon.GOES_ON

    def _reported_limit(self, number: int) -> int:
        """Return where a clause without marks ends: before an attribution that a comma or a conjunction sets apart."""
        for following in self.attributions[number + 1 : number + 4]:
            lead = self.tokens[following.extent.begin - 1]
            joined = lead.word in lexicon.LEADING and self.tokens[following.extent.begin - 2].text != ","
            if joined and self._is_said(number, following):
                continue
            if lead.text in {",", ";"} or lead.word in lexicon.BREAKS or lead.passage:
                return following.extent.begin
        return len(self.tokens)

    def _is_said(self, number: int, following: Attribution) -> bool:
        """Return whether a cue is itself reported, or is another one of the same speaker: "said it would wait and would reply"."""
        attribution = self.attributions[number]
        if following.alone:
            return self.tokens[following.extent.begin].word in lexicon.SHARED_AUXILIARIES
        top, above = self.tree.climb(following.cue.begin, attribution.extent.end)
        return self.tree.relations[top] == "ccomp" and attribution.cue.begin <= above < attribution.cue.end

    def _whole_sentence(self, at: int) -> bool:
        before = self.tokens[at - 1].text if at else "."
        return before in {":", "."} or (before == "," and self.tokens[at].capital)

    def _clause_begin(self, left: int, end: int) -> int:
        begin = left
        while begin < end and (
            self.tokens[begin].text in {",", "—", "–", "-", ":", ";"} or self.tokens[begin].word in lexicon.LEADING
        ):
            begin += 1
        return begin

    def _words(self, begin: int, end: int) -> bool:
        return any(token.is_word for token in self.tokens[begin:end])

    def _closes(self, at: int) -> bool:
        """See whether nothing more is said after an attribution: it ends its clause."""
        return (
            at >= len(self.tokens)
            or self.tokens[at].text in {",", ".", ";"}
            or self.tokens[at].word in lexicon.PREPOSITIONS
        )

    def _after(self, number: int, *, split: bool) -> list[Range]:
        """Find what was said after the attribution: a passage of its own, or a clause with passages in it."""
        attribution = self.attributions[number]
        limit = self._region_end(number)
        held = [at for at in self._passages(attribution.extent.end, limit) if at not in self.taken]
        if not held:
            return []
        following = self.attributions[number + 1 : number + 2]
        nested = any(self._is_nested(attribution, inner) for inner in following)
        first = held[0]
        if not nested and self._is_direct(attribution, first, split=split):
            return self._run(held)
        if split:
            end = clause_end(self.tokens, attribution.extent.end, limit)
            contrast = first - attribution.extent.end <= 4 and self.tokens[attribution.extent.end].text == ","
            return [Range(attribution.extent.end + 1, end)] if contrast else []
        begin = clause_start(self.tokens, attribution, following[0].extent.begin if nested else first, self.tree)
        end = clause_end(self.tokens, begin, governed_end(self.tokens, self.tree, attribution, Range(begin, limit)))
        inside = [at for at in held if begin <= at < end]
        return [Range(begin, end)] if inside and not all(is_name(self.tokens, at) for at in inside) else []

    def _is_direct(self, attribution: Attribution, first: int, *, split: bool) -> bool:
        between = self.tokens[attribution.extent.end : first]
        passage = self.tokens[first]
        if len(between) > ASIDE + 6:
            return False
        if between and between[-1].text == ":":
            return True
        clause = any(token.word in lexicon.OPENINGS_AND_IF for token in between)
        if not between:
            following = self.tokens[first + 1] if first + 1 < len(self.tokens) else None
            return passage.capital or following is None or not following.is_word
        if between[-1].text in COMMAS and not clause:
            return len(between) <= ASIDE and (passage.capital or split or len(between) == 1)
        listener = takes_listener(attribution) and len(between) <= 5
        aside = between[0].word in lexicon.DIRECT_ASIDE | lexicon.ADVERBS | lexicon.MONTHS_AND_DAYS
        return passage.capital and not clause and (listener or (aside and len(between) <= ASIDE))

    def _run(self, held: Sequence[int]) -> list[Range]:
        """Take a passage and those that follow it with nothing but signs or "and" between."""
        begin = end = held[0]
        for at in held[1:]:
            if any(token.is_word and token.word not in lexicon.JOINING for token in self.tokens[end + 1 : at]):
                break
            end = at
        return [Range(begin, end + 1)]

    def _named(self, number: int) -> Iterator[SentenceQuote]:
        """Find words in marks in the clause of a verb such as "called": each is a quote of its own."""
        attribution = self.attributions[number]
        for at in self._passages(attribution.extent.end, self._region_end(number)):
            passage = self.tokens[at].passage
            if passage is None or at in self.taken:
                continue
            near = at - attribution.extent.end <= 2 * ASIDE
            if near and not is_name(self.tokens, at) and (passage.words > 1 or attribution.cue.end == at):
                self._take([Range(at, at + 1)])
                yield SentenceQuote((Range(at, at + 1),), attribution, "marks_named")
