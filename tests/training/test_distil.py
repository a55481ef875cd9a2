"""What the teacher says and what a source says, put together; and that a model learns it."""

from pathlib import Path

import numpy as np
from spacy.tokens import Doc, DocBin, Span
from thinc.api import Adam

from training.entities.distil import Text, read_opinions, update
from training.entities.evaluate import SHIPPED, load
from training.entities.sentences import LABELS
from training.entities.tags import TAGS, UNDECIDED, tags_of
from workers.stages.entities.crf import B, Field, L, U, tag

WORDS = ["Leeds", "beat", "Ann", "Lee", "today"]
PERSON, ORG = LABELS.index("PERSON"), LABELS.index("ORG")


def opinions(folder: Path) -> list[Text]:
    """Leeds is undecided in the source, and a team for the teacher; elsewhere the teacher knows nothing."""
    language = load(SHIPPED)
    doc = Doc(language.vocab, WORDS)
    doc.set_ents([Span(doc, 2, 4, "PERSON")], missing=[doc[0:1]])
    DocBin(docs=[doc], attrs=["ENT_IOB", "ENT_TYPE"]).to_disk(folder / "gum.spacy")
    scores = np.zeros((len(WORDS), TAGS), np.float16)
    scores[0, tag(ORG, U)] = 9
    np.savez(folder / "gum.npz", scores=scores)
    return list(read_opinions([folder], language, {"gum": 9.0}))


def test_tags_follow_the_annotation(tmp_path: Path) -> None:
    [(doc, _)] = opinions(tmp_path)
    assert tags_of(doc) == [UNDECIDED, 0, tag(PERSON, B), tag(PERSON, L), 0]


def test_a_model_learns_both_opinions(tmp_path: Path) -> None:
    texts = opinions(tmp_path)
    language = load(SHIPPED)
    model = language.get_pipe("names").model  # type: ignore[attr-defined]
    target = Field(len(LABELS), np.zeros((TAGS, TAGS), np.float32))
    losses = [update(model, texts, target, Adam(0.003)) for _ in range(30)]
    assert losses[-1] < losses[0] / 2
    found = language(Doc(language.vocab, WORDS))
    assert [(span.text, span.label_) for span in found.ents] == [("Leeds", "ORG"), ("Ann Lee", "PERSON")]
