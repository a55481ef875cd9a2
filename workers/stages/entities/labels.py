"""What pipelines of others call things, brought to the labels that records have."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from schemas.article_with_entities import EntityLabel
from workers.stages.entities.tagger import CONFIDENCES

RELABEL = "quotewire_labels"
"""Kind and name of the component that does it."""

_TABLE = tomllib.loads(Path(__file__).with_name("languages.toml").read_text("utf-8"))
LABELS: Mapping[str, EntityLabel] = {
    other.upper(): label for label, others in _TABLE["labels"].items() for other in others
}


def label_of(other: str) -> EntityLabel | None:
    """Return the label that records have for what a pipeline calls something; None if they have none."""
    return LABELS.get(other.upper())


@cache
def titles_of(language: str | None) -> frozenset[str]:
    """Return the words of a language that stand before people's names and are no part of them, in small letters."""
    return frozenset(_TABLE["titles"].get(language, "").split())


@Language.factory(RELABEL, assigns=["doc.ents"])
def make_labeller(nlp: Language, name: str) -> "Labeller":  # noqa: ARG001 - spaCy's signature
    """Make the component, as `add_pipe` asks for it."""
    return Labeller()


class Labeller:
    """The last component of a pipeline of others: it leaves the names that records have a label for, under that label."""

    def __init__(self) -> None:
        self.is_town: Callable[[str], bool] = lambda _: False
        """Tells whether a `LOC` is a country, region or city by its name: set where a pipeline has one label for all places."""

    def __call__(self, doc: Doc) -> Doc:
        """Relabel the names of a text; nothing is known of how sure the pipeline was."""
        doc.set_ents(list(self._relabelled(doc.ents)))
        doc.user_data[CONFIDENCES] = [1.0] * len(doc.ents)
        return doc

    def _relabelled(self, spans: Iterable[Span]) -> Iterator[Span]:
        for span in spans:
            label = label_of(span.label_)
            if label == "LOC" and self.is_town(span.text):
                label = "GPE"
            if label:
                yield Span(span.doc, span.start, span.end, label=label)
