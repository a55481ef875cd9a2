"""The tags of annotated Docs, as numbers."""

from spacy.tokens import Doc

from training.entities.sentences import LABELS
from workers.stages.entities.crf import tags_of_name

TAGS = 1 + 4 * len(LABELS)
UNDECIDED = -100


def tags_of(doc: Doc) -> list[int]:
    """Return the tag of each token, `UNDECIDED` where annotation is missing."""
    tags = [0 if inside else UNDECIDED for inside in doc.to_array("ENT_IOB")]
    for span in doc.ents:
        tags[span.start : span.end] = tags_of_name(LABELS.index(span.label_), len(span))
    return tags
