"""What is known of an article when somebody who speaks is looked for."""

from collections.abc import Iterable, Sequence

from schemas.article_with_entities import ArticleWithEntities
from workers.stages.quotes.coreference.descriptions import Describer
from workers.stages.quotes.coreference.discourse import Discourse
from workers.stages.quotes.coreference.genders import PRONOUNS
from workers.stages.quotes.coreference.references import Choice
from workers.stages.quotes.draft import Draft
from workers.stages.quotes.tokens import Token

CLEAR = 1.0
"""Lead over the next candidate from which on a pronoun teaches the gender of whom it stands for."""


class Knowledge:
    """An article, its parties, and who was spoken of where, as far as it has been read."""

    def __init__(
        self, article: ArticleWithEntities, drafts: Sequence[Draft], sentences: Iterable[Sequence[Token]]
    ) -> None:
        self.article = article
        self.drafts = drafts
        self.discourse = Discourse(article, drafts, sentences)
        self.narrative = self.discourse.narrative
        self.references = self.discourse.references
        self.parties = self.discourse.parties
        self.surnames = self.discourse.surnames
        self.describer = Describer(self.references, list(dict.fromkeys(self.parties.values())))

    def place(self, offset: int) -> tuple[int, int]:
        """Return an offset with the number of its sentence."""
        return offset, self.narrative.sentence(offset)

    def person(self, offset: int, pronoun: str) -> Choice | None:
        """Choose who "he" or "she" is, and learn from a clear choice."""
        gender = PRONOUNS[pronoun]
        choice = self.references.choose(
            self.place(offset),
            lambda party: 0.0 if party.is_person and party.gender in {gender, None} else None,
            gender,
        )
        if choice is not None and choice.party.gender is None and choice.lead >= CLEAR:
            choice.party.gender = gender
        return choice
