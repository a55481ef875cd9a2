"""Nouns by what they can stand for, in lower case, beyond what the stage's lexicon tells."""

import re

from workers.stages.quotes.lexicon import words

FIRMS = words("""
    company firm corporation manufacturer maker retailer carmaker automaker start-up startup giant group developer
    supplier insurer lender publisher chain business operator producer
""")
"""Nouns that can stand for a firm whose name does not hold them."""

BODIES = words("""
    organisation organization charity club team union party agency newspaper paper magazine broadcaster watchdog network
    association foundation institute
""")
"""Nouns that can stand for what is no firm, though the name does not hold them."""

INSTITUTIONS = words("""
    ministry university court police government party council committee parliament senate congress department navy army
    commission embassy church school hospital
""")
"""Nouns in names of what is no firm."""

NEWSPAPERS = words("""
    times chronicle post tribune herald guardian journal gazette courier star sun mirror mail telegraph observer
    independent globe standard echo examiner inquirer dispatch register bulletin
""")
"""Last words of names of newspapers, which stand for them: "the Chronicle"."""

CALLINGS = words("""
    actor actress singer musician rapper comedian artist painter sculptor author writer novelist poet playwright
    blogger striker midfielder defender forward goalkeeper quarterback player star champion athlete swimmer runner
    cyclist boxer skier analyst economist scientist researcher biologist physicist historian professor expert academic
    farmer entrepreneur businessman businesswoman billionaire millionaire tycoon politician lawmaker legislator activist
    campaigner designer architect chef filmmaker photographer conductor composer pensioner
""")
"""Nouns that a report uses for the person it is about, without having said so before; an office is none of them."""

ONE_OF_A_PEOPLE = re.compile(r"\w*(?:ian|ican|rman|rean|ilean|democrat)")
"""Words for one person of a people or party: "the Brazilian", where many are "the Brazilians"."""

PAIRS = words("pair duo couple two both brothers sisters twins spouses parents")

POSTS_BY_FIELD = words("minister secretary officer director executive president chief editor")
"""Posts that one institution has several of: a finance minister is not the foreign minister."""

RANKS = words("former deputy acting new outgoing incoming late current then ex first second senior junior veteran")
"""Modifiers that do not tell one field from another."""

SAME_POST = {
    "ceo": ("executive", frozenset({"chief"})),
    "cfo": ("officer", frozenset({"chief", "financial"})),
    "pm": ("minister", frozenset({"prime"})),
    "premier": ("minister", frozenset({"prime"})),
    "mp": ("politician", frozenset()),
}
"""Other words for a post: its noun and the modifiers of it."""
