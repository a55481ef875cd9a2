"""What is said in whole paragraphs; `unmarked.py` and `transcripts.py` find it, since it takes more than a sentence to see it."""

from collections.abc import Sequence
from typing import NamedTuple

from workers.stages.quotes.patterns.pattern import Pattern
from workers.stages.quotes.tokens import Token


class Said(NamedTuple):
    """What somebody says in a paragraph."""

    pattern: Pattern
    spans: tuple[tuple[int, int], ...]
    """Where, in code points of the text. Empty for a question, for whoever asks says nothing that is reported, and for
    a paragraph that goes on with what the one before it says."""
    speaker: Sequence[Token]
    marked: bool = False
    """Whether it stands in marks."""


ANSWER = Pattern(
    name="answer",
    found_by="answer",
    needs="a paragraph after a question that is one; two questions at least, and one person named before the first of them",
    finds=(
        "{Ann Lane} is a surveyor.\n\nDid you close it?\n\n[I did, twice]\n\nWhat did your neighbours say?\n\n[They never told me]",
    ),
    leaves=(
        "We met {Ann Lane}.\n\nWho closed the road?\n\nThe council did.\n\nWhy was it closed?\n\nThe bridge was old.",
    ),
    has_cue=False,
)
EMBEDDED_POST = Pattern(
    name="embedded_post",
    found_by="post",
    needs="a paragraph without marks, and after it one with a dash, a name and a handle in brackets",
    finds=("{Ann Lane} wrote:\n\n[The road is closed]\n\n— {Ann Lane} (@annlane) March 3, 2026",),
    leaves=("The road is closed.\n\n— {Ann Lane} (the surveyor)",),
    has_cue=False,
)
TRANSCRIPT = Pattern(
    name="transcript",
    found_by="transcript",
    needs="a paragraph that begins with a name and a colon, in an article in which two names or more do so, and one of them twice",
    finds=("{LANE}: [Who closed it?]\n\n{MOSS}: [We did]\n\n{LANE}: [Why was that?]",),
    leaves=("{Ann Lane}: a quiet game.\n\n{Ida Moss}: scored twice.",),
    has_cue=False,
)
BLOCK = Pattern(
    name="block",
    found_by="block",
    needs="a paragraph without marks after a cue, its speaker and a colon; or one with I or we before a line that is a name",
    finds=(
        "{Ann Lane} said in a statement:\n\n[The road was closed because the old bridge is not safe any more]",
        "[They told us the bridge was sound]\n\n{Ann Lane}, surveyor",
    ),
    leaves=("{Ann Lane} named three roads:\n\nThe road to the old bridge is one of them, and it stays closed.",),
    has_cue=False,
)
