"""The bars of a predicted file, however few or large its answers are."""

import numpy as np
import pytest

from app.ui.model_batch_answers import histogram
from app.ui.theme import Palette


@pytest.mark.parametrize("answers", [[], [7.0], [1e30], [1e18, 1e18 + 128], [1.0, 2.0, float("nan")]])
def test_every_answer_is_in_a_bar(answers: list[float]) -> None:
    made = histogram(np.array(answers), Palette(dark=False), "price", None)
    assert sum(made.data[0].y) == np.count_nonzero(~np.isnan(answers))
    assert np.all(np.diff(made.data[0].x) > 0)
