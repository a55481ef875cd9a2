from typing import Any

import numpy as np
import spacy
from spacy.strings import get_string_id
from spacy.tokens import Doc

from training.entities.lists import copy_weights
from workers.stages.entities.gazetteer import gazetteer_embed
from workers.stages.entities.word_vectors import with_vectors, word_vectors

NLP = spacy.blank("en")
VECTORS = {"ferry": np.array([1.0, -2.0], np.float32), "boat": np.array([0.5, 99.0], np.float32)}


def layer() -> Any:
    model: Any = word_vectors(3, column=1)
    with_vectors(model, VECTORS)
    model.initialize()
    model.set_param("W", np.array([[1, 0, 0], [0, 1, 0]], np.float32))
    return model


def tokens(*words: str) -> Any:
    return np.array([[7, get_string_id(word)] for word in words], np.uint64)


def test_a_word_has_its_vector_and_an_unknown_one_none() -> None:
    assert layer().predict(tokens("ferry", "Ferry", "quay")).tolist() == [[1, -2, 0], [0, 0, 0], [0, 0, 0]]


def test_numbers_that_are_too_large_are_cut() -> None:
    assert layer().predict(tokens("boat")).tolist() == [[0.5, 127 / 32, 0]]


def test_without_words_nothing_is_known() -> None:
    model: Any = word_vectors(3, column=1)
    model.initialize()
    assert model.predict(tokens("ferry", "quay")).tolist() == [[0, 0, 0], [0, 0, 0]]


def test_words_travel_with_the_model() -> None:
    again = word_vectors(3, column=1).from_bytes(layer().to_bytes())
    assert again.predict(tokens("ferry")).tolist() == [[1, -2, 0]]


def test_weights_learn_what_a_word_tells() -> None:
    model = layer()
    for _ in range(20):  # some of the words are hidden from training
        _, backpropagate = model.begin_update(tokens("ferry"))
        backpropagate(np.array([[0, 0, 1]], np.float32))
    seen = model.get_grad("W")[0, 2]
    assert seen > 0
    assert np.allclose(model.get_grad("W"), seen * np.array([[0, 0, 1], [0, 0, -2]]))


def test_words_in_any_letters_look_alike_to_the_network() -> None:
    model = gazetteer_embed(8, ["PREFIX"], [50], 20)
    with_vectors(model, VECTORS)
    docs = [Doc(NLP.vocab, words=["Ferry", "FERRY", "Fish"])]
    model.initialize(X=docs)
    capital, shouted, other = np.asarray(model.predict(docs)[0])
    assert np.allclose(capital, shouted)
    assert not np.allclose(capital, other)


def test_an_earlier_network_without_words_goes_on_as_it_was() -> None:
    docs = [Doc(NLP.vocab, words=["The", "ferry", "sank"])]
    old, new = (gazetteer_embed(8, ["NORM"], [50], 20) for _ in range(2))
    with_vectors(new, VECTORS)
    old.initialize(X=docs)
    new.initialize(X=docs)
    mixed = next(node for node in old.walk() if node.name == "maxout")
    mixed.set_param("W", np.where(np.arange(mixed.get_dim("nI")) < 8 * 4, mixed.get_param("W"), 0))
    assert not np.allclose(old.predict(docs)[0], new.predict(docs)[0])
    words = next(node for node in old.walk() if node.name == "word_vectors")
    words.name = "none of the new network's"
    copy_weights(old, new)
    assert np.allclose(old.predict(docs)[0], new.predict(docs)[0], atol=1e-6)
