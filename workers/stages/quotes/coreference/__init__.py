"""Who is meant by the mention of a speaker: a name, a pronoun, a description, several people."""

from workers.stages.quotes.coreference.resolved import Resolved
from workers.stages.quotes.coreference.resolver import resolve_speakers

__all__ = ["Resolved", "resolve_speakers"]
