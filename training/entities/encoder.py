"""A BERT encoder that tags tokens, in PyTorch: only training needs it, and only that of the teacher."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, LAYERS, HIDDEN, POSITIONS, PIECES = 384, 12, 6, 1536, 512, 30522
LONGEST_WORD = 8
"""Most pieces of a token that are looked at."""

DROPOUT = 0.1
SHAPES = 20
FRONT, BACK = "[CLS]", "[SEP]"


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text as the encoder takes it."""

    ids: list[int]
    shapes: list[int]
    """What the letters of each piece's token look like: the vocabulary knows no capitals."""
    firsts: list[int]
    """Where the first piece of each token stands."""


class Splitter:
    """Splits tokens into the pieces of the vocabulary."""

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._known: dict[str, list[int]] = {}

    def split(self, words: Sequence[str], longest: int = POSITIONS) -> Pieces:
        """Split the tokens of a text; those that do not fit are left out."""
        ids, shapes, firsts = [self._tokenizer.token_to_id(FRONT)], [0], []
        starts = True
        for word in words:
            pieces = self._pieces(word)
            if len(ids) + len(pieces) >= longest:
                break
            firsts.append(len(ids))
            ids += pieces
            shapes += [2 * shape(word) + starts] * len(pieces)
            starts = word in {".", "!", "?", ":"} or (starts and not word[:1].isalnum())
        return Pieces([*ids, self._tokenizer.token_to_id(BACK)], [*shapes, 0], firsts)

    def _pieces(self, word: str) -> list[int]:
        if word not in self._known:
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids[:LONGEST_WORD]
            self._known[word] = ids or [self._tokenizer.token_to_id("[UNK]")]
        return self._known[word]


def shape(word: str) -> int:
    """Return a number for how the letters of a token are large and small; 0 stands for no token."""
    letters = [letter for letter in word if letter.isalpha()]
    if not letters:
        return 1 if word.isdigit() else 2 if any(letter.isdigit() for letter in word) else 3
    if len(letters) < len(word) and any(letter.isdigit() for letter in word):
        return 4
    if word.islower():
        return 5
    if word.isupper():
        return 6 if len(letters) == 1 else 7
    return 8 if word[0].isupper() and word[1:].islower() else 9


class Layer(nn.Module):
    """Attention and two linear layers, each with a way around and a normalisation."""

    def __init__(self) -> None:
        super().__init__()
        self.into = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.wide = nn.Linear(WIDTH, HIDDEN)
        self.narrow = nn.Linear(HIDDEN, WIDTH)
        self.last_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, vectors: Tensor, mask: Tensor) -> Tensor:
        """Return new vectors; `mask` says which pieces are there."""
        texts, length, _ = vectors.shape
        parts = self.into(vectors).view(texts, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(*parts.unbind(), attn_mask=mask[:, None, None, :])
        vectors = self.norm(vectors + self.dropout(self.out(seen.transpose(1, 2).reshape(vectors.shape))))
        hidden = functional.gelu(self.wide(vectors))
        normed: Tensor = self.last_norm(vectors + self.dropout(self.narrow(hidden)))
        return normed


class Encoder(nn.Module):
    """Word pieces, places and shapes to tag scores of tokens."""

    def __init__(self, tags: int) -> None:
        super().__init__()
        self.words = nn.Embedding(PIECES, WIDTH)
        self.places = nn.Embedding(POSITIONS, WIDTH)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(DROPOUT)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.scores = nn.Linear(WIDTH, tags)
        nn.init.zeros_(self.shapes.weight)
        self.words.weight.requires_grad = False

    def vectors(self, ids: Tensor, shapes: Tensor) -> Tensor:
        """Return a vector of each piece; texts are filled up with zeros."""
        found = self.words(ids) + self.places.weight[: ids.shape[1]] + self.shapes(shapes)
        found = self.dropout(self.norm(found))
        for layer in self.layers:
            found = layer(found, ids > 0)
        return found

    def forward(self, texts: Sequence[Pieces]) -> Tensor:
        """Return the tag scores of the tokens of all texts, after one another."""
        length = max(len(text.ids) for text in texts)
        ids, shapes = np.zeros((2, len(texts), length), np.int64)
        for row, text in enumerate(texts):
            ids[row, : len(text.ids)] = text.ids
            shapes[row, : len(text.ids)] = text.shapes
        firsts = [row * length + first for row, text in enumerate(texts) for first in text.firsts]
        vectors = self.vectors(torch.from_numpy(ids), torch.from_numpy(shapes))
        scores: Tensor = self.scores(vectors.view(-1, WIDTH)[torch.tensor(firsts, dtype=torch.long)])
        return scores


def pretrained(path: Path, tags: int) -> Encoder:
    """Make an encoder with the weights of a BERT of its size, as the `transformers` library names them."""
    given = load_file(path)
    encoder = Encoder(tags)
    own = {"words.weight": given["embeddings.word_embeddings.weight"]}
    # The only kind of text that there is here adds the same to each place.
    own["places.weight"] = (
        given["embeddings.position_embeddings.weight"] + given["embeddings.token_type_embeddings.weight"][0]
    )
    names = {
        "out": "attention.output.dense",
        "norm": "attention.output.LayerNorm",
        "wide": "intermediate.dense",
        "narrow": "output.dense",
        "last_norm": "output.LayerNorm",
    }
    for kind in ("weight", "bias"):
        own[f"norm.{kind}"] = given[f"embeddings.LayerNorm.{kind}"]
        for number in range(LAYERS):
            before, after = f"encoder.layer.{number}.", f"layers.{number}."
            own |= {f"{after}{short}.{kind}": given[f"{before}{name}.{kind}"] for short, name in names.items()}
            attention = [given[f"{before}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            own[f"{after}into.{kind}"] = torch.cat(attention)
    missing, unknown = encoder.load_state_dict(own, strict=False)
    assert set(missing) == {"shapes.weight", "scores.weight", "scores.bias"}
    assert not unknown
    return encoder
