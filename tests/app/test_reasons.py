import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.verbs.reasons import alike


@given(st.lists(st.floats(0, 1), min_size=1, max_size=300), st.integers(1, 300))
def test_rows_are_different_and_no_more_than_asked_for(answers, count):
    kept = alike(np.asarray(answers), min(count, len(answers)))
    assert len(set(kept.tolist())) == len(kept) == min(count, len(answers))
    assert set(kept.tolist()) <= set(range(len(answers)))


@pytest.mark.parametrize("count", [10, 30, 100, 200])
def test_the_mean_hardly_depends_on_how_many_there_is_time_for(count):
    answers = np.random.default_rng(3).beta(0.6, 1.8, 1000)
    assert answers[alike(answers, count)].mean() == pytest.approx(answers.mean(), abs=0.01)
