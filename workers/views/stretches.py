"""Which parts of an article's text are quotes, speakers and cues, and how to name them to a reader."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schemas.enriched_article import Quote

NOBODY = "unknown"


class Stretch(NamedTuple):
    """A part of the text that is to stand out."""

    start: int
    end: int
    kind: str
    """`content`, `speaker` or `cue`."""
    numbers: tuple[int, ...]
    """Of the quotes that it belongs to, from 1."""
    speaker: str


def speaker_of(quote: Quote) -> str:
    """Return the speaker of a quote: by name, or else by the mention."""
    named = " and ".join(speaker.name for speaker in quote.speakers)
    return named or (quote.speaker.text if quote.speaker else NOBODY)


def particulars(quote: Quote) -> list[str]:
    """Return what else to say about a quote, each in a word or two; how sure it is comes last."""
    said = "" if quote.modality == "said" else quote.modality.replace("_", " ")
    sure = "" if quote.confidence is None else f"{quote.confidence:.0%} sure"
    return [part for part in (quote.type, said, sure) if part]


def stretches(quotes: Sequence[Quote]) -> list[Stretch]:
    """Return what is to stand out, in order and without overlaps: contents go before speakers and cues."""
    found: dict[tuple[int, int], Stretch] = {}
    for number, quote in enumerate(quotes, 1):
        spans = [(span, "content") for span in quote.content]
        spans += [(span, kind) for span, kind in ((quote.speaker, "speaker"), (quote.cue, "cue")) if span]
        for span, kind in spans:
            place = (span.start, span.end)
            before = found[place].numbers if place in found else ()
            found[place] = Stretch(*place, kind, (*before, number), speaker_of(quote))
    return _without_overlaps(sorted(found.values(), key=lambda one: (one.kind != "content", one.start)))


def _without_overlaps(candidates: Iterable[Stretch]) -> list[Stretch]:
    """Keep each stretch that overlaps none before it among the candidates; return them in the order of the text."""
    kept: list[Stretch] = []
    for stretch in candidates:
        place = bisect_left(kept, stretch.end, key=lambda one: one.start)
        if place == 0 or kept[place - 1].end <= stretch.start:
            kept.insert(place, stretch)
    return kept
