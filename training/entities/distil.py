"""Train a model further, on what the teacher sees in texts and what their sources say.

python -m training.entities.distil START OUTPUT OPINIONS…

START is a model, OPINIONS are what `opinions` wrote. The target is a field of the teacher's scores, in which a tag that the
source gives counts more; the gradient is the difference of both fields' marginals.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from thinc.api import Adam, Optimizer, fix_random_seed, set_dropout_rate

from training.entities.evaluate import load
from training.entities.sentences import LABELS
from training.entities.tags import TAGS, UNDECIDED, tags_of
from training.speed import speed_up
from workers.stages.entities.crf import Batch, Field, Floats, tag

SEED = 7
STEPS = 5000
WORDS = 1500
"""Words of a step."""

DROPOUT = 0.15
RATE, WARM_UP = 0.001, 50
"""The highest learning rate, and the steps up to it; it falls to nothing from there."""

TRUST, TRUST_GMB = 3.0, 2.0
"""How many nats a tag gains that its source gives; gmb is made by machine."""

RULED = frozenset(("NORP", "DATE", "LOC", "FAC", "EVENT"))
"""Labels that go by word lists and rules in most sources, gmb too, and gain as much everywhere: the teacher knows the rules less well."""

Text = tuple[Doc, NDArray[np.float16]]
"""A text with its target scores, whose tags are in the model's order."""


def read_opinions(folders: Iterable[Path], language: Language, trust: Mapping[str, float]) -> Iterator[Text]:
    """Yield all texts with the teacher's scores, to which those of the sources are added."""
    labels = language.get_pipe("names").labels  # type: ignore[attr-defined]
    columns = [0, *(tag(LABELS.index(label), part) for label in labels for part in range(4))]
    for path in (path for folder in folders for path in sorted(folder.glob("*.npz"))):
        docs = list(DocBin().from_disk(path.with_suffix(".spacy")).get_docs(language.vocab))
        scores = np.load(path)["scores"]
        tags = np.array([each for doc in docs for each in tags_of(doc)])
        decided = np.flatnonzero(tags != UNDECIDED)
        gains = np.full(TAGS, trust[path.stem])
        gains[[tag(LABELS.index(label), part) for label in RULED for part in range(4)]] = TRUST
        scores[decided, tags[decided]] += gains[tags[decided]]
        ends = np.cumsum([len(doc) for doc in docs])[:-1]
        yield from zip(docs, np.split(scores[:, columns], ends), strict=True)


def steps(texts: Sequence[Text], count: int, chance: random.Random) -> Iterator[list[Text]]:
    """Yield the texts in random order, as often as it takes."""
    chosen: list[Text] = []
    words = 0
    while count:
        for number in chance.sample(range(len(texts)), len(texts)):
            chosen.append(texts[number])
            words += len(texts[number][0])
            if words >= WORDS and count:
                yield chosen
                chosen, words, count = [], 0, count - 1


def update(model: Any, texts: Sequence[Text], target: Field, optimizer: Optimizer) -> float:
    """Make one step; return by how many tags the fields differ."""
    set_dropout_rate(model, DROPOUT)
    scores, backpropagate = model.begin_update([doc for doc, _ in texts])
    batch = Batch.of(scores)
    free = Field(target.transitions.shape[0] // 4, model.get_param("transitions")).marginals(batch)
    wanted = target.marginals(Batch.of([opinion.astype(np.float32) for _, opinion in texts]))
    gradient: Floats = free.of_tags - wanted.of_tags
    model.inc_grad("transitions", (free.of_transitions - wanted.of_transitions).astype(np.float32))
    backpropagate([part.astype(np.float32) for part in batch.split(gradient)])
    model.finish_update(optimizer)
    return float(np.abs(gradient).sum() / 2)


def main() -> None:
    """Read the arguments, train and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("start", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("opinions", type=Path, nargs="+")
    parser.add_argument("--trust", type=float, default=TRUST, help="(%(default)s)")
    parser.add_argument("--trust-gmb", type=float, default=TRUST_GMB, help="(%(default)s)")
    parser.add_argument("--steps", type=int, default=STEPS, help="(%(default)s)")
    arguments = parser.parse_args()
    speed_up()
    fix_random_seed(SEED)
    language = load(arguments.start)
    model: Any = language.get_pipe("names").model  # type: ignore[attr-defined]
    trust = defaultdict(lambda: arguments.trust, {"gmb": arguments.trust_gmb})
    texts = [text for text in read_opinions(arguments.opinions, language, trust) if len(text[0])]
    optimizer = Adam(
        RATE,
        L2=0.01,
        L2_is_weight_decay=True,
        grad_clip=1.0,
        use_averages=True,
    )
    target = Field(len(LABELS), np.zeros((TAGS, TAGS), np.float32))
    loss = 0.0
    for step, chosen in enumerate(steps(texts, arguments.steps, random.Random(SEED)), 1):
        optimizer.learn_rate = RATE * min(step / WARM_UP, (arguments.steps - step) / (arguments.steps - WARM_UP))
        loss += update(model, chosen, target, optimizer)
        if step % 100 == 0:
            print(f"{step} of {arguments.steps}: {loss / 100:.2f} tags a step", flush=True)
            loss = 0.0
    with model.use_params(optimizer.averages):
        language.to_disk(arguments.output)


if __name__ == "__main__":
    main()
