"""Variants of a sentence: other letter case, curly quotation marks, other names, another beginning, a few words of it."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from training.entities.sentences import Labelled, Sentence, Stretch

SMALL_WORDS = re.compile(r"an?|and|as|at|but|by|for|from|in|into|of|on|or|the|to|with")
"""Words that a headline in title case leaves small."""

COMMON = re.compile(r"(?<= )[a-z]{3,}(?=[ ,.:])")
"""A word that is no name, wherever it stands."""
LONGEST_HEADLINE = 12
"""Words."""

NamePools = Mapping[str, Sequence[str]]
"""Names by kind: `first`, `last`, `ORG`, `GPE`."""


def upper(sentence: Sentence) -> Sentence:
    """Return the sentence in capitals, as old news agencies and tabloids write headlines."""
    return _same_length(sentence, str.upper)


def lower(sentence: Sentence) -> Sentence:
    """Return the sentence without capitals."""
    return _same_length(sentence, str.lower)


def headline(sentence: Sentence) -> Sentence:
    """Return the sentence with every word but the small ones capitalised."""
    return _same_length(sentence, lambda text: re.sub(r"(?<![\w'’])[a-z]\w+", _capitalised, text))


def curly(sentence: Sentence) -> Sentence:
    """Return the sentence with straight quotation marks and apostrophes made curly."""
    text = re.sub(r'(^|(?<=[\s(\[]))"', "“", sentence.text).replace('"', "”")
    text = re.sub(r"(^|(?<=[\s(\[“]))'", "‘", text).replace("'", "’")
    return replace(sentence, text=text)


def begun_later(sentence: Sentence, chance: random.Random) -> Sentence:
    """Begin the sentence at a word in small letters: "Drones hit the port", for texts in which such words begin sentences, too."""
    starts = _common(sentence)
    if not starts:
        return sentence
    start = chance.choice(starts)
    return _capital_first(_part(sentence, start, len(sentence.text)))


def short_headline(sentence: Sentence, chance: random.Random) -> Sentence:
    """Return a few words of the sentence in title case, as headlines are."""
    begun = begun_later(sentence, chance) if chance.random() < 0.7 else sentence
    inside = [(start, end) for start, end, _ in begun.entities] + list(begun.skip)
    ends = [gap.start() for gap in re.finditer(r"(?<=\w) (?=\w)", begun.text)][3:LONGEST_HEADLINE]
    ends = [end for end in ends if not any(start < end < last for start, last in inside)]
    return headline(_part(begun, 0, chance.choice(ends)) if ends else begun)


def heading(sentence: Sentence, chance: random.Random) -> Sentence:
    """Return one to three words of the sentence in which nothing is named, as headings within texts are."""
    starts = _common(sentence)
    if not starts:
        return sentence
    start = chance.choice(starts)
    words = re.match(r"[a-z]+(?: [a-z]+){0,2}", sentence.text[start:])
    length = len(words[0].rsplit(" ", chance.randint(0, words[0].count(" ")))[0]) if words else 0
    ends = [first - start for first, _, _ in sentence.entities if first > start]
    return _capital_first(_part(sentence, start, start + min([length, *ends])))


def swap_names(sentence: Sentence, pools: NamePools, chance: random.Random) -> Sentence:
    """Put names from the pools instead of half of the persons, organisations and places."""
    pieces: list[str] = []
    moves: list[tuple[int, int]] = []
    entities: list[Labelled] = []
    position = length = shift = 0
    for start, end, label in sentence.entities:
        name = _other_name(sentence.text[start:end], label, pools, chance) or sentence.text[start:end]
        pieces += [sentence.text[position:start], name]
        length += start - position + len(name)
        entities.append((length - len(name), length, label))
        shift += len(name) - (end - start)
        moves.append((end, shift))
        position = end
    pieces.append(sentence.text[position:])
    return Sentence("".join(pieces), tuple(entities), tuple(_moved(stretch, moves) for stretch in sentence.skip))


def _common(sentence: Sentence) -> list[int]:
    """Return where words stand that name nothing."""
    taken = [(start, end) for start, end, _ in sentence.entities] + list(sentence.skip)
    starts = [word.start() for word in COMMON.finditer(sentence.text)]
    return [start for start in starts if not any(first <= start < end for first, end in taken)]


def _part(sentence: Sentence, start: int, end: int) -> Sentence:
    """Return a stretch of the sentence that cuts no name."""
    return Sentence(
        sentence.text[start:end],
        tuple((a - start, b - start, label) for a, b, label in sentence.entities if start <= a and b <= end),
        tuple((max(a, start) - start, min(b, end) - start) for a, b in sentence.skip if a < end and start < b),
    )


def _capital_first(sentence: Sentence) -> Sentence:
    return replace(sentence, text=sentence.text[:1].upper() + sentence.text[1:])


def _same_length(sentence: Sentence, change: Callable[[str], str]) -> Sentence:
    text = change(sentence.text)
    # A few letters grow with their case (ß), which would move the offsets.
    return replace(sentence, text=text) if len(text) == len(sentence.text) else sentence


def _capitalised(word: re.Match[str]) -> str:
    return word[0] if SMALL_WORDS.fullmatch(word[0]) else word[0][0].upper() + word[0][1:]


def _other_name(name: str, label: str, pools: NamePools, chance: random.Random) -> str | None:
    if label not in {"PERSON", "ORG", "GPE"} or chance.random() < 0.5:
        return None
    if label != "PERSON":
        return chance.choice(pools[label])
    words = name.count(" ") + 1
    last = chance.choice(pools["last"])
    return last if words == 1 else f"{chance.choice(pools['first'])} {last}"


def _moved(stretch: Stretch, moves: Sequence[tuple[int, int]]) -> Stretch:
    shift = next((shift for end, shift in reversed(moves) if end <= stretch[0]), 0)
    return stretch[0] + shift, stretch[1] + shift
