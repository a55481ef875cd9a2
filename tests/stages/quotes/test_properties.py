"""What holds for any text whatever: no failure, no overlap, no bad span."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.article_with_entities import ArticleWithEntities, Entity, EntityLabel, Mention
from schemas.enriched_article import EnrichedArticle
from tests.stages.quotes.support import SYNTAX
from workers.stages.quotes.passages import find_paragraphs
from workers.stages.quotes.stage import find_quotes
from workers.stages.received import Received

PIECES = [
    '"', "“", "”", "„", "‘", "’", "'", "''", "``", "`", "«", "»", "‹", "›", "‟", "\n\n", "\n", " ", " ", " ", ",", ".", ":", ";", "?",
    "the former", "the company", "the pair", "45-year-old", ", 45,", "CEO", "Mrs", "lawyer", "Those are", "both", "Foreign Ministry",
    "!", "…", "—", "(", ")", "&", "'s", "said", "says", "told", "reporters", "that", "he", "she", "it", "they", "I", "who", "and", "but",
    "according to", "According to", "called", "called on", "quoted", "as saying", "was", "Lavrov", "Sergei Lavrov", "Mr.", "the",
    "a", "minister", "ministry", "The Ministry of Fisheries", "in a statement", "on Tuesday", "not", "to", "by", "added", "adding",
    "declined to say", "will", "whether", "urged", "when", "while", "as", "put it", "was told",
    "told him that", "Smith said", "he told them",
    "his deputy", "her father", "Smith", "Klara Smith", "of", "for", "London", "so-called", "asked whether", "went on", "6'2\"",
    "pointed out", "Smith's claim that", "a warning from", "by telling", "in May", "he's claiming", "promised", "wait", "–", "(@smith)",
    "From Klara Smith:", "Is it you?", "\n\nDo you?\n\n", "\n\nI do.", "Q:", "A:", "a study by", "known as", "a storm", "threatens",
    "accused", "of hiding", "took to", "to announce that", "which says that", "isn't saying if", "has yet to explain why", "denied taking",
    "appeared to suggest", "even claiming", "referring to", "a letter on Friday saying", "5,000", "\n\nHOST: ", "\n\nSMITH: ", "wrote:\n\n",
    "\n\nKlara Smith, surveyor",
    "residents’", "don’t", "’90s", "\u00a0", "\u200b", "𝔘", "e\u0301", "ß", "١٢",
]  # fmt: skip
NEWS = st.lists(st.sampled_from(PIECES), max_size=60).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda blank: blank.join(pieces))
)
LABELS: list[EntityLabel] = ["PERSON", "ORG", "GPE", "DATE", "NORP", "WORK_OF_ART"]


@st.composite
def articles(draw: st.DrawFn) -> ArticleWithEntities:
    text = draw(st.one_of(NEWS, NEWS, st.text(max_size=200)))
    title = draw(st.one_of(st.none(), NEWS))
    count = draw(st.integers(0, 4))
    labels = [draw(st.sampled_from(LABELS)) for _ in range(count)]
    names = ["Sergei Lavrov", "Ministry of Fisheries", "Klara Smith", " "]
    mentions = []
    if count:
        for where, length in (("title", len(title or "")), ("text", len(text))):
            cuts = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
            for start, end in list(pairwise(cuts))[:: draw(st.integers(1, 2))]:
                number = draw(st.integers(0, count - 1))
                mentions.append(
                    Mention.model_validate(
                        {"start": start, "end": end, "label": labels[number], "entity_id": f"e{number}", "field": where}
                    )
                )
    entities = [Entity(id=f"e{n}", name=names[n], label=labels[n], count=1) for n in range(count)]
    return ArticleWithEntities(
        article_id="a1", text=text, title=title, language="en", mentions=mentions, entities=entities
    )


def run(record: ArticleWithEntities) -> EnrichedArticle:
    (found,) = find_quotes([Received(record, worker="9.9")], SYNTAX)
    return found


def ascending(spans: Sequence[tuple[int, int]]) -> bool:
    return all(one[1] <= other[0] for one, other in pairwise(spans))


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles())
def test_any_text(record: ArticleWithEntities) -> None:
    found = run(record)
    text = found.text

    assert found == run(record)
    assert ascending([(span.start, span.end) for quote in found.quotes for span in quote.content])
    for quote in found.quotes:
        spans = [*quote.content, quote.paragraph, *(span for span in (quote.cue, quote.speaker) if span)]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert quote.text == " ".join(text[span.start : span.end] for span in quote.content)
        assert all(text[s.start : s.end] == s.text for s in (quote.cue, quote.speaker, quote.paragraph) if s)
        assert quote.paragraph.start <= quote.content[0].start
        assert quote.paragraph.end >= quote.content[-1].end
        assert quote.entity_id is None or quote.entity_id in {entity.id for entity in found.entities}
    ids = [quote.quote_id for quote in found.quotes]
    assert len(set(ids)) == len(ids)


@settings(max_examples=500, deadline=None)
@given(st.one_of(NEWS, st.text(max_size=200)))
def test_passages_lie_in_their_paragraphs(text: str) -> None:
    paragraphs = find_paragraphs(text)

    assert ascending([(paragraph.start, paragraph.end) for paragraph in paragraphs])
    for paragraph in paragraphs:
        assert ascending([(passage.start, passage.end) for passage in paragraph.passages])
        assert "\n\n" not in text[paragraph.start : paragraph.end]
        for passage in paragraph.passages:
            assert paragraph.start <= passage.start < passage.inner_start <= passage.inner_end <= passage.end
            assert passage.end <= paragraph.end
            assert passage.words > 0
