"""What is said in whole paragraphs without marks; `unmarked.py` finds it, since it takes more than a sentence to see it."""

from workers.stages.quotes.patterns.pattern import Pattern

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
