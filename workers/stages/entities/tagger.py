"""The spaCy component that marks names: a token's tag scores by a network, the best sequence of tags by a field.

spaCy's own `ner` spends most of its time outside the network (40 of 60 microseconds a token, taking Python's lock to
look for errors), and says nothing about how sure it is.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.scorer import get_ner_prf
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import registry
from spacy.vocab import Vocab
from thinc.api import Linear, Maxout, Model, Optimizer, chain, set_dropout_rate, with_array, zero_init

from workers.stages.entities import gazetteer
from workers.stages.entities.crf import Batch, Bools, Field, names_of, tags_of_name

assert gazetteer  # its import has told spaCy of the network's first layer

CONFIDENCES = "quotewire.confidences"
"""Where a Doc's `user_data` holds how probable each of its `ents` is."""

Network = Model[list[Doc], list[Any]]
"""From Docs to an array of (token, tag) scores each."""

Prediction = list[tuple[int, int, int, float]]
"""First token, token after the last, number of the label, probability; of each name of a Doc."""


@registry.architectures("quotewire.NameTagger.v1")
def name_tagger(tok2vec: Network, hidden_width: int) -> Network:
    """Put a hidden layer and tag scores on top of token vectors; the transition scores are a parameter of the whole."""
    hidden = Maxout(nO=hidden_width, nP=2, normalize=True, dropout=0.0)
    scores = Linear(init_W=zero_init)
    model: Network = Model(
        "name_tagger",
        _forward,
        init=_initialize,
        layers=[tok2vec, with_array(chain(hidden, scores))],
        refs={"scores": scores},
        params={"transitions": None},
        dims={"nO": None},
    )
    return model


def _forward(
    model: Network,
    docs: list[Doc],
    is_train: bool,  # noqa: FBT001 - thinc's signature
) -> tuple[list[Any], Callable[[list[Any]], list[Doc]]]:
    vectors, to_docs = model.layers[0](docs, is_train)
    scores, to_vectors = model.layers[1](vectors, is_train)
    return scores, lambda gradient: to_docs(to_vectors(gradient))


def _initialize(model: Network, X: list[Doc] | None = None, Y: Any = None) -> None:  # noqa: ARG001, N803 - thinc's signature
    count = model.get_dim("nO")
    model.get_ref("scores").set_dim("nO", count)
    model.layers[0].initialize(X=X)
    model.layers[1].initialize(X=model.layers[0].predict(X))
    model.set_param("transitions", model.ops.alloc2f(count, count))


@Language.factory(
    "quotewire_names",
    assigns=["doc.ents"],
    default_score_weights={"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0},
)
def make_name_tagger(nlp: Language, name: str, model: Network) -> "NameTagger":
    """Make the component, as spaCy's configuration asks for it."""
    return NameTagger(nlp.vocab, model, name)


class NameTagger(TrainablePipe):
    """Marks names in Docs."""

    def __init__(self, vocab: Vocab, model: Network, name: str) -> None:
        self.vocab = vocab
        self.model = model
        self.name = name
        self.cfg: dict[str, Any] = {"labels": []}

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, in the order of their tags."""
        return tuple(self.cfg["labels"])

    @property
    def label_data(self) -> tuple[str, ...]:
        """What `initialize` takes as labels."""
        return self.labels

    def add_label(self, label: str) -> int:
        """Add a label, before the component is initialized."""
        if label in self.cfg["labels"]:
            return 0
        self.cfg["labels"].append(label)
        return 1

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,  # noqa: ARG002 - spaCy's signature
        labels: Sequence[str] | None = None,
    ) -> None:
        """Collect the labels, if they are not given, and make the network's weights."""
        for label in labels or sorted({span.label_ for example in get_examples() for span in example.reference.ents}):
            self.add_label(label)
        sample = [example.predicted for example in islice(get_examples(), 10)]
        self.model.set_dim("nO", 1 + 4 * len(self.labels))
        self.model.initialize(X=sample)

    def predict(self, docs: Iterable[Doc]) -> list[Prediction]:
        """Find the most probable names of each Doc, and how probable they are."""
        docs = list(docs)
        found: list[Prediction] = [[] for _ in docs]
        filled = [number for number, doc in enumerate(docs) if len(doc)]
        if not filled:
            return found
        scores = dict(zip(filled, self.model.predict([docs[number] for number in filled]), strict=True))
        field = self._field()
        tags = dict(zip(filled, field.best(Batch.of(list(scores.values()))), strict=True))
        named = [number for number in filled if tags[number].any()]
        if not named:
            return found
        batch = Batch.of([scores[number] for number in named])
        marginals = field.marginals(batch)
        for column, place in enumerate(batch.order):
            own = tags[named[place]]
            found[named[place]] = [
                (start, end, label, marginals.of_span(column, start, own[start:end]))
                for start, end, label in names_of(own)
            ]
        return found

    def set_annotations(self, docs: Iterable[Doc], predictions: list[Prediction]) -> None:
        """Write names into the Docs."""
        labels = [self.vocab.strings.add(label) for label in self.labels]
        for doc, names in zip(docs, predictions, strict=True):
            doc.set_ents([Span(doc, start, end, label=labels[label]) for start, end, label, _ in names])
            doc.user_data[CONFIDENCES] = [probability for *_, probability in names]

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """Learn from annotated Docs; tokens without annotation are summed over."""
        losses = {} if losses is None else losses
        losses.setdefault(self.name, 0.0)
        filled = [example for example in examples if len(example.predicted)]
        if not filled:
            return losses
        set_dropout_rate(self.model, drop)
        scores, backpropagate = self.model.begin_update([example.predicted for example in filled])
        batch = Batch.of(scores)
        field = self._field()
        free = field.marginals(batch)
        gold = field.marginals(batch, self._allowed(filled, batch))
        gradient = free.of_tags - gold.of_tags
        transitions = free.of_transitions - gold.of_transitions
        gradient_of_transitions: Any = transitions.astype(np.float32)
        self.model.inc_grad("transitions", gradient_of_transitions)
        backpropagate([part.astype(np.float32) for part in batch.split(gradient)])
        losses[self.name] += float(np.abs(gradient).sum() / 2)
        if sgd is not None:
            self.finish_update(sgd)
        return losses

    def score(self, examples: Iterable[Example], **_: Any) -> dict[str, Any]:
        """Compare exact spans and labels."""
        return get_ner_prf(examples)

    def _field(self) -> Field:
        transitions: Any = self.model.get_param("transitions")
        return Field(len(self.labels), transitions)

    def _allowed(self, examples: list[Example], batch: Batch) -> Bools:
        allowed = np.ones(batch.scores.shape, bool)
        numbers = {self.vocab.strings[label]: number for number, label in enumerate(self.labels)}
        for column, number in enumerate(batch.order):
            reference = examples[number].reference
            for token, inside in enumerate(reference.to_array("ENT_IOB")):
                if inside:  # 0 is spaCy's "missing"
                    allowed[token, column] = False
                    allowed[token, column, 0] = True
            for span in reference.ents:
                for token, own in enumerate(tags_of_name(numbers[span.label], len(span)), span.start):
                    allowed[token, column] = False
                    allowed[token, column, own] = True
        return allowed
