"""Decision trees as they stand in the file of a classifier."""

import numpy as np
import pytest

from workers.stages.clean.forest import forest

TREES = [
    [[0, 0.5, 1, 2, 0.1], [-1.0], [1, 3.0, 3, 4, 0.6], [0.2], [1.0]],
    [[1, 2.0, 1, 2, 0.0], [-0.5], [0.5]],
]
NAMES = ["words", "links"]


@pytest.mark.parametrize(
    ("line", "score"),
    [([0.5, 9.0], -1.0 + 0.5), ([0.6, 3.0], 0.2 + 0.5), ([0.6, 3.1], 1.0 + 0.5), ([0.0, 2.0], -1.0 - 0.5)],
)
def test_a_line_goes_left_where_its_feature_is_at_most_the_threshold(line: list[float], score: float) -> None:
    grown = forest({"base": 0.25, "trees": TREES}, NAMES)
    assert grown.scores(np.array([line])) == pytest.approx([score + 0.25])


def test_contributions_add_up_to_the_score() -> None:
    grown = forest({"base": 0.25, "trees": TREES}, NAMES)
    rows = np.array([[0.5, 9.0], [0.6, 3.1], [0.0, 2.0]])
    roots = 0.1 + 0.0
    assert grown.contributions(rows).sum(axis=1) + 0.25 + roots == pytest.approx(grown.scores(rows))


def test_no_lines_have_no_scores() -> None:
    assert forest({"base": 0.0, "trees": TREES}, NAMES).scores(np.zeros((0, 2))).shape == (0,)
