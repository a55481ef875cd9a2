"""The tree of a sentence, carried over from the parser's words to the tokens of the stage."""

from hypothesis import given
from hypothesis import strategies as st

from tests.stages.quotes.support import SYNTAX
from workers.stages.quotes.model import LONGEST, parsed
from workers.stages.quotes.sentence import Sentence, read_sentences
from workers.stages.quotes.tokens import Token
from workers.stages.quotes.tree import ROOT, Word, grown


def sentence(text: str) -> Sentence:
    (found,) = read_sentences(text, [])
    (found.tree,) = parsed([(text, found.tokens)], SYNTAX)
    return found


@st.composite
def forests(draw: st.DrawFn) -> tuple[list[Word], list[Token]]:
    """Words whose heads make no circle, in any order, and tokens that hold any number of them."""
    count = draw(st.integers(1, 12))
    order = draw(st.permutations(range(count)))
    heads = [0] * count
    for place, at in enumerate(order):
        heads[at] = draw(st.sampled_from([at, *order[:place]]))
    words = [Word(at, heads[at], "dep", draw(st.sampled_from(["VBD", "NN"]))) for at in range(count)]
    starts = sorted({0, *draw(st.sets(st.integers(0, count), max_size=count))})
    return words, [Token(start, start + 1, "x", "x") for start in starts]


@given(forests())
def test_a_tree_over_tokens_has_no_circle(forest: tuple[list[Word], list[Token]]) -> None:
    words, tokens = forest
    tree = grown(words, tokens)

    assert len(tree.heads) == len(tree.relations) == len(tree.tags) == len(tokens)
    for start in range(len(tokens)):
        at, steps = start, 0
        while at != ROOT:
            at, steps = tree.heads[at], steps + 1
            assert steps <= len(tokens)


def test_a_passage_hangs_where_its_topmost_word_hangs() -> None:
    found = sentence("Eva Weber said the owners “knew the truth and did nothing”.")
    words = [token.word for token in found.tokens]
    passage = words.index("")

    assert found.tree is not None
    assert found.tree.heads[passage] == words.index("said")


def test_a_finite_verb_counts_wherever_it_stands_in_its_token() -> None:
    found = sentence("He said we're late.")

    assert found.tree is not None
    assert any(found.tokens[at].word == "we're" for at in found.tree.finite)


def test_what_is_too_long_is_left_to_the_rules() -> None:
    text = "Eva Weber said the boats " + f"and {'boat' * 15} " * (LONGEST // 50) + "would wait."

    assert not sentence(text).tree.parsed


def test_nothing_to_parse() -> None:
    assert parsed([], SYNTAX) == []
