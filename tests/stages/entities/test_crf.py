import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.stages.entities.crf import B, Batch, Field, I, L, U, possible, tag

LABELS = 2
TAGS = 1 + 4 * LABELS


def scores(seed: int, *lengths: int) -> list[np.ndarray]:
    random = np.random.default_rng(seed)
    return [random.normal(0, 2, (length, TAGS)).astype(np.float32) for length in lengths]


def field(seed: int) -> Field:
    return Field(LABELS, np.random.default_rng(seed).normal(0, 1, (TAGS, TAGS)).astype(np.float32))


def sequences(length: int) -> list[tuple[int, ...]]:
    """List all sequences of tags that spell names, by trying all sequences."""
    follows, first, last = possible(LABELS)
    return [
        tags
        for tags in itertools.product(range(TAGS), repeat=length)
        if first[tags[0]] and last[tags[-1]] and all(follows[pair] for pair in itertools.pairwise(tags))
    ]


def weight(tags: tuple[int, ...], given_scores: np.ndarray, of: Field) -> float:
    own = sum(float(given_scores[place, number]) for place, number in enumerate(tags))
    return float(np.exp(own + sum(of.transitions[pair] for pair in itertools.pairwise(tags))))


def test_only_sequences_that_spell_names_are_possible() -> None:
    found = sequences(2)
    assert (tag(0, B), tag(0, L)) in found
    assert (tag(0, U), tag(1, U)) in found
    for wrong in (
        (tag(0, B), tag(1, L)),
        (tag(0, B), 0),
        (0, tag(0, L)),
        (tag(0, I), tag(0, L)),
        (tag(0, B), tag(0, I)),
    ):
        assert wrong not in found


@pytest.mark.parametrize("seed", range(5))
def test_best_and_marginals_are_those_of_all_sequences_counted_out(seed: int) -> None:
    given_scores, of = scores(seed, 3, 1, 4), field(seed)
    batch = Batch.of(given_scores)
    best, marginals = of.best(batch), of.marginals(batch)
    tags = batch.split(marginals.of_tags)
    transitions = np.zeros((TAGS, TAGS))
    for number, own in enumerate(given_scores):
        weights = {each: weight(each, own, of) for each in sequences(len(own))}
        total = sum(weights.values())
        assert tuple(best[number]) == max(weights, key=lambda each: weights[each])
        expected = np.zeros((len(own), TAGS))
        for each, each_weight in weights.items():
            for place, here in enumerate(each):
                expected[place, here] += each_weight / total
            for pair in itertools.pairwise(each):
                transitions[pair] += each_weight / total
        assert tags[number] == pytest.approx(expected, abs=1e-6)
    assert marginals.of_transitions == pytest.approx(transitions, abs=1e-6)


def test_the_probability_of_a_name_is_that_of_all_sequences_with_it() -> None:
    given_scores, of = scores(3, 4, 2), field(3)
    batch = Batch.of(given_scores)
    name = np.array([tag(1, B), tag(1, L)])
    weights = {each: weight(each, given_scores[0], of) for each in sequences(4)}
    expected = sum(each for tags, each in weights.items() if tags[1:3] == tuple(name)) / sum(weights.values())
    column = int(np.flatnonzero(batch.order == 0)[0])
    assert of.marginals(batch).of_span(column, 1, name) == pytest.approx(expected, abs=1e-6)


def test_undecided_tokens_are_summed_over() -> None:
    given_scores, of = scores(4, 3), field(4)
    batch = Batch.of(given_scores)
    allowed = np.ones(batch.scores.shape, bool)
    allowed[0, 0] = np.arange(TAGS) == tag(0, U)
    weights = {each: weight(each, given_scores[0], of) for each in sequences(3) if each[0] == tag(0, U)}
    total = sum(weights.values())
    expected = sum(each for tags, each in weights.items() if tags[2] == 0) / total
    found = of.marginals(batch, allowed).of_tags[:, 0]
    assert found[0, tag(0, U)] == pytest.approx(1)
    assert found[2, 0] == pytest.approx(expected, abs=1e-6)


@settings(deadline=None)
@given(st.integers(0, 1000), st.lists(st.integers(1, 60), min_size=1, max_size=8))
def test_marginals_are_probabilities_and_the_best_tags_possible(seed: int, lengths: list[int]) -> None:
    given_scores, of = [8 * each for each in scores(seed, *lengths)], field(seed)
    batch = Batch.of(given_scores)
    follows, first, last = possible(LABELS)
    for tags, own in zip(of.best(batch), given_scores, strict=True):
        assert len(tags) == len(own)
        assert first[tags[0]]
        assert last[tags[-1]]
        assert all(follows[pair] for pair in itertools.pairwise(tags))
    for part in batch.split(of.marginals(batch).of_tags):
        assert np.isfinite(part).all()
        assert part.sum(axis=1) == pytest.approx(np.ones(len(part)))
