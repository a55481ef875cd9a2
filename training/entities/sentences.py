"""Annotated sentences, as the source files hold them."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from schemas.article_with_entities import EntityLabel

LABELS: tuple[str, ...] = get_args(EntityLabel)

Labelled = tuple[int, int, str]
Stretch = tuple[int, int]


@dataclass(frozen=True)
class Sentence:
    """One sentence (or a few joined ones) with its entities.

    Offsets count Unicode code points, end exclusive. `skip` marks text whose label the source does not decide.
    """

    text: str
    entities: tuple[Labelled, ...] = ()
    skip: tuple[Stretch, ...] = ()


def read_sentences(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a gzip'd JSON Lines file with the fields `text`, `ents` and, where needed, `skip`."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield Sentence(
                text=record["text"],
                entities=tuple((start, end, label) for start, end, label in record["ents"]),
                skip=tuple((start, end) for start, end in record.get("skip", ())),
            )


def join(sentences: list[Sentence]) -> Sentence:
    """Put sentences after one another, a space between them."""
    entities: list[Labelled] = []
    skip: list[Stretch] = []
    offset = 0
    for sentence in sentences:
        entities += [(start + offset, end + offset, label) for start, end, label in sentence.entities]
        skip += [(start + offset, end + offset) for start, end in sentence.skip]
        offset += len(sentence.text) + 1
    return Sentence(" ".join(sentence.text for sentence in sentences), tuple(entities), tuple(skip))
