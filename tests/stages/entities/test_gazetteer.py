import numpy as np
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from thinc.layers.chain import forward as chained

from workers.stages.entities.gazetteer import LONGEST, PROPER, WORD, features, gazetteer_embed, with_lists

NLP = spacy.blank("en")
CITY, CLUB = 1, 2
NAMES = {"Oslo": CITY, "New York": CITY, "Oslo New York Rangers": CLUB, "York": CITY, "a b c d e": CLUB}


def memberships(*texts: str) -> list[list[tuple[int, int]]]:
    """Return the two columns that the layer adds, for each token of each text."""
    model = features(["ORTH"])
    with_lists(model, NAMES, lambda name: name.split())
    docs = [Doc(NLP.vocab, words=text.split()) for text in texts]
    return [[(int(row[1]), int(row[2])) for row in rows] for rows in model.predict(docs)]


def test_names_of_one_word_and_of_several() -> None:
    assert memberships("in New York and Oslo") == [[(0, 0), (0, 2 * CITY + 1), (CITY, 2 * CITY), (0, 0), (CITY, 0)]]


def test_the_longest_name_wins() -> None:
    assert memberships("Oslo New York Rangers") == [
        [(CITY, 2 * CLUB + 1), (0, 2 * CLUB), (CITY, 2 * CLUB), (0, 2 * CLUB)]
    ]


def test_no_name_spans_two_texts_and_none_is_longer_than_is_looked_for() -> None:
    assert memberships("New", "York", "") == [[(0, 0)], [(CITY, 0)], []]
    assert LONGEST < 5
    assert memberships("a b c d e") == [[(0, 0)] * 5]


def test_lists_travel_with_the_model() -> None:
    model = features(["ORTH"])
    with_lists(model, NAMES, lambda name: name.split())
    again = features(["ORTH"]).from_bytes(model.to_bytes())
    doc = Doc(NLP.vocab, words=["New", "York"])
    assert np.array_equal(np.asarray(model.predict([doc])[0]), np.asarray(again.predict([doc])[0]))


def test_what_a_dictionary_has_is_told_apart_from_lists_of_names() -> None:
    model = features(["ORTH"])
    with_lists(model, {"Oslo": CITY | PROPER, "Rose": CITY | WORD | PROPER, "Drones": WORD}, lambda name: name.split())
    rows = model.predict([Doc(NLP.vocab, words=["Oslo", "Rose", "Drones", "Blom"])])[0]
    assert [(int(row[1]), int(row[3])) for row in rows] == [(CITY, 2), (CITY, 3), (0, 1), (0, 0)]


def test_a_word_that_the_tokenizer_splits_is_no_name_of_several_words() -> None:
    model = features(["ORTH"])
    with_lists(model, {"Can not": WORD, "New York": CITY | PROPER}, lambda name: name.split())
    rows = model.predict([Doc(NLP.vocab, words=["Can", "not", "New", "York"])])[0]
    assert [int(row[2]) for row in rows] == [0, 0, 2 * CITY + 1, 2 * CITY]


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(["Oslo", "New", "York", "Rangers", "x"]), max_size=9), max_size=5))
def test_texts_do_not_depend_on_their_neighbours(texts: list[list[str]]) -> None:
    lines = [" ".join(words) for words in texts]
    if lines:
        assert memberships(*lines) == [memberships(line)[0] for line in lines]


def test_tokens_that_look_alike_are_embedded_as_each_would_be() -> None:
    model = gazetteer_embed(8, ["NORM", "SHAPE"], [50, 50], 20)
    with_lists(model, NAMES, lambda name: name.split())
    docs = [Doc(NLP.vocab, words=text.split()) for text in ("Oslo Oslo x", "New York Oslo", "x")]
    model.initialize(X=docs)
    once = [np.asarray(rows) for rows in model.predict(docs)]
    each = [np.asarray(rows) for rows in chained(model, docs, is_train=False)[0]]
    assert [len(rows) for rows in once] == [3, 3, 1]
    assert all(np.allclose(one, other, atol=1e-6) for one, other in zip(once, each, strict=True))
    assert not np.allclose(once[0][1], once[0][2])
