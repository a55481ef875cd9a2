"""From a raw article to a clean one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schemas import CleanArticle, RawArticle
from schemas.warnings import Oddity
from workers.stages.clean.content_type import kind_of_body
from workers.stages.clean.dates import iso_date
from workers.stages.clean.html import read_page
from workers.stages.clean.language import language_of_tag, language_of_text
from workers.stages.clean.lines import story_of_extract, story_of_page_text
from workers.stages.clean.page_metadata import PageMetadata
from workers.stages.clean.title import title_of_page_text, without_title
from workers.stages.clean.unicode_repair import repair_line, repair_lines
from workers.stages.identity import article_id, revision
from workers.stages.received import Received

DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Found:
    """What the body told."""

    story: list[str]
    title: str | None
    language: str
    metadata: PageMetadata
    oddities: tuple[Oddity, ...] = ()


FEW_LINES = 2
SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟", "।", '."', ".”", ".»")


def clean_article(received: Received[RawArticle]) -> CleanArticle:
    """Clean one article; what the record says goes before what its body says."""
    record = received.record
    kind, known_kind = kind_of_body(record.content_type, record.body)
    found = _from_page(record) if kind == "html" else _from_text(record)
    text = "\n\n".join(found.story)
    published_at, published_odd = _date(record.published_at, Oddity.PUBLISHED_AT_UNREADABLE)
    fetched_at, fetched_odd = _date(record.fetched_at, Oddity.FETCHED_AT_UNREADABLE)
    name = article_id(record, received.key)
    oddities = [
        *received.oddities,
        *_key_oddities(received, name),
        *([Oddity.NUL_REMOVED] if "\0" in record.body or "\0" in (record.title or "") else []),
        *([] if known_kind else [Oddity.CONTENT_TYPE_UNKNOWN]),
        *published_odd,
        *fetched_odd,
        *found.oddities,
    ]
    return CleanArticle(
        article_id=name,
        revision=revision(found.title, text),
        url=record.url,
        title=found.title,
        source=repair_line(record.source or "") or found.metadata.site,
        language=found.language if text else language_of_tag(record.language),
        published_at=published_at or (None if published_odd else found.metadata.published_at),
        text=text,
        authors=[name for author in record.authors or () if (name := repair_line(author))]
        or list(found.metadata.authors),
        fetched_at=fetched_at,
        metadata=record.metadata or {},
        status={"clean": "ok" if text else "empty"},
        warnings=list(dict.fromkeys(str(oddity) for oddity in oddities)),
        lineage={"clean": received.lineage()},
    )


def _from_page(record: RawArticle) -> Found:
    page = read_page(record.body)
    odd = () if page.readable else (Oddity.MARKUP_UNREADABLE,)
    language, uncertain = _language(record, page.extract or page.lines, page.metadata.language)
    title = repair_line(record.title or "") or page.metadata.title or title_of_page_text(page.lines, language)
    story = story_of_extract(page.extract, language, title)
    if page.lines:
        story = max(story, story_of_page_text(page.lines, language, title), key=_length)
    story = without_title(story, title)
    return Found(story, title, language, page.metadata, (*odd, *(uncertain if story else ())))


def _from_text(record: RawArticle) -> Found:
    lines = repair_lines(record.body)
    language, uncertain = _language(record, lines, None)
    title = repair_line(record.title or "") or title_of_page_text(lines, language)
    story = without_title(story_of_page_text(lines, language, title) or _brief(lines), title)
    return Found(story, title, language, PageMetadata(), uncertain if story else ())


def _brief(lines: Iterable[str]) -> list[str]:
    """Take a body of one or two lines for what it is: too short for a filter that weighs lines against their neighbours."""
    said = [line for line in lines if line.strip()]
    return [line for line in said if line.rstrip().endswith(SENTENCE_ENDS)] if len(said) <= FEW_LINES else []


def _length(story: Sequence[str]) -> int:
    return sum(map(len, story))


def _language(record: RawArticle, lines: Iterable[str], declared: str | None) -> tuple[str, tuple[Oddity, ...]]:
    """Choose the language: the record's, else the text's, else the page's (templates often keep that of their maker)."""
    language = language_of_tag(record.language) or language_of_text(lines) or language_of_tag(declared)
    return (language, ()) if language else (DEFAULT_LANGUAGE, (Oddity.LANGUAGE_UNCERTAIN,))


def _date(written: str | None, oddity: Oddity) -> tuple[str | None, tuple[Oddity, ...]]:
    if not (written or "").strip():
        return None, ()
    read = iso_date(written or "")
    return read, () if read else (oddity,)


def _key_oddities(received: Received[RawArticle], name: str) -> tuple[Oddity, ...]:
    if received.origin is None:
        return ()
    if received.key is None:
        return () if Oddity.KEY_NOT_UTF8 in received.oddities else (Oddity.NO_KEY,)
    return (Oddity.KEY_DIFFERS_FROM_ID,) if received.key != name else ()
