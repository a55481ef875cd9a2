"""Treebanks in CoNLL-U, as spaCy's training format wants them."""

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

KEPT_SUBTYPES = frozenset({"nsubj:pass", "aux:pass", "obl:agent", "acl:relcl", "nmod:poss", "compound:prt"})
"""Relations that the quotes stage tells from their main type, or that are too frequent to lose."""

RARE = {"reparandum": "dep", "orphan": "dep", "dislocated": "dep", "goeswith": "flat"}
"""Relations of fewer than 150 words: each would cost the parser two more actions to score for every word."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place in the tree."""

    text: str
    spaced: bool
    """Whether a space follows it."""
    tag: str
    head: int
    """Index of its head in the sentence; its own at the root."""
    relation: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and whether it begins a paragraph."""

    words: tuple[Word, ...]
    begins_paragraph: bool


def read_treebank(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a gzip'd CoNLL-U file whose words add up to their text."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        comments: list[str] = []
        rows: list[list[str]] = []
        for line in lines:
            if line.startswith("#"):
                comments.append(line.rstrip("\n"))
            elif line.strip():
                rows.append(line.rstrip("\n").split("\t"))
            else:
                words = tuple(_words(rows))
                text = next(comment[9:] for comment in comments if comment.startswith("# text = "))
                if "".join(word.text + " " * word.spaced for word in words).strip() == text.strip():
                    yield Sentence(words, any(comment.startswith(("# newpar", "# newdoc")) for comment in comments))
                comments, rows = [], []


def simplified(relation: str) -> str:
    """Return the relation that the parser learns instead of this one."""
    kept = relation if relation in KEPT_SUBTYPES else relation.partition(":")[0]
    return RARE.get(kept, kept)


def as_doc(vocab: Vocab, run: Sequence[Sentence]) -> Doc:
    """Put sentences after one another, with the treebank's own tokens: spaCy aligns them with those of its tokenizer."""
    words = [word for sentence in run for word in sentence.words]
    heads: list[int] = []
    starts: list[bool | int | None] = []
    for sentence in run:
        offset = len(heads)
        heads += [offset + word.head for word in sentence.words]
        starts += [at == 0 for at in range(len(sentence.words))]
    return Doc(
        vocab,
        words=[word.text for word in words],
        spaces=[word.spaced or bool(begins) for word, begins in zip(words, [*starts[1:], False], strict=True)],
        tags=[word.tag for word in words],
        heads=heads,
        deps=["ROOT" if word.relation == "root" else word.relation for word in words],
        sent_starts=starts,
    )


def _words(rows: Sequence[Sequence[str]]) -> Iterator[Word]:
    contraction_end = 0
    spaced_after_contraction = True
    for row in rows:
        if "." in row[0]:  # an empty node of the enhanced graph
            continue
        if "-" in row[0]:
            contraction_end = int(row[0].split("-")[1])
            spaced_after_contraction = "SpaceAfter=No" not in row[9]
            continue
        number = int(row[0])
        spaced = "SpaceAfter=No" not in row[9]
        if number <= contraction_end:
            spaced = spaced_after_contraction and number == contraction_end
        head = int(row[6])
        yield Word(row[1], spaced, row[4], head - 1 if head else number - 1, simplified(row[7]))
