"""The records about single entities of an article."""

from collections import defaultdict

from schemas.article_with_entities import ArticleWithEntities
from schemas.mention import MentionRecord, MentionSpan
from workers.stages.received import lineage_of_parts


def mention_records(article: ArticleWithEntities) -> list[MentionRecord]:
    """Make one record for each entity of an article, in the order of its entities."""
    spans: defaultdict[str, list[MentionSpan]] = defaultdict(list)
    for mention in article.mentions:
        within = article.text if mention.field == "text" else article.title or ""
        text = within[mention.start : mention.end]
        spans[mention.entity_id].append(
            MentionSpan(start=mention.start, end=mention.end, field=mention.field, text=text)
        )
    lineage = lineage_of_parts(article)
    return [
        MentionRecord(
            article_id=article.article_id,
            revision=article.revision,
            url=article.url,
            title=article.title,
            source=article.source,
            language=article.language,
            published_at=article.published_at,
            index=index,
            count=len(article.entities),
            entity_id=entity.id,
            name=entity.name,
            label=entity.label,
            salience=entity.salience,
            confidence=entity.confidence,
            country=entity.country,
            place=entity.place,
            mentions=spans[entity.id],
            lineage=lineage,
        )
        for index, entity in enumerate(article.entities)
    ]
