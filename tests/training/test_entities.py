import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from training.entities.doubt import without_doubtful
from training.entities.sentences import Sentence


@Language.component("finds_oslo_as_a_place")
def finds_oslo_as_a_place(doc: Doc) -> Doc:
    doc.set_ents([Span(doc, token.i, token.i + 1, label="GPE") for token in doc if token.text == "Oslo"])
    return doc


def test_what_a_second_opinion_does_not_share_is_left_undecided() -> None:
    language = spacy.blank("en")
    language.add_pipe("finds_oslo_as_a_place")
    sentences = [
        Sentence("Oslo beat Bergen", ((0, 4, "ORG"), (10, 16, "ORG"))),
        Sentence("from Oslo to Rome", ((5, 9, "GPE"),), skip=((13, 17),)),
        Sentence("near Oslo"),
    ]
    assert list(without_doubtful(sentences, language)) == [
        Sentence("Oslo beat Bergen", (), ((0, 4), (10, 16))),
        sentences[1],
        Sentence("near Oslo", (), ((5, 9),)),
    ]
