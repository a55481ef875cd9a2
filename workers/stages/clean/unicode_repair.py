"""Text as its author meant it: no mojibake, no invisible marks, one kind of line end, composed letters."""

import re
import unicodedata

from ftfy import TextFixerConfig, fix_text

REPAIRS = TextFixerConfig(
    uncurl_quotes=False,  # the quotes stage tells opening marks from closing ones
    fix_character_width=False,  # full-width punctuation is right in Chinese and Japanese
    unescape_html=True,  # entities are left over where a page was taken apart without care
    explain=False,
)
LONGEST_DECODED = 50_000
"""Code points; ftfy's search for mojibake takes seconds on a longer line, and no paragraph is as long."""
LONG_LINE_REPAIRS = REPAIRS._replace(fix_encoding=False)
NOTHING_TO_REPAIR = re.compile(r"[\n\t -%'-~“”‘’–—…]*")
"""ASCII without the "&" of entities, and the marks of everyday typing: most lines, told at a glance."""

LINE_END = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # controls
    r"\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"  # soft hyphens, zero-width and direction marks
)
MARKS = "".join(character for character in map(chr, range(0x300, 0x1E950)) if unicodedata.combining(character))
MARKS_OF_ONE_LETTER = re.compile(rf"([{MARKS}]{{30}})[{MARKS}]+")
"""More than 30 marks on a letter mean nothing in any language (Unicode's stream-safe text, UAX 15), and to sort them takes a time
that grows with their square."""
LATIN_JOINER = re.compile(r"(?<=[\u0000-\u024f])[\u200c\u200d]+")
"""Joiners have a meaning in Indic and Arabic scripts and in emoji, none after a Latin letter."""


def repair(text: str) -> str:
    """Repair a text; line ends become newlines, everything else that can be seen stays."""
    return "\n".join(map(_repair_one, LINE_END.sub("\n", text).split("\n")))


def _repair_one(line: str) -> str:
    if NOTHING_TO_REPAIR.fullmatch(line):
        return line
    line = MARKS_OF_ONE_LETTER.sub(r"\1", line)
    repaired = fix_text(line, REPAIRS if len(line) <= LONGEST_DECODED else LONG_LINE_REPAIRS)
    seen = LATIN_JOINER.sub("", INVISIBLE.sub("", LINE_END.sub("\n", repaired)))
    return unicodedata.normalize("NFC", seen)


def repair_line(text: str) -> str:
    """Repair a text that is to stand on one line; white space becomes single spaces."""
    return " ".join(repair(text).split())


def repair_lines(text: str) -> list[str]:
    """Repair a text and split it into its lines, stripped; an empty line stays an empty string."""
    return [" ".join(line.split()) for line in repair(text).split("\n")]
