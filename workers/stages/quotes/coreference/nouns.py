"""Nouns by what they can stand for, in lower case, beyond what the stage's lexicon tells."""

import re

ONE_OF_A_PEOPLE = re.compile(r"\w*(?:ian|ican|rman|rean|ilean|democrat)")
"""Words for one person of a people or party: "the Brazilian", where many are "the Brazilians"."""

SAME_POST = {
    "ceo": ("executive", frozenset({"chief"})),
    "cfo": ("officer", frozenset({"chief", "financial"})),
    "pm": ("minister", frozenset({"prime"})),
    "premier": ("minister", frozenset({"prime"})),
    "mp": ("politician", frozenset()),
}
"""Other words for a post: its noun and the modifiers of it."""
