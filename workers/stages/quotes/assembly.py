"""Quotes as the records hold them."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from schemas.article_with_entities import ArticleWithEntities
from schemas.base import Span
from schemas.enriched_article import Quote, QuoteType, Speaker, TextSpan
from workers.stages.identity import quote_id
from workers.stages.quotes.confidence import confidence
from workers.stages.quotes.coreference import Resolved, resolve_speakers
from workers.stages.quotes.draft import Draft
from workers.stages.quotes.drafts import find_drafts
from workers.stages.quotes.passages import find_paragraphs
from workers.stages.quotes.sentence import Sentence

WITHIN_MARKS = 0.97
"""Share of a content's letters within quote marks from which on it is a direct quote."""

LONGEST_PARAGRAPH = 4_000
"""Code points; an article that came on one line would otherwise stand in each of its quotes once more."""
AROUND = 500
"""Code points that are kept before and after the content in a longer paragraph."""


def assembled(article: ArticleWithEntities, sentences: Sequence[Sentence]) -> list[Quote]:
    """Find the quotes of an article in its sentences, in the order of their content."""
    return [_sure(*found) for found in found_in(article, sentences)]


def _sure(draft: Draft, resolved: Resolved, quote: Quote) -> Quote:
    sure = confidence(draft, resolved, quote.type)
    shares = {"confidence": sure.both, "content_confidence": sure.content, "speaker_confidence": sure.speaker}
    return quote.model_copy(update=shares)


def found_in(article: ArticleWithEntities, sentences: Sequence[Sentence]) -> Iterator[tuple[Draft, Resolved, Quote]]:
    """Find the quotes of an article, each with what its confidence follows from."""
    text = article.text
    drafts = find_drafts(sentences)
    if not drafts:
        return
    paragraphs = [(paragraph.start, paragraph.end) for paragraph in find_paragraphs(text)]
    starts = [start for start, _ in paragraphs]
    repeats: Counter[str] = Counter()
    speakers_of = resolve_speakers(article, drafts, (sentence.tokens for sentence in sentences))
    for draft, resolved in zip(drafts, speakers_of, strict=True):
        content = " ".join(text[start:end] for start, end in draft.spans)
        first_id = quote_id(article.article_id, content, 0)
        repeat = repeats[first_id]
        repeats[first_id] += 1
        first = paragraphs[bisect_right(starts, draft.spans[0][0]) - 1]
        last = paragraphs[bisect_right(starts, draft.spans[-1][0]) - 1]
        paragraph = _context((first[0], last[1]), (draft.spans[0][0], draft.spans[-1][1]))
        speaker = (draft.speaker[0].start, draft.speaker[-1].end) if draft.speaker else None
        speakers = [Speaker(name=one.name, entity_id=one.entity_id) for one in resolved.speakers if one.name]
        alone = speakers[0] if len(speakers) == 1 else None
        quote = Quote(
            quote_id=quote_id(article.article_id, content, repeat) if repeat else first_id,
            type=_type(text, draft.spans, draft.marked),
            text=content,
            content=[Span(start=start, end=end) for start, end in draft.spans],
            cue=_text_span(text, draft.cue),
            speaker=_text_span(text, speaker),
            speaker_name=alone and alone.name,
            entity_id=alone and alone.entity_id,
            speakers=speakers,
            modality=draft.modality,
            found_by=draft.pattern.found_by,
            pattern=draft.pattern.name,
            paragraph=TextSpan(start=paragraph[0], end=paragraph[1], text=text[slice(*paragraph)]),
        )
        yield draft, resolved, quote


def _context(paragraph: tuple[int, int], content: tuple[int, int]) -> tuple[int, int]:
    """Cut an endless paragraph to what stands around the content, so that a record does not grow with its article."""
    if paragraph[1] - paragraph[0] <= LONGEST_PARAGRAPH:
        return paragraph
    return max(paragraph[0], content[0] - AROUND), min(paragraph[1], content[1] + AROUND)


def _text_span(text: str, span: tuple[int, int] | None) -> TextSpan | None:
    return None if span is None else TextSpan(start=span[0], end=span[1], text=text[span[0] : span[1]])


def _type(text: str, spans: Sequence[tuple[int, int]], marked: Sequence[tuple[int, int]]) -> QuoteType:
    letters = sum(text[at].isalnum() for start, end in spans for at in range(start, end))
    inside = sum(text[at].isalnum() for start, end in marked for at in range(start, end))
    if inside == 0:
        return "indirect"
    return "direct" if inside >= WITHIN_MARKS * letters else "mixed"
