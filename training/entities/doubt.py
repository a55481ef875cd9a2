"""Annotation made by machine, where a model trained on annotation made by hand sees it differently, is left undecided.

The field sums over what is undecided (see workers/stages/entities/crf.py), so such text teaches neither view.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.language import Language

from training.entities.sentences import Sentence


def without_doubtful(sentences: Iterable[Sentence], language: Language) -> Iterator[Sentence]:
    """Yield the sentences with the entities that the model finds too; what only one of both has is skipped."""
    pairs = language.pipe(((sentence.text, sentence) for sentence in sentences), as_tuples=True, batch_size=64)
    for doc, sentence in pairs:
        found = {(span.start_char, span.end_char, span.label_) for span in doc.ents}
        doubtful = found.symmetric_difference(sentence.entities)
        yield replace(
            sentence,
            entities=tuple(entity for entity in sentence.entities if entity in found),
            skip=(*sentence.skip, *sorted({(start, end) for start, end, _ in doubtful})),
        )
