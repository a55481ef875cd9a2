"""Telling the lines of a story from those of the page around it.

Web pages and page texts are judged by the line classifier, each by its own; what a page tells search engines, by rules alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from schemas.line_kinds import LineKind
from workers.stages.clean.captions import captions
from workers.stages.clean.line_context import line_context
from workers.stages.clean.line_features import line_features
from workers.stages.clean.model import Reason, Scored, load_line_model
from workers.stages.clean.page_model import PageText
from workers.stages.clean.prose import BREAK, best_block, ends_sentence, line_key, prose_weight, word_count
from workers.stages.clean.rules import Judged, Kind, judge, weight_of
from workers.stages.clean.source_lines import Line
from workers.stages.clean.wordings import wording

UNSPACED_LANGUAGES = frozenset(["zh", "ja", "th", "lo", "my", "km"])
"""Languages that put no space between words: there are no stop words to count, and rules do better than the classifier."""
SURE_DATE = re.compile(r"\b(?:19|20)\d\d\b|[^\W\d_]{3}")
"""A date with its year, or with words: "4 min read". Bare numbers and prices also stand in lists and tables."""
FEW_LINES = 2
SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟", "।", '."', ".”", ".»")
PARAGRAPH_WORDS = 15
STORY_WORDS = 5
"""Words of the longest line; where all are shorter, only what ends as a sentence does is a story, not a menu."""
LONGEST_HEADING = 10  # words: longer lines without a full stop are teasers more often than headings
SHORTEST_TEASER = 4
"""Words; shorter lines that are no sentences are menu entries."""

SURE = frozenset(LineKind) - {LineKind.NAVIGATION, LineKind.DATE}
"""Wordings that are enough to drop a line; the names of menu entries may be headings of a story, too."""

SURELY = 1.0
"""Log odds from which on a line of a web page is kept however it is worded, unless it is a button. On 199 pages of sites left out in
training, wordings alone cost ten paragraphs more, and F1 was the same."""
COPIED_WORDS = 8
"""Words; on web pages, shorter lines may stand in a story twice: the names of speakers, headings of a table."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a line."""

    line: Line
    kind: LineKind | None = None
    """What it was taken for; None for a line of the story."""
    score: float | None = None
    """Log odds that it belongs to the story; None where rules decided."""
    reasons: tuple[Reason, ...] = ()

    @property
    def keeps(self) -> bool:
        """Return whether the line belongs to the story."""
        return self.kind is None


def decide_page_text(lines: Sequence[Line], language: str, title: str | None, reasons: int = 0) -> list[Decision]:
    """Decide about the lines of a page; an empty text stands for an empty line, about which nothing is decided.

    At least one line is kept if any holds a sentence. `reasons` is the number of strongest reasons to give for each line.
    """
    kept, apart, decisions = _undoubled(*_without_empty(lines))
    texts = [line.text for line in kept]
    judged = judge(texts, apart, language, title)
    if not texts:
        return decisions
    if language in UNSPACED_LANGUAGES:
        keeps = _by_rules(judged)
        return [
            *decisions,
            *(
                Decision(line, None if keep else _kind(index, judged, title, copied=False))
                for index, (line, keep) in enumerate(zip(kept, keeps, strict=True))
            ),
        ]
    words = np.array(judged.words, dtype=np.float64)
    features = line_features(judged, language, title)
    scored = load_line_model("texts").score(features, partial(line_context, words), reasons)
    keeps = [bool(score > 0) and not _is_of_the_page(index, judged) for index, score in enumerate(scored.scores)]
    if not any(keeps):
        keeps = _by_rules(judged)
    if max((count for count, keep in zip(judged.words, keeps, strict=True) if keep), default=0) < STORY_WORDS:
        keeps = [keep and prose_weight(text) > BREAK for text, keep in zip(texts, keeps, strict=True)]
    return [*decisions, *_decisions(kept, judged, keeps, title, scored, 0)]


def decide_page(page: PageText, reasons: int = 0) -> list[Decision]:
    """Decide about the lines of a web page; none is kept when nothing on it looks like a story. `reasons` as for page text."""
    if not page.lines:
        return []
    scored = load_line_model("pages").score(page.features(), page.context, reasons)
    keeps = [
        bool(score > 0)
        and not (_is_of_the_page(index, page.judged) and (score <= SURELY or _is_button(index, page.judged)))
        for index, score in enumerate(scored.scores)
    ]
    if not any(keeps):
        keeps = _by_rules(page.judged)
    lines = [Line(line.text, None, line.holder.path()) for line in page.lines]
    return list(_decisions(lines, page.judged, keeps, page.title, scored, COPIED_WORDS))


def _decisions(
    lines: Sequence[Line], judged: Judged, keeps: Sequence[bool], title: str | None, scored: Scored, shortest_copy: int
) -> Iterator[Decision]:
    """Yield what becomes of lines; one of so many words or more that was kept before is not kept again."""
    once: set[str] = set()
    for index, line in enumerate(lines):
        copied = judged.keys[index] in once
        kind = None if keeps[index] and not copied else _kind(index, judged, title, copied=copied)
        yield Decision(line, kind, float(scored.scores[index]), scored.reasons[index])
        if kind is None and judged.words[index] >= shortest_copy:
            once.add(judged.keys[index])


def decide_extract(lines: Sequence[Line], language: str, title: str | None) -> list[Decision]:
    """Decide about lines that an extractor chose; none is kept when there is no prose among them."""
    kept, _, decisions = _undoubled(*_without_empty(lines))
    texts = [line.text for line in kept]
    found_captions = captions(texts, [line_key(text) for text in texts], language)
    title_key = line_key(title or "")
    for index, line in enumerate(kept):
        kind = wording(line.text, word_count(line.text), language)
        if index in found_captions:
            kind = LineKind.CAPTION
        elif title_key and line_key(line.text) == title_key:
            kind = LineKind.TITLE
        decisions.append(Decision(line, kind))
    if any(prose_weight(decision.line.text) > BREAK for decision in decisions if decision.keeps):
        return decisions
    return [replace(decision, kind=decision.kind or LineKind.NAVIGATION) for decision in decisions]


def _is_of_the_page(index: int, judged: Judged) -> bool:
    """Return whether a line is dropped however well it scores: of such lines in the training stories, 97 in 100 did not belong to them."""
    worded = judged.wordings[index]
    dated = worded is LineKind.DATE and SURE_DATE.search(judged.texts[index]) is not None
    return dated or worded in SURE or judged.kinds[index] is Kind.CAPTION


def _is_button(index: int, judged: Judged) -> bool:
    """Return whether a line asks something of its reader without being a sentence: "Subscribe to our newsletter"."""
    return judged.wordings[index] is LineKind.PROMPT and not ends_sentence(judged.texts[index])


def _by_rules(judged: Judged) -> list[bool]:
    """Take sentences and headings of the block with most prose; of a body of one or two lines, whatever ends as a sentence does."""
    weights = [weight_of(kind, text) for kind, text in zip(judged.kinds, judged.texts, strict=True)]
    block = best_block(weights)
    if not block and len(judged.texts) <= FEW_LINES:
        return [text.endswith(SENTENCE_ENDS) for text in judged.texts]
    return [
        index in block and (kind in (Kind.PROSE, Kind.ITEM) or _is_heading(index, block, judged))
        for index, kind in enumerate(judged.kinds)
    ]


def _is_heading(index: int, block: range, judged: Judged) -> bool:
    """Return whether a short line stands alone between two paragraphs; one of several belongs to a list of other stories."""
    return (
        judged.kinds[index] is Kind.HEADING
        and judged.words[index] <= LONGEST_HEADING
        and judged.apart[index]
        and judged.apart[index + 1]
        and all(judged.kinds[other] is not Kind.HEADING for other in (index - 1, index + 1) if other in block)
    )


def _kind(index: int, judged: Judged, title: str | None, *, copied: bool) -> LineKind:
    """Return the kind of a line that is dropped, as far as it is known."""
    key, kind, worded = judged.keys[index], judged.kinds[index], judged.wordings[index]
    if key and key == line_key(title or ""):
        return LineKind.TITLE
    if kind is Kind.CAPTION:
        return LineKind.CAPTION
    if worded:
        return worded
    if copied or kind is Kind.COPY:
        return LineKind.COPY
    if kind is Kind.PROSE and ends_sentence(judged.texts[index]):
        return LineKind.ASIDE
    return LineKind.TEASER if judged.words[index] >= SHORTEST_TEASER else LineKind.NAVIGATION


def _without_empty(lines: Sequence[Line]) -> tuple[list[Line], list[bool]]:
    """Leave out empty lines; the second list says of each line, and of the end, whether one stood before it."""
    kept: list[Line] = []
    apart = [True]
    for line in lines:
        if line.text:
            kept.append(line)
            apart.append(False)
        else:
            apart[-1] = True
    apart[-1] = True
    return kept, apart


def _undoubled(lines: list[Line], apart: list[bool]) -> tuple[list[Line], list[bool], list[Decision]]:
    """Undo the doubling of a whole story: where most paragraphs stand twice, they are no captions."""
    paragraphs = [line_key(line.text) for line in lines if is_paragraph(line.text)]
    if len(paragraphs) < 4 or len(set(paragraphs)) > len(paragraphs) * 0.6:
        return lines, apart, []
    first: dict[str, int] = {}
    for index, line in enumerate(lines):
        first.setdefault(line_key(line.text), index)
    chosen = sorted(first.values())
    copies = [Decision(lines[index], LineKind.COPY) for index in sorted(set(range(len(lines))) - set(chosen))]
    return [lines[index] for index in chosen], [*(apart[index] for index in chosen), True], copies


def is_paragraph(text: str) -> bool:
    """Return whether a line is long, and ends as a sentence does."""
    return word_count(text) >= PARAGRAPH_WORDS and ends_sentence(text)
