"""The definition of the entities stage."""

from typing import Final

from schemas.article_with_entities import ArticleWithEntities
from schemas.mention import MentionRecord
from workers.stages.clean.definition import CLEAN
from workers.stages.definition import Parts, Stage
from workers.stages.entities.records import mention_records
from workers.topics import Topic

ENTITIES: Final = Topic("articles.entities.v1", ArticleWithEntities, "Articles with their entities")
MENTIONS: Final = Topic("mentions.v1", MentionRecord, "Entities of an article, one record each")

ENTITIES_STAGE: Final = Stage(
    name="entities",
    consumes=CLEAN,
    publishes=ENTITIES,
    parts=Parts(MENTIONS, mention_records),
    package=__package__,
    settings=("entities_models",),
)
