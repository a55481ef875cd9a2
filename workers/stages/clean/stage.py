"""From raw articles to clean ones."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from schemas import CleanArticle, RawArticle
from schemas.line_kinds import LineKind
from schemas.lineage import Model, Said
from schemas.oddities import Oddity
from workers.stages.clean.captions import distinct_captions
from workers.stages.clean.content_type import kind_of_body
from workers.stages.clean.dates import iso_date
from workers.stages.clean.doubts import doubts
from workers.stages.clean.fingerprint import fingerprint
from workers.stages.clean.html import read_page, spaced_lines
from workers.stages.clean.language import language_of_tag, language_of_text
from workers.stages.clean.limits import bounded_page, bounded_record
from workers.stages.clean.lines import Decision, decide_page, decide_page_text
from workers.stages.clean.model import load_line_model
from workers.stages.clean.page_metadata import PageMetadata
from workers.stages.clean.page_model import PageText
from workers.stages.clean.source_lines import Line, located, numbered_lines
from workers.stages.clean.title import leading_titles, title_of_page_text
from workers.stages.clean.told_body import told_story
from workers.stages.clean.unicode_repair import repair_line
from workers.stages.definition import Process
from workers.stages.identity import article_id, revision
from workers.stages.received import Received

_SAMPLE = (
    "The harbour was opened again on Monday after a storm had closed it for ten days, and nobody was hurt. "
    "The first ship, a small ferry from the islands, came in shortly after nine in the morning."
)
_SAMPLES = (_SAMPLE, f"<html><body><article><p>{_SAMPLE}</p></article></body></html>")
"""Long enough for their language to be looked for."""
DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Found:
    """What the body told."""

    decisions: list[Decision]
    title: str | None
    language: str
    page: PageMetadata | None = None
    """What the page says about itself; None for plain text."""
    captions: tuple[str, ...] = ()
    """Captions by their markup."""
    oddities: tuple[Oddity, ...] = ()

    @property
    def story(self) -> list[Line]:
        """Return the lines of the story."""
        return [decision.line for decision in self.decisions if decision.keeps]


def load() -> Process:
    """Return the stage, after it has cleaned two samples: libraries load their models and tables on first use."""
    clean_articles([Received(RawArticle(body=body), worker="") for body in _SAMPLES])
    return clean_articles


def clean_articles(received: Sequence[Received[RawArticle]]) -> list[CleanArticle]:
    """Clean articles, one for one and in their order.

    The same input gives the same bytes. No text makes it raise: what cannot be read is named in `warnings`, and an article of
    which nothing is left has the status `empty`.
    """
    return [clean_article(one) for one in received]


def clean_article(received: Received[RawArticle]) -> CleanArticle:
    """Clean one article; what the record says goes before what its body says."""
    record = bounded_record(received.record)
    kind, known_kind = kind_of_body(record.content_type, record.body)
    found = read_body(record)
    page = found.page or PageMetadata()
    text = "\n\n".join(line.text for line in found.story)
    published_at, published_odd = _date(record.published_at, Oddity.PUBLISHED_AT_UNREADABLE)
    fetched_at, fetched_odd = _date(record.fetched_at, Oddity.FETCHED_AT_UNREADABLE)
    name = article_id(received.record, received.key)
    oddities = [
        *_key_oddities(received, name),
        *([] if record is received.record else [Oddity.FIELD_CUT]),
        *([Oddity.NUL_REMOVED] if "\0" in record.body or "\0" in (record.title or "") else []),
        *([] if known_kind else [Oddity.CONTENT_TYPE_UNKNOWN]),
        *published_odd,
        *fetched_odd,
        *found.oddities,
    ]
    return CleanArticle(
        article_id=name,
        revision=revision(found.title, text),
        url=record.url or page.url,
        title=found.title,
        source=repair_line(record.source or "") or page.site,
        language=found.language if text else language_of_tag(record.language),
        published_at=published_at or (None if published_odd else page.published_at),
        text=text,
        authors=[name for author in record.authors or () if (name := repair_line(author))] or list(page.authors),
        fetched_at=fetched_at,
        metadata=record.metadata or {},
        modified_at=page.modified_at,
        captions=_captions(found),
        source_lines=_source_lines(record.body, kind == "html", found.story),
        removed=_removed(found.decisions),
        fingerprint=fingerprint(text),
        **received.report(
            "clean",
            "ok" if text else "empty",
            _model(found),
            oddities,
            record_said=_record_said(record),
            page_said=found.page and _page_said(found.page),
        ),
    )


def read_body(record: RawArticle, reasons: int = 0) -> Found:
    """Read an article's body; with reasons, each decision of the line classifier gives so many of them."""
    kind, _ = kind_of_body(record.content_type, record.body)
    return _from_page(record, reasons) if kind == "html" else _from_text(record, reasons)


def _from_page(record: RawArticle, reasons: int) -> Found:
    page = read_page(record.body)
    metadata = bounded_page(page.metadata)
    texts = [line.text for line in page.lines] or spaced_lines(record.body)
    language, uncertain = _language(record, page.chosen or texts, metadata.language)
    title = repair_line(record.title or "") or metadata.title or title_of_page_text(texts, language)
    decisions = decide_page(
        PageText(page.lines, page.chosen, language, title, page.told, metadata.description), reasons
    )
    if not any(decision.keeps for decision in decisions):  # nothing was parsed, or all is in an element left open
        unparsed = [Line(text, None) for text in spaced_lines(record.body)]
        decisions = decide_page_text(unparsed, language, title, reasons)
    if page.told:
        decisions = list(told_story(page.told, decisions, language, title))
    found = Found(_without_title(decisions, title), title, language, metadata, tuple(page.captions))
    oddities = (
        *(() if page.readable else (Oddity.MARKUP_UNREADABLE,)),
        *(() if metadata == page.metadata else (Oddity.FIELD_CUT,)),
        *(uncertain if found.story else ()),
        *doubts(page.lines, decisions, page.scripts),
    )
    return replace(found, oddities=oddities)


def _from_text(record: RawArticle, reasons: int) -> Found:
    lines = numbered_lines(record.body)
    texts = [line.text for line in lines]
    language, uncertain = _language(record, texts, None)
    title = repair_line(record.title or "") or title_of_page_text(texts, language)
    found = Found(_without_title(decide_page_text(lines, language, title, reasons), title), title, language)
    return replace(found, oddities=uncertain if found.story else ())


def _without_title(decisions: Sequence[Decision], title: str | None) -> list[Decision]:
    """Take the title off the head of a story."""
    story = [index for index, decision in enumerate(decisions) if decision.keeps]
    count = leading_titles([decisions[index].line.text for index in story], title)
    titles = set(story[:count])
    return [
        replace(decision, kind=LineKind.TITLE) if index in titles else decision
        for index, decision in enumerate(decisions)
    ]


def _captions(found: Found) -> list[str]:
    """Return the captions, each once, the fullest of its copies."""
    dropped = [decision.line.text for decision in found.decisions if decision.kind is LineKind.CAPTION]
    return distinct_captions([*found.captions, *dropped], [line.text for line in found.story])


def _source_lines(body: str, is_page: bool, story: Sequence[Line]) -> list[int | None]:  # noqa: FBT001 - not a public function
    return located(body, [line.text for line in story]) if is_page else [line.number for line in story]


def _removed(decisions: Iterable[Decision]) -> dict[str, int]:
    """Count what was left out, in the order of the kinds."""
    counts = Counter(decision.kind for decision in decisions if decision.kind)
    return {str(kind): counts[kind] for kind in LineKind if kind in counts}


def _model(found: Found) -> Model | None:
    """Return the line classifier's name and version, if it was used."""
    if all(decision.score is None for decision in found.decisions):
        return None
    is_page = any(decision.line.element for decision in found.decisions)
    model = load_line_model("pages" if is_page else "texts")
    return Model(name=model.name, version=model.version)


def _record_said(record: RawArticle) -> Said:
    return Said(
        title=record.title,
        authors=record.authors or [],
        published_at=record.published_at,
        url=record.url,
        source=record.source,
        language=record.language,
    )


def _page_said(page: PageMetadata) -> Said:
    return Said(
        title=page.title,
        authors=list(page.authors),
        published_at=page.published_at,
        modified_at=page.modified_at,
        url=page.url,
        source=page.site,
        language=page.language,
    )


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
