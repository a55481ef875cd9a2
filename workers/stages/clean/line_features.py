"""What can be measured about the lines of a page: the numbers that the line classifier weighs.

Everything is a count, a share or a yes or no, the same in every language; what a language adds are its stop words and its wordings.
"""

import math
import re
from collections import Counter

import numpy as np
import numpy.typing as npt

from schemas.line_kinds import LineKind
from workers.stages.clean.prose import CLAUSE_END, best_block, ends_sentence, line_key
from workers.stages.clean.rules import BULLETS, Judged, Kind, weight_of
from workers.stages.clean.stop_words import stop_words
from workers.stages.clean.wordings import has_wordings

Matrix = npt.NDArray[np.float64]

LENGTHS = (3, 6, 10, 15, 25, 40, 80)
"""Words; a line is told by the steps that it reaches, so that each may weigh on its own."""
SENTENCE_BREAK = re.compile(r"[.!?…。！？][\"'”’»)]*\s")
DIGIT = re.compile(r"\d")
UPPER = re.compile(r"\b[A-ZÀ-ÞА-ЯΑ-Ω]")
MARK = re.compile(r"[|»›•·→▸►]")
QUOTE_START = ('"', "“", "„", "«", "‘", "»", "「", "-", "–", "—")
ADDRESS = re.compile(r"https?://|www\.|[#@]\w")
QUOTED = re.compile(r'["“”„«»]')
UNKNOWN_STOPS = 0.35
"""The share of stop words to assume for a language without a list: that of a line which may be either."""
READER = re.compile(r"[?!]\W*+$")

WORDED = tuple(kind for kind in LineKind if kind not in (LineKind.TITLE, LineKind.COPY, LineKind.ASIDE))
"""Kinds that wordings tell."""
KINDS = tuple(Kind)

OWN = (
    *(f"{length} words or more" for length in LENGTHS),
    "length",
    "ends a sentence",
    "ends a sentence of 10 words or more",
    "ends with a colon, comma or quotation mark",
    "is cut off (…)",
    "asks or exclaims",
    "holds several sentences",
    "begins in lower case",
    "begins with a digit",
    "begins with a quotation mark or dash",
    "has a bullet",
    "share of capitalised words",
    "is all in capitals",
    "share of digits",
    "share of stop words",
    "share of stop words, 8 words or more",
    "has no stop word",
    "holds separators (| » ·)",
    "holds an address, handle or hash tag",
    "share of commas",
    "stands apart",
    "empty line before it only",
    "empty line after it only",
    "stands elsewhere too",
    "stood before",
    "is next to its copy",
    "share of the title's words",
    "repeats the title",
    "has quotation marks",
    *(f"worded as {kind}" for kind in WORDED),
    "rules take it for prose",
    "rules take it for a heading",
    "rules take it for a list item",
    "rules take it for a teaser",
    "rules take it for a caption",
    "rules take it for a copy",
    "rules take it for wording of the page",
)
PLACE = (
    "is in the block of most prose",
    "is before that block",
    "distance to that block",
    "is the first line of that block",
    "is within 3 lines of the end of that block",
    "place on the page",
    "words before it",
    "words after it",
    "prose before it",
    "prose after it",
    "lines since prose",
    "lines until prose",
    "run of lines that are no prose",
    "the page has few lines",
    "lines of the page",
    "share of prose on the page",
    "share of lines that stand apart",
    "the language has a list of wordings",
)
AROUND = (
    "length",
    "ends a sentence",
    "share of stop words",
    "stands elsewhere too",
    "rules take it for prose",
    "rules take it for a heading",
    "rules take it for a caption",
    "rules take it for wording of the page",
)
"""What is also looked at in the lines around a line."""
OFFSETS = (-3, -2, -1, 1, 2, 3)
WINDOWS = (5, 12)
"""Lines before and after, over which prose is averaged."""


def offset_name(offset: int) -> str:
    """Return words for where a line stands that is so many lines further down."""
    where = "above" if offset < 0 else "below"
    return f"the line {where}" if abs(offset) == 1 else f"{abs(offset)} lines {where}"


NAMES = (
    *OWN,
    *PLACE,
    *(f"{offset_name(offset)}: {name}" for offset in OFFSETS for name in AROUND),
    *(f"prose within {window} lines" for window in WINDOWS),
)
"""The columns of a matrix of features, in words."""


def line_features(judged: Judged, language: str, title: str | None) -> Matrix:
    """Measure lines: one row for each, one column for each of `NAMES`."""
    own = np.array(_own_rows(judged, language, title), dtype=np.float64).reshape(-1, len(OWN))
    weights = np.array([weight_of(kind, text) for kind, text in zip(judged.kinds, judged.texts, strict=True)])
    place = _places(judged, weights, language)
    column = {name: index for index, name in enumerate(OWN)}
    around = own[:, [column[name] for name in AROUND]]
    neighbours = [shifted(around, offset) for offset in OFFSETS]
    prose = np.clip(weights, 0, None) / 60
    windows = [window_mean(prose, window)[:, None] for window in WINDOWS]
    return np.hstack([own, place, *neighbours, *windows])


def shifted(values: Matrix, offset: int, beyond: float = 0.0) -> Matrix:
    """Return for each row the row so many lines further down (up when negative), and the same number everywhere beyond the ends."""
    result = np.full_like(values, beyond)
    if abs(offset) < len(values):
        if offset > 0:
            result[:-offset] = values[offset:]
        else:
            result[-offset:] = values[:offset]
    return result


def window_mean(values: Matrix, reach: int) -> Matrix:
    """Average over the lines within reach of each line, itself included."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    index = np.arange(len(values))
    low, high = np.maximum(index - reach, 0), np.minimum(index + reach + 1, len(values))
    means: Matrix = (sums[high] - sums[low]) / (high - low)
    return means


def _own_rows(judged: Judged, language: str, title: str | None) -> list[list[float]]:
    common = stop_words(language)
    keys = judged.keys
    copies = Counter(keys)
    title_words = set(line_key(title or "").split())
    title_key = line_key(title or "")
    seen: set[str] = set()
    rows = []
    for index, (text, key) in enumerate(zip(judged.texts, keys, strict=True)):
        words = judged.words[index]
        letters = max(1, len(text))
        ends = ends_sentence(text)
        lower = key.split()
        stops = (
            len([word for word in lower if word in common]) / max(1, len(lower))
            if common is not None
            else UNKNOWN_STOPS
        )
        first = text[:1]
        apart_before, apart_after = judged.apart[index], judged.apart[index + 1]
        kind, worded = judged.kinds[index], judged.wordings[index]
        near = keys[max(0, index - 1) : index] + keys[index + 1 : index + 2]
        rows.append(
            [
                *(float(words >= length) for length in LENGTHS),
                math.log1p(words) / 5,
                float(ends),
                float(ends and words >= 10),
                float(not ends and CLAUSE_END.search(text[-2:]) is not None),
                float(text.endswith(("...", "…"))),
                float(READER.search(text[-6:]) is not None),
                float(SENTENCE_BREAK.search(text) is not None),
                float(first.islower()),
                float(first.isdigit()),
                float(first in QUOTE_START),
                float(text.startswith(BULLETS)),
                min(1.0, len(UPPER.findall(text)) / max(1, words)),
                float(text.isupper() and letters > 3),
                len(DIGIT.findall(text)) / letters,
                stops,
                stops if words >= 8 else 0.0,
                float(stops == 0),
                float(MARK.search(text) is not None),
                float(ADDRESS.search(text) is not None),
                min(1.0, 5 * text.count(",") / max(1, words)),
                float(apart_before and apart_after),
                float(apart_before and not apart_after),
                float(apart_after and not apart_before),
                float(copies[key] > 1),
                float(key in seen),
                float(bool(key) and key in near),
                len(title_words & set(lower)) / len(title_words) if title_words else 0.0,
                float(bool(title_key) and key == title_key),
                float(QUOTED.search(text) is not None),
                *(float(worded is other) for other in WORDED),
                *(float(kind is other) for other in KINDS),
            ]
        )
        seen.add(key)
    return rows


def _places(judged: Judged, weights: Matrix, language: str) -> Matrix:
    count = len(weights)
    block = best_block(list(weights))
    index = np.arange(count)
    inside = (index >= block.start) & (index < block.stop)
    distance = np.where(index < block.start, block.start - index, np.maximum(0, index - block.stop + 1))
    words = np.array(judged.words, dtype=np.float64)
    prose = np.clip(weights, 0, None)
    words_before, prose_before = _before(words), _before(prose)
    is_prose = weights > 5
    since = _since(is_prose)
    until = _since(is_prose[::-1])[::-1]
    return np.column_stack(
        [
            inside,
            index < block.start,
            np.log1p(distance) / 4,
            index == block.start,
            inside & (index >= block.stop - 3),
            index / max(1, count - 1),
            words_before,
            1 - words_before,
            prose_before,
            1 - prose_before,
            np.log1p(since) / 4,
            np.log1p(until) / 4,
            np.log1p(np.where(is_prose, 0, since + until - 1)) / 4,
            np.full(count, count < 20),
            np.full(count, math.log1p(count) / 6),
            np.full(count, prose.sum() / max(1.0, words.sum())),
            np.full(count, sum(judged.apart) / (count + 1)),
            np.full(count, has_wordings(language)),
        ]
    ).astype(np.float64)


def _before(values: Matrix) -> Matrix:
    total = values.sum()
    return (np.cumsum(values) - values) / total if total > 0 else np.zeros_like(values)


def _since(marked: npt.NDArray[np.bool_]) -> Matrix:
    """Count lines back to the last marked one; 0 on a marked line, the number of lines above where there is none."""
    index = np.arange(len(marked))
    last = np.maximum.accumulate(np.where(marked, index, -1))
    return (index - last).astype(np.float64)
