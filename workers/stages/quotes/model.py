"""The trained tagger and parser."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from schemas.lineage import Model
from workers.stages.quotes.tokens import Token
from workers.stages.quotes.tree import Tree, Word, grown, unparsed
from workers.stages.spacy_pipelines import WordMemory, lineage_of, load_pipeline

FOLDER = Path(__file__).parents[2] / "models" / "parser"

BATCH = 128
"""Sentences that the network sees at once."""
LONGEST = 2_000
"""Code points; what is longer is no sentence, or one that quotes a speech, and is left to the rules."""


@dataclass(frozen=True, slots=True)
class SyntaxModel:
    """A loaded model; use it from one thread at a time."""

    language: Language
    words: WordMemory
    lineage: Model
    """Name and version, as records tell them."""


def load_model(folder: Path = FOLDER) -> SyntaxModel:
    """Load the shipped model, or one from another folder of spaCy's making.

    Raises OSError when the folder holds no model.
    """
    language = load_pipeline(folder)
    return SyntaxModel(language, WordMemory(language), lineage_of(language))


def parsed(sentences: Sequence[tuple[str, Sequence[Token]]], model: SyntaxModel) -> list[Tree]:
    """Parse sentences, each given as the text of its article and its tokens; what is too long stays unparsed."""
    cuts = [(text, tokens, tokens[0].start, tokens[-1].end) for text, tokens in sentences]
    fitting = [text[start:end] for text, _, start, end in cuts if end - start <= LONGEST]
    model.words.make_room()
    docs = model.language.pipe(fitting, batch_size=BATCH)
    return [
        grown(_words(next(docs), start), tokens) if end - start <= LONGEST else unparsed(tokens)
        for _, tokens, start, end in cuts
    ]


def _words(doc: Doc, offset: int) -> list[Word]:
    strings = doc.vocab.strings
    rows = doc.to_array(["IDX", "HEAD", "DEP", "TAG"])
    steps = rows[:, 1].astype("int64").tolist()
    return [
        Word(offset + start, index + step, strings[relation], strings[tag])
        for index, ((start, _, relation, tag), step) in enumerate(zip(rows.tolist(), steps, strict=True))
    ]
