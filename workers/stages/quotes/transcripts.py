"""Transcripts: paragraphs that begin with who speaks in them, "WALLACE: Will you go?", with or without marks around them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from workers.stages.quotes.patterns.paragraphs import TRANSCRIPT, Said
from workers.stages.quotes.tokens import Token, mention_end

LABEL = re.compile(r"[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}(?=: )")
"""A name in capitals, at the beginning of a paragraph that stands in marks."""
LONGEST = 5
"""Tokens of a name with its title."""


def turns(paragraphs: dict[int, list[Token]]) -> Iterator[tuple[int, Said]]:
    """Find what each says who takes turns; nothing where fewer than two speak, or where nobody speaks twice.

    A paragraph that opens marks without a name goes on with the turn before it.
    """
    begun = dict(_begun(paragraphs))
    times = Counter(said.speaker[0].word for said in begun.values())
    if len(times) < len(("who asks", "who answers")) or len(times) == len(begun):
        return
    for number, said in begun.items():
        spans, following = said.spans, number + 1
        while said.marked and following not in begun and _goes_on(paragraphs.get(following, ())):
            tokens = paragraphs[following]
            spans = (*spans, (tokens[0].start, tokens[-1].end))
            yield following, said._replace(spans=())
            following += 1
        yield number, said._replace(spans=spans)


def _goes_on(tokens: Sequence[Token]) -> bool:
    """Return whether a paragraph is nothing but marks left open, and no note such as "(CROSSTALK)"."""
    passage = tokens[0].passage if len(tokens) == 1 else None
    return passage is not None and passage.continues and not tokens[0].text.startswith(("(", "["))


def _begun(paragraphs: dict[int, list[Token]]) -> Iterator[tuple[int, Said]]:
    people = {token.text.upper(): token for tokens in paragraphs.values() for token in tokens if token.is_person}
    for number, tokens in paragraphs.items():
        said = _in_marks(tokens, people) if tokens[0].passage else _plain(tokens)
        if said is not None:
            yield number, said


def _in_marks(tokens: Sequence[Token], people: dict[str, Token]) -> Said | None:
    """Read a paragraph in marks; its name is that of somebody whom the article names in small letters, too, if it does."""
    passage, found = tokens[0].passage, LABEL.match(tokens[0].text)
    if passage is None or found is None:
        return None
    name, start = found.group(), passage.inner_start
    known = people.get(name)
    speaker = Token(start, start + len(name), name, name.lower(), mention=known.mention if known else None)
    span = (start + len(name) + len(": "), passage.inner_end)
    return Said(TRANSCRIPT, (span,), [speaker], marked=True) if len(tokens) == 1 else None


def _plain(tokens: Sequence[Token]) -> Said | None:
    colon = next((at for at, token in enumerate(tokens[: LONGEST + 1]) if token.text == ":"), 0)
    if not 0 < colon < len(tokens) - 1:
        return None
    name = tokens[:colon]
    capitals = all(token.text.isupper() or not token.is_word for token in name) and len(name[-1].text) > 1
    if not capitals and not (name[0].is_person and mention_end(tokens, 0) == colon):
        return None
    return Said(TRANSCRIPT, ((tokens[colon + 1].start, tokens[-1].end),), name)
