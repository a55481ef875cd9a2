"""Pages to train on, as the recipe sees them: lines measured, and which of them belong to the story."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from workers.stages.clean.line_features import Matrix

UNKNOWN = -1.0
"""Said of a line of which nobody knows whether it belongs to the story."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """The lines of a page, measured."""

    site: str
    kind: str
    """What figures are given apart for."""
    texts: list[str]
    words: Matrix
    features: Matrix
    context: Callable[[Matrix], Matrix]
    """Measures the surroundings of the lines by their first scores."""
    keep: Matrix
    """1 for a line of the story, 0 for another one, or `UNKNOWN`."""
    story: str
    share: float = 1.0
    """What the page counts in training."""

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """Return which lines are known to belong to the story or not to."""
        marked: npt.NDArray[np.bool_] = self.keep != UNKNOWN
        return marked

    def weights(self) -> Matrix:
        """Weigh lines by the root of their words, and pages alike."""
        story_words = max(20.0, float(self.words[self.keep == 1].sum()))
        weights: Matrix = 3 * self.share * np.sqrt((self.words + 1) / story_words)
        return weights

    def fold(self, folds: int, salt: str = "") -> int:
        """Return the fold of the page's site: no site is in two."""
        return int(sha256(f"{salt}{self.site}".encode()).hexdigest()[:8], 16) % folds
