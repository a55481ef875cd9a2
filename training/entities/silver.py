"""Take back what a silver source says where a model of hand-made sources is sure of something else.

python -m training.entities.silver MODEL SOURCE OUTPUT

SOURCE and OUTPUT are annotated sentences (gzip'd JSON Lines). What is in doubt becomes `skip`: training sums over it.
"""

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from spacy.tokens import Doc

from training.entities.evaluate import load
from training.entities.sentences import Labelled, Sentence, Stretch, read_sentences
from workers.stages.entities.tagger import CONFIDENCES

JUDGED = frozenset(("PERSON", "ORG", "GPE", "LOC", "FAC"))
"""Labels that all hand-made sources decide; the others stay as they are."""

SURE = 0.6
"""Probability from which the model's word weighs more than the silver source's."""

PLACES = frozenset(("GPE", "LOC", "FAC"))


def checked(sentence: Sentence, doc: Doc) -> Sentence:
    """Return the sentence with the contradicted names taken back."""
    sure = [
        (span.start_char, span.end_char, span.label_)
        for span, confidence in zip(doc.ents, doc.user_data.get(CONFIDENCES) or [1.0] * len(doc.ents), strict=True)
        if confidence >= SURE and span.label_ in JUDGED
    ]
    kept: list[Labelled] = []
    doubtful: list[Stretch] = []
    for name in sentence.entities:
        against = [other for other in sure if _touch(name, other) and not _agree(name, other)]
        if name[2] in JUDGED and against:
            doubtful += [(min(name[0], other[0]), max(name[1], other[1])) for other in against]
        else:
            kept.append(name)
    taken = [*sentence.entities, *((start, end, "") for start, end in sentence.skip)]
    doubtful += [name[:2] for name in sure if not any(_touch(name, other) for other in taken)]
    free = [name for name in kept if not any(_touch(name, (*stretch, "")) for stretch in doubtful)]
    doubtful += [name[:2] for name in kept if name not in free]
    return Sentence(sentence.text, tuple(free), (*sentence.skip, *sorted(doubtful)))


def _touch(one: Labelled, other: Labelled) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _agree(one: Labelled, other: Labelled) -> bool:
    return one[:2] == other[:2] and (one[2] == other[2] or {one[2], other[2]} <= PLACES)


def check(model: Path, source: Path) -> Iterator[Sentence]:
    """Check a file's sentences."""
    sentences = list(read_sentences(source))
    docs = load(model).pipe((sentence.text for sentence in sentences), batch_size=64)
    for sentence, doc in zip(sentences, docs, strict=True):
        yield checked(sentence, doc)


def main() -> None:
    """Read the arguments, write the sentences and say how much was taken back."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("source", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    before = after = 0
    with gzip.open(arguments.output, "wt", encoding="utf-8") as file:
        for given, sentence in zip(
            read_sentences(arguments.source), check(arguments.model, arguments.source), strict=True
        ):
            before += len(given.entities)
            after += len(sentence.entities)
            record = {"text": sentence.text, "ents": sentence.entities, "skip": sentence.skip}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    print(f"{before:,} names, of which {before - after:,} taken back")


if __name__ == "__main__":
    main()
