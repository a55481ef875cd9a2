import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.stages.entities.mentions import trimmed, without_titles


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("“Anna Berg,”", "Anna Berg"),
        ("Anna Berg's", "Anna Berg"),
        ("Anna Berg’s", "Anna Berg"),
        ("the Lions'", "the Lions"),
        ("(ERSO)", "ERSO"),
        ("ERSO)", "ERSO"),
        ("Berg (Norway)", "Berg (Norway)"),
        ("Acme Inc.", "Acme Inc."),
        ("U.S.", "U.S."),
        (" \n—Oslo — ", "Oslo"),
        ("”…!", ""),
    ],
)
def test_marks_around_a_name_are_no_part_of_it(marked: str, name: str) -> None:
    start, end = trimmed(f"x {marked} x", 2, 2 + len(marked))
    assert f"x {marked} x"[start:end] == name


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("Mrs Clinton", "Clinton"),
        ("former Prime Minister Ana Brnabić", "Ana Brnabić"),
        ("Gen. Mark Milley", "Mark Milley"),
        ("Major-Gen Gopal Govind", "Gopal Govind"),
        ("Ex-President Ana Brnabić", "Ana Brnabić"),
        ("Midfielder Daniel Okoro", "Daniel Okoro"),
        ("Singer Sargent", "Singer Sargent"),
        ("Anna Berg", "Anna Berg"),
        ("General", "General"),
        ("Pope  ", "Pope  "),
    ],
)
def test_titles_are_no_part_of_a_name(marked: str, name: str) -> None:
    assert f"x {marked} x"[without_titles(f"x {marked} x", 2, 2 + len(marked)) : 2 + len(marked)] == name


@given(st.text(alphabet="ab '’s()[]“.,", max_size=12), st.data())
def test_trimming_stays_inside_and_does_no_more_the_second_time(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    once = trimmed(text, start, end)
    assert start <= once[0] <= once[1] <= end
    assert trimmed(text, *once) == once
