"""Train the teacher: a pretrained encoder that tags names, larger and slower than the model that ships.

python -m training.entities.teacher ENCODER DATA TRAIN OUTPUT

ENCODER is a folder with `model.safetensors` and `tokenizer.json`; TRAIN what `prepare` wrote. OUTPUT gets the weights
and the vocabulary. Prints the figures that `compare` prints.
"""

import argparse
import math
import random
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import spacy
import torch
from numpy.typing import NDArray
from spacy.tokens import Doc, DocBin, Span
from torch.nn import functional

from training.entities.compare import table
from training.entities.encoder import Encoder, Pieces, Splitter, pretrained
from training.entities.sentences import LABELS
from training.entities.tags import TAGS, UNDECIDED, tags_of
from workers.stages.entities.crf import Batch, Field, names_of

SEED = 7
EPOCHS = 1
BATCH = 1024
"""Pieces of a batch, with those that fill short texts up."""

CHUNK = 500
"""Texts that are looked at at a time."""

LONGEST = 160
"""Most pieces of a training text."""

RATE, HEAD_RATE = 1.5e-4, 1e-3
"""Highest learning rates: of what was pretrained, and of what was not."""

WARM_UP = 0.06
WEIGHTS, VOCABULARY = "teacher.pt", "tokenizer.json"


class Teacher:
    """A trained encoder, ready to tag texts."""

    def __init__(self, folder: Path) -> None:
        self._splitter = Splitter(folder / VOCABULARY)
        self._encoder = Encoder(TAGS)
        self._encoder.load_state_dict(torch.load(folder / WEIGHTS))
        self._encoder.eval()
        self._language = spacy.blank("en")
        self._field = Field(len(LABELS), np.zeros((TAGS, TAGS), np.float32))

    def pipe(self, texts: Iterable[str]) -> Iterator[Doc]:
        """Mark names in texts."""
        waiting = iter(texts)
        while docs := [self._language.make_doc(text) for text in islice(waiting, CHUNK)]:
            filled = [doc for doc in docs if len(doc)]
            scores = self.scores([[token.text for token in doc] for doc in filled])
            for doc, tags in zip(filled, self._field.best(Batch.of(scores)), strict=True):
                doc.set_ents([Span(doc, start, end, LABELS[label]) for start, end, label in names_of(tags)])
            yield from docs

    def scores(self, texts: Sequence[Sequence[str]]) -> list[NDArray[np.float32]]:
        """Return the logarithms of the tags' probabilities, of each token of each text."""
        pieces = [self._splitter.split(words) for words in texts]
        found: list[NDArray[np.float32]] = [np.zeros((0, TAGS), np.float32)] * len(texts)
        for numbers in batches([len(text.ids) for text in pieces], 2 * BATCH):
            chosen = [pieces[number] for number in numbers]
            with torch.inference_mode():
                scores = functional.log_softmax(self._encoder(chosen), dim=1).numpy()
            ends = np.cumsum([len(text.firsts) for text in chosen])
            for number, part in zip(numbers, np.split(scores, ends[:-1]), strict=True):
                found[number] = part
        return found


def batches(lengths: Sequence[int], size: int, chance: random.Random | None = None) -> list[list[int]]:
    """Put texts of similar lengths together."""
    order = [length * (chance.uniform(0.9, 1.1) if chance else 1.0) for length in lengths]
    found: list[list[int]] = [[]]
    for number in sorted(range(len(lengths)), key=order.__getitem__):
        if found[-1] and max(lengths[number], *(lengths[other] for other in found[-1])) * (len(found[-1]) + 1) > size:
            found.append([])
        found[-1].append(number)
    if chance:
        chance.shuffle(found)
    return found


def train(encoder: Encoder, examples: Sequence[tuple[Pieces, list[int]]], chance: random.Random) -> None:
    """Fine-tune on texts with the tags of their tokens."""
    lengths = [len(pieces.ids) for pieces, _ in examples]
    plan = [numbers for _ in range(EPOCHS) for numbers in batches(lengths, BATCH, chance)]
    new = [*encoder.scores.parameters(), *encoder.shapes.parameters()]
    kept = {id(parameter) for parameter in new}
    old = [each for each in encoder.parameters() if each.requires_grad and id(each) not in kept]
    optimizer = torch.optim.AdamW([{"params": old, "lr": RATE}, {"params": new, "lr": HEAD_RATE}], weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min((step + 1) / (WARM_UP * len(plan)), (len(plan) - step) / ((1 - WARM_UP) * len(plan))),
    )
    encoder.train()
    for step, loss in enumerate(_steps(encoder, examples, plan, optimizer), 1):
        schedule.step()
        if step % 50 == 0:
            print(f"{step} of {len(plan)}: loss {loss:.4f}, {time.process_time():.0f} s", flush=True)


def _steps(
    encoder: Encoder,
    examples: Sequence[tuple[Pieces, list[int]]],
    plan: Sequence[Sequence[int]],
    optimizer: torch.optim.Optimizer,
) -> Iterator[float]:
    mean = math.nan
    for numbers in plan:
        scores = encoder([examples[number][0] for number in numbers])
        tags = torch.tensor([each for number in numbers for each in examples[number][1]])
        loss = functional.cross_entropy(scores, tags, ignore_index=UNDECIDED)
        if not math.isfinite(loss.item()):  # nothing in the batch is decided
            continue
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
        optimizer.step()
        mean = loss.item() if math.isnan(mean) else 0.98 * mean + 0.02 * loss.item()
        yield mean


def main() -> None:
    """Read the arguments, train and write the teacher."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("train", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    torch.manual_seed(SEED)
    arguments.output.mkdir(parents=True, exist_ok=True)
    shutil.copy(arguments.encoder / VOCABULARY, arguments.output)
    splitter = Splitter(arguments.output / VOCABULARY)
    vocab = spacy.blank("en").vocab
    examples = []
    for doc in DocBin().from_disk(arguments.train).get_docs(vocab):
        pieces = splitter.split([token.text for token in doc], LONGEST)
        examples.append((pieces, tags_of(doc)[: len(pieces.firsts)]))
    encoder = pretrained(arguments.encoder / "model.safetensors", TAGS)
    train(encoder, examples, random.Random(SEED))
    torch.save(encoder.state_dict(), arguments.output / WEIGHTS)
    for row in table(arguments.data, [("teacher", Teacher(arguments.output))]):
        print(row, flush=True)


if __name__ == "__main__":
    main()
