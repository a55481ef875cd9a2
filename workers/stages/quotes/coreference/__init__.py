"""Who is meant by the mention of a speaker: a name, a pronoun, a description, several people."""

from workers.stages.quotes.coreference.resolver import Resolved, resolve_speakers

__all__ = ["Resolved", "resolve_speakers"]
