"""The language of an article, as an ISO 639-1 code."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

TAG = re.compile(r"([a-z]{2})(?:[-_][a-z0-9]+)*", re.IGNORECASE)
SAMPLE = 1_000
"""Code points that are looked at; more do not change the answer."""
FEWEST_LETTERS = 40
"""Letters; on shorter texts the identifier is often wrong."""
LEAST_PROBABILITY = 0.5
"""On the first 100 letters of a story, answers above this are right, and next to none are below it."""

SCRIPTS = {
    "han": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]"),
    "kana": re.compile(r"[\u3040-\u30ff]"),
    "hangul": re.compile(r"[\u1100-\u11ff\uac00-\ud7af]"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "arabic": re.compile(r"[\u0600-\u06ff\u0750-\u077f]"),
    "hebrew": re.compile(r"[\u05d0-\u05ea]"),
    "greek": re.compile(r"[\u0370-\u03ff]"),
    "devanagari": re.compile(r"[\u0900-\u097f]"),
    "thai": re.compile(r"[\u0e00-\u0e7f]"),
    "latin": re.compile(r"[a-zA-Z\u00c0-\u024f]"),
}

COMMONEST = {
    "han": "zh",
    "hangul": "ko",
    "cyrillic": "ru",
    "arabic": "ar",
    "hebrew": "he",
    "greek": "el",
    "devanagari": "hi",
    "thai": "th",
}
"""The language to assume where the script is all there is to go by."""
MARKED = {"cyrillic": {"uk": "іїєґ", "be": "ў"}, "arabic": {"ur": "ٹڈڑےں", "fa": "پچژگ"}}
"""Languages told from the commonest of their script by letters that it does not have."""


def language_of_tag(tag: str | None) -> str | None:
    """Read a language tag ("en-GB" is "en"); None when it is none."""
    match = TAG.fullmatch((tag or "").strip())
    return match[1].lower() if match else None


def language_of_text(lines: Iterable[str]) -> str | None:
    """Return the language of a text, by its longest lines; None when it is too short or too mixed to tell."""
    sample = _sample(lines)
    letters = Counter({script: len(letter.findall(sample)) for script, letter in SCRIPTS.items()})
    script, count = letters.most_common(1)[0]
    if not count:
        return None
    if letters["kana"] and script in ("kana", "han"):
        return "ja"
    if letters["han"] * 3 > letters.total():  # a sign is about a word, and names in Latin letters stand between
        return "zh"
    if letters.total() >= FEWEST_LETTERS:
        language, probability = _identifier().classify(sample)
        if probability >= LEAST_PROBABILITY and len(language) == 2:  # "zxx" is no language
            return str(language)
    return _by_letters(script, sample)


def _by_letters(script: str, sample: str) -> str | None:
    for language, own_letters in MARKED.get(script, {}).items():
        if any(letter in sample for letter in own_letters):
            return language
    return COMMONEST.get(script)


def _sample(lines: Iterable[str]) -> str:
    """Take the longest lines: menus and credits are short, and often not in the language of the story."""
    longest_first = sorted(filter(None, lines), key=len, reverse=True)
    chosen: list[str] = []
    length = 0
    for line in longest_first:
        if length >= SAMPLE or len(line) * 10 < len(longest_first[0]):
            break
        chosen.append(line[: SAMPLE - length])
        length += len(chosen[-1])
    return "\n".join(chosen)


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
