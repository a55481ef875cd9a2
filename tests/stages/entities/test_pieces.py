from hypothesis import given
from hypothesis import strategies as st

from workers.stages.entities.pieces import LONGEST, pieces, pieces_of_any_script

PROSE = st.text(alphabet=st.sampled_from("aé𝒳. \n\t“”"), max_size=300)


def test_paragraphs_are_pieces_with_their_offsets() -> None:
    assert list(pieces("One.\n\nTwo.\n \n\nThree\nfour.\n")) == [(0, "One."), (6, "Two."), (14, "Three\nfour.\n")]


def test_nothing_comes_of_white_space() -> None:
    assert list(pieces(" \n\n \t\n")) == []


def test_a_long_paragraph_is_cut_after_a_sentence() -> None:
    text = "The court met again. " * 1_000
    parts = list(pieces(text))
    assert all(part.endswith("again. ") for _, part in parts)
    assert "".join(part for _, part in parts) == text


def test_without_sentences_it_is_cut_between_words() -> None:
    assert all(part.split() == ["word"] * len(part.split()) for _, part in pieces("word " * 3_000))


def test_a_word_too_long_to_be_one_is_left_out() -> None:
    assert list(pieces(f"One {'x' * 10_000} two")) == [(0, "One "), (10_004, " two")]


@given(st.lists(PROSE).map("\n\n".join), st.integers(1, 40))
def test_pieces_are_the_text_without_its_breaks(text: str, times: int) -> None:
    text = (text + " ") * times
    end = 0
    for start, part in pieces(text):
        assert text[start : start + len(part)] == part
        assert len(part) <= LONGEST
        assert all(len(word) >= 100 for word in text[end:start].split())
        assert "\n\n" not in part.strip()
        end = start + len(part)
    assert all(len(word) >= 100 for word in text[end:].split())


def test_scripts_without_spaces_are_cut_after_a_sentence_or_anywhere() -> None:
    sentences = "外交部长星期一抵达首都。" * 1_000
    parts = list(pieces_of_any_script(sentences))
    assert len(parts) > 1
    assert all(part.endswith("。") for _, part in parts)
    assert "".join(part for _, part in parts) == sentences
    endless = list(pieces_of_any_script("สวัสดี" * 2_000))
    assert "".join(part for _, part in endless) == "สวัสดี" * 2_000
    assert list(pieces_of_any_script(f"One {'x' * 10_000} two")) == [(0, "One "), (10_004, " two")]
