"""Turn the annotated sentences of a data folder into spaCy's training format.

python -m training.entities.prepare DATA OUTPUT

DATA holds `<source>.train.jsonl.gz`, `<source>.dev.jsonl.gz` and `name_pools.json.gz`; OUTPUT gets train.spacy and
dev.spacy.
"""

import argparse
import gzip
import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from training.entities.augmentation import NamePools, curly, headline, lower, swap_names, upper
from training.entities.names import countries, fakers, large_places, nations
from training.entities.sentences import Sentence, join, read_sentences
from training.entities.synthetic import lines, with_dateline
from training.runs import runs
from workers.stages.entities.nationalities import COUNTRY_OF

SEED = 7
SHARES = {"gmb": 0.35}
"""Share of a source's sentences that is used, if not all: gmb is made by machine, and larger than all others."""

DEV_SENTENCES = 300
"""Most sentences of one source in the development set, so that no source decides alone when training stops."""


def training_sentences(data: Path, pools: NamePools, chance: random.Random) -> Iterator[Sentence]:
    """Yield all training texts: runs of one to four sentences, and variants of some of them."""
    for path in sorted(data.glob("*.train.jsonl.gz")):
        share = SHARES.get(path.name.split(".")[0], 1.0)
        for run in runs(read_sentences(path), chance, first=1):
            if chance.random() >= share:
                continue
            joined = join(run)
            yield curly(joined) if chance.random() < 0.5 else joined
            yield from _variants(run, pools, chance)


def development_sentences(data: Path) -> Iterator[Sentence]:
    """Yield the first sentences of every source's development file."""
    for path in sorted(data.glob("*.dev.jsonl.gz")):
        for _, sentence in zip(range(DEV_SENTENCES), read_sentences(path), strict=False):
            yield sentence


def annotated(sentence: Sentence, language: Language) -> Doc:
    """Return the sentence as a Doc; text that is skipped, or whose entity cuts a token, is missing annotation."""
    doc = language.make_doc(sentence.text)
    spans = []
    undecided = list(sentence.skip)
    for start, end, label in sentence.entities:
        span = doc.char_span(start, end, label=label)
        if span is None:
            undecided.append((start, end))
        else:
            spans.append(span)
    decided = {token.i for span in spans for token in span}
    missing = {
        token.i
        for start, end in undecided
        for token in doc
        if token.idx < end and start < token.idx + len(token) and token.i not in decided
    }
    doc.set_ents(spans, missing=[doc[index : index + 1] for index in sorted(missing)])
    return doc


def _variants(run: list[Sentence], pools: NamePools, chance: random.Random) -> Iterator[Sentence]:
    for sentence in run:
        draw = chance.random()
        if draw < 0.04:
            yield upper(sentence)
        elif draw < 0.06:
            yield headline(sentence)
        elif draw < 0.08:
            yield lower(sentence)
        elif draw < 0.11:
            yield with_dateline(sentence, pools, chance)
        elif draw < 0.19:
            yield lines(pools, chance)
        elif draw < 0.37 and sentence.entities:
            yield swap_names(sentence, pools, chance)


def _is_latin(name: str) -> bool:
    return name[:1].isupper() and all(ord(letter) < 0x250 for letter in name)


def _write(sentences: Iterable[Sentence], path: Path, language: Language) -> None:
    DocBin(docs=[annotated(sentence, language) for sentence in sentences], attrs=["ENT_IOB", "ENT_TYPE"]).to_disk(path)


def main() -> None:
    """Read the arguments and write both files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    with gzip.open(arguments.data / "name_pools.json.gz", "rt", encoding="utf-8") as file:
        pools = json.load(file)
    pools["countries"] = sorted(set(countries()))
    pools["nations"] = sorted(nations())
    pools["large"] = sorted(set(large_places()) - set(nations()))
    pools["nationalities"] = sorted({word.title() for word in COUNTRY_OF})
    pools["first"] += sorted({name for name, is_surname in fakers() if not is_surname and _is_latin(name)})
    pools["last"] += sorted({name for name, is_surname in fakers() if is_surname and _is_latin(name)})
    chance = random.Random(SEED)
    language = spacy.blank("en")
    training = list(training_sentences(arguments.data, pools, chance))
    chance.shuffle(training)
    _write(training, arguments.output / "train.spacy", language)
    _write(development_sentences(arguments.data), arguments.output / "dev.spacy", language)


if __name__ == "__main__":
    main()
