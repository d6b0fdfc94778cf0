"""The figures of all numbers, block by block, are those of their counts in order."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from datasets import spread
from datasets.spread import LARGEST, AllNumbers, CountedNumbers, edges_between


@given(st.lists(st.integers(-20, 20), min_size=1, max_size=50), st.sampled_from([1.0, 4.0]))
def test_all_numbers_spread_as_their_counts_do(numbers, scale):
    values = np.asarray(numbers, dtype=np.float64)
    counted, every = CountedNumbers(*np.unique(values, return_counts=True)), AllNumbers(values)
    middles = ((len(values) - 1) // 2, len(values) // 2)
    edges = np.linspace(-21, 21, 8) / scale
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spread, "BLOCK_ROWS", 7)
        assert (every.n, every.ends, every.at(middles)) == (counted.n, counted.ends, counted.at(middles))
        assert every.n_below(edges, scale) == counted.n_below(edges, scale)
        assert [every.n_different(most) for most in (1, 5, 99)] == [counted.n_different(most) for most in (1, 5, 99)]
        assert every.moments(scale) == pytest.approx(counted.moments(scale))


@given(st.floats(-LARGEST, LARGEST), st.floats(-LARGEST, LARGEST), st.integers(1, 40))
@example(-1.7e308, 1.7e308, 20)
@example(LARGEST, LARGEST, 20)
def test_edges_rise_however_close_the_ends_are(one, other, most):
    low, high = min(one, other), max(one, other)
    edges = edges_between(low, high, most)
    assert np.isfinite(edges).all()
    assert np.all(np.diff(edges / 4) > 0)
    assert edges[0] <= low <= high <= edges[-1]
    assert len(edges) - 1 <= most


def test_edges_of_plain_numbers():
    assert edges_between(0, 10, 5).tolist() == [0, 2, 4, 6, 8, 10]
    assert edges_between(7, 7, 1).tolist() == [6.5, 7.5]
    assert edges_between(2**53, 2**53 + 2, 20).tolist() == [2**53, 2**53 + 2]
