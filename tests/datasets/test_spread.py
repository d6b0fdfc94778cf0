"""The figures of all numbers, block by block, are those of their counts in order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets import spread
from datasets.spread import AllNumbers, CountedNumbers


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
