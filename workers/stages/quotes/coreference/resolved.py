"""Who speaks, and how that was found."""

from typing import NamedTuple

from workers.stages.quotes.coreference.people import Party
from workers.stages.quotes.coreference.references import Candidate, Choice


class Resolved(NamedTuple):
    """Who speaks, and how that was found."""

    party: Party | None
    how: str
    """`name`, `pronoun`, `description`, `group`, `title`, `before`, `after`, `author`; `unnamed` and `none` when nobody is meant."""
    candidates: tuple[Candidate, ...] = ()
    """Those who were weighed against each other, the chosen one first; none where a name or the text left no choice."""

    @property
    def speakers(self) -> tuple[Party, ...]:
        """All those meant who have names."""
        return self.party.speakers if self.party else ()


NOBODY = Resolved(None, "none")


def chosen(choice: Choice, how: str) -> Resolved:
    """Return who was chosen; of somebody without a name, no more is known than that."""
    return Resolved(choice.party, how if choice.party.speakers else "unnamed", choice.ranked)
