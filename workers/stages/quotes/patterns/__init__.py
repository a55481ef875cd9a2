"""The ways in which something is said, in the order in which they are tried.

For each attribution of a sentence, in order, the first pattern that finds something has it, and what it took is gone for all
that come after: so what stands on both sides of a cue goes before what stands on one, words in marks before clauses
without them, and what stands before a cue before what follows it. A verb such as "called" may name several things, and
have words in marks before it as well. Patterns without a cue have what is left. Whole paragraphs go before all.
"""

from workers.stages.quotes.patterns.alone import HEADLINE, SIGNED, STANDALONE, UNACCOUNTED
from workers.stages.quotes.patterns.beside_marks import (
    CLAUSE_WITH_MARKS_AFTER,
    CLAUSE_WITH_MARKS_BEFORE,
    MARKS_AFTER,
    MARKS_AROUND,
    MARKS_BEFORE,
    WORDS_IN_MARKS,
)
from workers.stages.quotes.patterns.paragraphs import ANSWER, BLOCK, EMBEDDED_POST, TRANSCRIPT
from workers.stages.quotes.patterns.reported import ACCUSATION, CLAUSE_AFTER, CLAUSE_AROUND, CLAUSE_BEFORE, INFINITIVE

PATTERNS = (
    TRANSCRIPT,
    ANSWER,
    EMBEDDED_POST,
    BLOCK,
    MARKS_AROUND,
    MARKS_BEFORE,
    CLAUSE_WITH_MARKS_BEFORE,
    ACCUSATION,
    WORDS_IN_MARKS,
    MARKS_AFTER,
    CLAUSE_WITH_MARKS_AFTER,
    CLAUSE_AROUND,
    CLAUSE_BEFORE,
    INFINITIVE,
    CLAUSE_AFTER,
    SIGNED,
    STANDALONE,
    HEADLINE,
    UNACCOUNTED,
)
