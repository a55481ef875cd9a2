"""Who was spoken of, where, and how prominently: what pronouns and descriptions can stand for.

A reference counts the more the more prominent it is and the less it lies back, in the manner of Lappin and Leass, "An
Algorithm for Pronominal Anaphora Resolution" (1994); the weights are set by hand, for lack of data to fit them to.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from enum import Enum
from typing import NamedTuple

from workers.stages.forenames import Gender
from workers.stages.quotes.coreference.people import Party

LOOKBACK = 60
"""References that are tried for a pronoun or a description."""
OFTEN = 5
"""Mentions of a party from which on more of them tell nothing."""
UNRIVALLED = 3.0
"""Lead of a candidate without a rival."""
AHEAD = 2
"""Sentences after a pronoun in which its name may come."""


class Part(Enum):
    """What somebody does in a sentence, with the weight of it."""

    SPEAKER = 3.5
    SUBJECT = 3.0
    OTHER = 1.0


class Reference(NamedTuple):
    """A place where somebody is spoken of."""

    offset: int
    sentence: int
    part: Part
    party: Party


class Circumstance(NamedTuple):
    """A reference, as seen from the sentence of what may stand for it."""

    reference: Reference
    back: int
    """Sentences from one to the other."""
    gender: Gender | None
    """That of the pronoun or description, if it tells."""


class Reason(NamedTuple):
    """Something that speaks for a candidate, or against it."""

    name: str
    weigh: Callable[[Circumstance], float]


REASONS = (
    Reason("spoke, acted or was named", lambda seen: seen.reference.part.value),
    Reason("sentences back", lambda seen: -float(seen.back)),
    Reason("spoke or acted just now", lambda seen: 0.5 * (seen.back <= 1 and seen.reference.part is not Part.OTHER)),
    Reason("named often", lambda seen: 0.1 * min(seen.reference.party.count, OFTEN)),
    Reason("named with a title", lambda seen: 0.3 * seen.reference.party.titled),
    Reason(
        "known to be of this gender",
        lambda seen: 0.75 * (seen.gender is not None and seen.reference.party.gender is seen.gender),
    ),
)
"""What makes it likely that a reference is meant; a candidate has their sum, and what the description says of it."""


class Candidate(NamedTuple):
    """Somebody who may be meant, with the sum of the reasons."""

    seen: Circumstance
    """Its reference that counts most."""
    favour: float
    """What the description says for it."""
    score: float

    @property
    def party(self) -> Party:
        """Who that is."""
        return self.seen.reference.party

    @property
    def reasons(self) -> list[tuple[str, float]]:
        """What makes up the score."""
        weighed = [(reason.name, reason.weigh(self.seen)) for reason in REASONS]
        return [(name, weight) for name, weight in [*weighed, ("fits the description", self.favour)] if weight]


class Choice(NamedTuple):
    """Whom a pronoun or a description stands for, and how clear that is."""

    party: Party
    candidates: int
    distance: int
    """Sentences since the last reference."""
    lead: float
    """By how much it was preferred to the next one."""
    ranked: tuple[Candidate, ...] = ()
    """The candidates, the chosen one first; none where the name only comes afterwards."""


class References:
    """All references of an article so far known, in order."""

    def __init__(self) -> None:
        self._all: list[Reference] = []

    def add(self, reference: Reference) -> None:
        """Take one more."""
        insort(self._all, reference, key=_offset)

    def before(self, offset: int) -> Iterator[Reference]:
        """Return those before an offset, the nearest first."""
        end = bisect_left(self._all, offset, key=_offset)
        return reversed(self._all[max(0, end - LOOKBACK) : end])

    def acted(self, party: Party, place: tuple[int, int], lately: int | None = None) -> bool:
        """See whether a party was speaker or subject before an offset in a sentence, at most `lately` sentences back."""
        offset, sentence = place
        return any(
            one.party is party and one.part is not Part.OTHER and (lately is None or sentence - one.sentence <= lately)
            for one in self.before(offset)
        )

    def after(self, offset: int, last_sentence: int) -> Iterator[Reference]:
        """Return those from an offset on, up to a sentence."""
        begin = bisect_left(self._all, offset, key=_offset)
        return (one for one in self._all[begin : begin + LOOKBACK] if one.sentence <= last_sentence)

    def choose(
        self,
        place: tuple[int, int],
        fits: Callable[[Party], float | None],
        gender: Gender | None = None,
        ahead: int = AHEAD,
    ) -> Choice | None:
        """Choose whom something stands for, at an offset in a sentence.

        `fits` gives what a candidate has in its favour besides, or None when it cannot be. Without any candidate before
        it, the only one in `ahead` sentences after it is taken.
        """
        offset, sentence = place
        standing: dict[Party, Candidate] = {}
        for reference in self.before(offset):
            favour = fits(reference.party)
            if favour is None:
                continue
            seen = Circumstance(reference, max(0, sentence - reference.sentence), gender)
            score = favour + sum(reason.weigh(seen) for reason in REASONS)
            best = standing.get(reference.party)
            if best is None or score > best.score:
                standing[reference.party] = Candidate(seen, favour, score)
        if not standing:
            return self._ahead(place, fits, ahead)
        ranked = sorted(standing.values(), key=_rank)
        first, *others = ranked
        lead = first.score - others[0].score if others else UNRIVALLED
        return Choice(first.party, len(ranked), first.seen.back, lead, tuple(ranked))

    def _ahead(self, place: tuple[int, int], fits: Callable[[Party], float | None], ahead: int) -> Choice | None:
        """Look for whom the text names soon after: "“…,” he said, sitting in his kitchen. Simon Raske …"."""
        offset, sentence = place
        found = [one for one in self.after(offset, sentence + ahead) if one.party.name and fits(one.party) is not None]
        if len({one.party for one in found}) != 1:
            return None
        return Choice(found[0].party, 1, found[0].sentence - sentence, 0.0)


def _rank(candidate: Candidate) -> tuple[float, int, int]:
    return -candidate.score, -candidate.seen.reference.sentence, candidate.seen.reference.offset


def _offset(reference: Reference) -> int:
    return reference.offset
