"""Variants of a sentence: other letter case, curly quotation marks, other names."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from training.entities.sentences import Labelled, Sentence, Stretch

SMALL_WORDS = re.compile(r"an?|and|as|at|but|by|for|from|in|into|of|on|or|the|to|with")
"""Words that a headline in title case leaves small."""

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
