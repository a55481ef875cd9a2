"""The tags of annotated Docs, as numbers."""

from spacy.tokens import Doc

from training.entities.sentences import LABELS
from workers.stages.entities.crf import B, I, L, U, tag

TAGS = 1 + 4 * len(LABELS)
UNDECIDED = -100


def tags_of(doc: Doc) -> list[int]:
    """Return the tag of each token, `UNDECIDED` where annotation is missing."""
    tags = [0 if inside else UNDECIDED for inside in doc.to_array("ENT_IOB")]
    for span in doc.ents:
        parts = [B, *[I] * (len(span) - 2), L] if len(span) > 1 else [U]
        tags[span.start : span.end] = [tag(LABELS.index(span.label_), part) for part in parts]
    return tags
