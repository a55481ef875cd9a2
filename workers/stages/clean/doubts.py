"""What of a page tells that its text may be missing in part, or be no article's at all."""

import json
import re
from collections.abc import Iterator, Sequence

from schemas.line_kinds import LineKind
from schemas.oddities import Oddity
from workers.stages.clean.lines import Decision, is_paragraph
from workers.stages.clean.page_lines import PageLine
from workers.stages.clean.prose import line_key, word_count
from workers.stages.clean.told_body import MUCH_LONGER, kept_length, told_lines

FEW_WORDS = 250
"""Words; a story of more is not just what stands before a gate, or before a program shows the rest."""
FEW_FOR_AN_INDEX = 100
"""Words of a story, fewer than which may be the teasers of a list."""
HEADLINES = 5
"""Linked lines from which on a page may be a list of stories."""
HEADLINE_WORDS = 3
LONG_STRING = re.compile(r'(?<!\\)"(?:[^"\\]|\\.){200,}+"')
"""A string in JSON, or in JavaScript, that may be prose."""
LONGEST_SCRIPT = 1_000_000
"""Code points of a script that are looked at."""
GATE = re.compile(
    r"\b(?:to (?:continue|keep) reading|to (?:read|unlock|access|view) (?:the (?:full|rest|whole|complete)|this|more)"
    r" (?:article|story|content|of)"
    r"|continue reading (?:this|with)|(?:reserved|only|exclusive(?:ly)?) (?:for|to) (?:our )?(?:subscribers|members|registered)"
    r"|(?:subscribers|members) only|sign in to continue|log ?in to (?:continue|read)"
    r"|(?:um|zum) (?:weiterzulesen|weiterlesen)|weiterlesen mit|nur für (?:abonnenten|registrierte)|jetzt (?:freischalten|weiterlesen)"
    r"|réservée? (?:aux|à nos) abonnés|pour (?:lire la suite|continuer)|la suite est réservée"
    r"|para (?:seguir|continuar) leyendo|solo para suscriptores|exclusivo para (?:suscriptores|assinantes)|para continuar lendo"
    r"|(?:riservato|solo) (?:agli|per gli) abbonati|per continuare a leggere"
    r"|for å lese (?:hele|videre)|for at læse (?:hele|videre)|för att läsa (?:hela|vidare))\b",
    re.IGNORECASE,
)
LONGEST_GATE = 300
"""Code points of a line that asks its reader to pay or to log in."""


def doubts(lines: Sequence[PageLine], decisions: Sequence[Decision], scripts: Sequence[str]) -> Iterator[Oddity]:
    """Yield what is doubtful about a story, given with the lines and the scripts of its page."""
    length = kept_length(decisions)
    words = sum(word_count(decision.line.text) for decision in decisions if decision.keeps)
    left_out = sum(len(decision.line.text) for decision in decisions if _is_left_out(decision))
    headlines = [line for line in lines if line.linked > 0.9 and word_count(line.text) >= HEADLINE_WORDS]
    if words < FEW_WORDS and _prose_in(scripts, lines) > MUCH_LONGER * length:
        yield Oddity.TEXT_IN_SCRIPTS
    if words < FEW_WORDS and any(len(line.text) <= LONGEST_GATE and GATE.search(line.text) for line in lines):
        yield Oddity.TEXT_BEHIND_GATE
    if words < FEW_FOR_AN_INDEX and len(headlines) >= HEADLINES:
        yield Oddity.INDEX_PAGE
    if left_out > length:
        yield Oddity.PROSE_LEFT_OUT


def _prose_in(scripts: Sequence[str], lines: Sequence[PageLine]) -> int:
    """Return the code points of the prose that stands in scripts, as the data of a program that shows it, and not on the page."""
    shown = {line_key(line.text) for line in lines}
    told = (line for script in scripts for text in _strings(script[:LONGEST_SCRIPT]) for line in told_lines(text))
    return sum(len(line) for line in told if _is_prose(line) and line_key(line) not in shown)


def _strings(script: str) -> Iterator[str]:
    for found in LONG_STRING.finditer(script):
        try:
            yield json.loads(found[0], strict=False)
        except ValueError:
            continue  # JavaScript's own escapes; the strings beside it tell enough


def _is_prose(text: str) -> bool:
    return text.count(" ") * 12 > len(text) and ("." in text or "。" in text)


def _is_left_out(decision: Decision) -> bool:
    return decision.kind is LineKind.ASIDE and is_paragraph(decision.line.text)
