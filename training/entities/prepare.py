"""Turn the annotated sentences of a data folder into spaCy's training format.

python -m training.entities.prepare DATA OUTPUT

DATA holds `<source>.train.jsonl.gz`, `<source>.dev.jsonl.gz` and `name_pools.json.gz`; OUTPUT gets train.spacy and
dev.spacy.
"""

import argparse
import gzip
import json
import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from training.entities.augmentation import (
    NamePools,
    begun_later,
    curly,
    heading,
    headline,
    lower,
    short_headline,
    swap_names,
    upper,
)
from training.entities.names import countries, fakers, large_places, nations
from training.entities.sentences import Sentence, join, read_sentences
from training.entities.synthetic import lines, with_dateline
from training.runs import runs
from workers.stages.entities.nationalities import COUNTRY_OF

SEED = 7
GMB_SHARE = 0.35
"""Share of gmb's sentences that is used: it is made by machine, and larger than all others."""

VARIANTS: tuple[tuple[float, Callable[[Sentence, NamePools, random.Random], Sentence]], ...] = (
    (0.04, lambda sentence, _, __: upper(sentence)),
    (0.02, lambda sentence, _, __: headline(sentence)),
    (0.02, lambda sentence, _, __: lower(sentence)),
    (0.03, with_dateline),
    (0.08, lambda _, pools, chance: lines(pools, chance)),
    (0.06, lambda sentence, _, chance: begun_later(sentence, chance)),
    (0.04, lambda sentence, _, chance: short_headline(sentence, chance)),
    (0.01, lambda sentence, _, chance: heading(sentence, chance)),
    (0.18, swap_names),
)
"""Which share of the sentences stands in another form beside its own."""

DEV_SENTENCES = 300
"""Most sentences of one source in the development set, so that no source decides alone when training stops."""


def training_sentences(
    data: Path, pools: NamePools, chance: random.Random, gmb_share: float = GMB_SHARE
) -> Iterator[Sentence]:
    """Yield all training texts."""
    for path in sorted(data.glob("*.train.jsonl.gz")):
        share = gmb_share if path.name.startswith("gmb.") else 1.0
        yield from texts_of(read_sentences(path), pools, chance, share)


def texts_of(
    sentences: Iterable[Sentence], pools: NamePools, chance: random.Random, share: float = 1.0
) -> Iterator[Sentence]:
    """Yield the texts of a source, or a share of them: runs of one to four sentences, and variants of some of them."""
    for run in runs(sentences, chance, first=1):
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


def read_pools(data: Path) -> NamePools:
    """Read the names that texts are varied with."""
    with gzip.open(data / "name_pools.json.gz", "rt", encoding="utf-8") as file:
        pools: dict[str, list[str]] = json.load(file)
    pools["countries"] = sorted(set(countries()))
    pools["nations"] = sorted(nations())
    pools["large"] = sorted(set(large_places()) - set(nations()))
    pools["nationalities"] = sorted({word.title() for word in COUNTRY_OF})
    pools["first"] += sorted({name for name, is_surname in fakers() if not is_surname and _is_latin(name)})
    pools["last"] += sorted({name for name, is_surname in fakers() if is_surname and _is_latin(name)})
    return pools


def _variants(run: list[Sentence], pools: NamePools, chance: random.Random) -> Iterator[Sentence]:
    for sentence in run:
        draw = chance.random()
        for share, variant in VARIANTS:
            draw -= share
            if draw < 0:
                varied = variant(sentence, pools, chance)
                if varied != sentence:
                    yield varied
                break


def _is_latin(name: str) -> bool:
    return name[:1].isupper() and all(ord(letter) < 0x250 for letter in name)


def _write(sentences: Iterable[Sentence], path: Path, language: Language) -> None:
    DocBin(docs=[annotated(sentence, language) for sentence in sentences], attrs=["ENT_IOB", "ENT_TYPE"]).to_disk(path)


def main() -> None:
    """Read the arguments and write both files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--gmb", type=float, default=GMB_SHARE, help="share of gmb's sentences (%(default)s)")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    chance = random.Random(SEED)
    language = spacy.blank("en")
    pools = read_pools(arguments.data)
    training = list(training_sentences(arguments.data, pools, chance, arguments.gmb))
    chance.shuffle(training)
    _write(training, arguments.output / "train.spacy", language)
    _write(development_sentences(arguments.data), arguments.output / "dev.spacy", language)


if __name__ == "__main__":
    main()
