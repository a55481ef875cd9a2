"""The definition of the clean stage."""

from typing import Final

from schemas.clean_article import CleanArticle
from workers.stages.definition import Stage
from workers.topics import RAW, Topic

CLEAN: Final = Topic("articles.clean.v1", CleanArticle, "Clean articles")

CLEAN_STAGE: Final = Stage(name="clean", consumes=RAW, publishes=CLEAN, package=__package__)
