"""A linear-chain conditional random field over the tags of tokens, in NumPy.

Each label has the tags B, I, L and U (first, inner, last and only token of a name); O is none. Only sequences that spell
names are possible. What the data does not decide is summed over: the gradient is the difference of the marginals with
and without the known tags (Tsuboi et al. 2008, "Training Conditional Random Fields Using Incomplete Annotations").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

B, I, L, U = range(4)  # noqa: E741 - the tags' own names
IMPOSSIBLE = -1e30
"""Score of what cannot be; finite, so that differences stay numbers."""


def tag(label: int, part: int) -> int:
    """Return the number of a label's tag; O is 0."""
    return 1 + 4 * label + part


def tags_of_name(label: int, length: int) -> list[int]:
    """Return the tags of the tokens of a name."""
    parts = [B, *[I] * (length - 2), L] if length > 1 else [U]
    return [tag(label, part) for part in parts]


def names_of(tags: NDArray[np.intp]) -> list[tuple[int, int, int]]:
    """Return the names that tags spell: first token, token after the last, number of the label."""
    names = []
    start = 0
    for place in np.flatnonzero(tags):
        label, part = divmod(int(tags[place]) - 1, 4)
        if part in {B, U}:
            start = int(place)
        if part in {L, U}:
            names.append((start, int(place) + 1, label))
    return names


def possible(labels: int) -> tuple[Bools, Bools, Bools]:
    """Return which tags may follow which (from, to), which may come first and which last."""
    count = 1 + 4 * labels
    opens = np.zeros(count, bool)
    continues = np.zeros(count, bool)
    for label in range(labels):
        opens[[tag(label, B), tag(label, I)]] = True
        continues[[tag(label, I), tag(label, L)]] = True
    follows = ~opens[:, None] & ~continues[None, :]
    for label in range(labels):
        for before in (B, I):
            follows[tag(label, before), [tag(label, I), tag(label, L)]] = True
    return follows, ~continues, ~opens


@dataclass(frozen=True, slots=True)
class Batch:
    """Sequences side by side, the longest first: arrays of (step, sequence, tag)."""

    scores: Floats
    order: NDArray[np.intp]
    """Which sequence stands in which column."""
    lengths: NDArray[np.intp]
    """Of the columns, falling."""

    @classmethod
    def of(cls, sequences: Sequence[NDArray[np.float32]]) -> "Batch":
        """Put scores of shape (token, tag), one array a sequence, side by side."""
        lengths = np.array([len(sequence) for sequence in sequences], np.intp)
        order = np.argsort(-lengths, kind="stable")
        lengths = lengths[order]
        scores = np.zeros((int(lengths[0]), len(sequences), sequences[0].shape[1]))
        for column, number in enumerate(order):
            scores[: lengths[column], column] = sequences[number]
        return cls(scores, order, lengths)

    @property
    def active(self) -> list[int]:
        """Count, for each step and one more, the sequences that are longer than so many tokens."""
        steps = np.arange(len(self.scores) + 1)
        counts: list[int] = np.searchsorted(-self.lengths, -steps, side="left").tolist()
        return counts

    def split(self, values: Floats) -> list[Floats]:
        """Undo `of`."""
        parts: list[Floats] = [values[:0, 0]] * len(self.order)
        for column, number in enumerate(self.order):
            parts[number] = values[: self.lengths[column], column]
        return parts


class Field:
    """The field with its current transition scores."""

    def __init__(self, labels: int, transitions: NDArray[np.float32]) -> None:
        self.follows, self.first, self.last = possible(labels)
        self.transitions = np.where(self.follows, transitions.astype(np.float64), IMPOSSIBLE)
        self._into = np.ascontiguousarray(self.transitions.T, np.float32)
        self._factors = np.where(self.follows, np.exp(transitions.astype(np.float64)), 0.0)

    def best(self, batch: Batch) -> list[NDArray[np.intp]]:
        """Find the most probable tags of each sequence (Viterbi)."""
        steps, width, _ = batch.scores.shape
        active_at, columns = batch.active, np.arange(width)
        reached, into = batch.scores.astype(np.float32), self._into
        reached[0] += np.where(self.first, 0.0, IMPOSSIBLE)
        for step in range(1, steps):
            active = active_at[step]
            # Of the path to each tag only the score is kept: where it came from is asked later, for the best path alone.
            reached[step, :active] += (reached[step - 1, :active, None, :] + into).max(axis=2)
        last = batch.lengths - 1
        tags = np.zeros((steps, width), np.intp)
        tags[last, columns] = (reached[last, columns] + np.where(self.last, 0.0, IMPOSSIBLE)).argmax(axis=1)
        for step in range(steps - 1, 0, -1):
            active = active_at[step]
            tags[step - 1, :active] = (reached[step - 1, :active] + into[tags[step, :active]]).argmax(axis=1)
        found: list[NDArray[np.intp]] = [tags[:0, 0]] * width
        for column, number in enumerate(batch.order):
            found[number] = tags[: batch.lengths[column], column]
        return found

    def marginals(self, batch: Batch, allowed: Bools | None = None) -> "Marginals":
        """Sum over all sequences of tags, or over those that take none but allowed tags (Baum and Welch)."""
        scores = batch.scores if allowed is None else np.where(allowed, batch.scores, IMPOSSIBLE)
        factors = np.exp(scores - scores.max(axis=2, keepdims=True))
        forward, backward = np.zeros_like(factors), np.zeros_like(factors)
        scale = np.ones(factors.shape[:2])
        active_at = batch.active
        for step in range(len(factors)):
            active = active_at[step]
            before = forward[step - 1, :active] @ self._factors if step else self.first.astype(float)
            reached = before * factors[step, :active]
            scale[step, :active] = np.maximum(reached.sum(axis=1), 1e-300)
            forward[step, :active] = reached / scale[step, :active, None]
        for step in range(len(factors) - 1, -1, -1):
            active, longer = active_at[step], active_at[step + 1]
            backward[step, longer:active] = self.last
            if longer:
                after = factors[step + 1, :longer] * backward[step + 1, :longer]
                backward[step, :longer] = (after / scale[step + 1, :longer, None]) @ self._factors.T
        return Marginals(self._factors, factors, forward, backward, scale)


@dataclass(frozen=True, slots=True)
class Marginals:
    """What comes of summing over sequences of tags, by step and column of the batch."""

    transitions: Floats
    factors: Floats
    forward: Floats
    backward: Floats
    scale: Floats

    @property
    def of_tags(self) -> Floats:
        """The probability of each tag at each place; zero where a column has no token."""
        joint = self.forward * self.backward
        probabilities: Floats = joint / np.maximum(joint.sum(axis=2, keepdims=True), 1e-300)
        return probabilities

    @property
    def of_transitions(self) -> Floats:
        """How often each tag is expected to follow each other one, over the whole batch."""
        total = (self.forward * self.backward).sum(axis=2)
        after = self.factors[1:] * self.backward[1:] / np.maximum(self.scale * total, 1e-300)[1:, :, None]
        count = self.forward.shape[2]
        expected: Floats = self.transitions * (self.forward[:-1].reshape(-1, count).T @ after.reshape(-1, count))
        return expected

    def of_span(self, column: int, start: int, tags: NDArray[np.intp]) -> float:
        """Return the probability that these tags stand from a place on."""
        end = start + len(tags) - 1
        joint = self.forward[start, column, tags[0]] * self.backward[end, column, tags[-1]]
        for step, (before, here) in enumerate(pairwise(tags), start + 1):
            joint *= self.transitions[before, here] * self.factors[step, column, here] / self.scale[step, column]
        return float(joint / (self.forward[end, column] * self.backward[end, column]).sum())
