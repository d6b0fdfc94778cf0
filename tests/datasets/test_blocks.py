"""Long columns block by block give what the whole column would."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets import blocks, keys
from datasets.blocks import blocks_of, converted, trimmed

TEXT = st.none() | st.sampled_from(["", " ", "a", "a ", "\ta", "a b", "\u3000x", "x\u00a0", "é", "12"])


@given(st.lists(TEXT, max_size=12), st.integers(0, 3), st.integers(0, 12))
def test_texts_lose_the_blanks_around_them(texts, start, n):
    cells = pa.array(texts, pa.string()).slice(start, n)
    assert trimmed(cells).to_pylist() == pc.utf8_trim_whitespace(cells).to_pylist()


def test_texts_without_blanks_around_them_are_not_copied():
    cells = pa.array(["a", "b c", "", "12"])
    assert trimmed(cells) is cells


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_blocks_are_all_cells_in_order(monkeypatch, size):
    monkeypatch.setattr(blocks, "BLOCK_ROWS", size)
    cells = pa.chunked_array([[1, 2, 3, 4], [], [5]])
    assert [value for block in blocks_of(cells) for value in block.to_pylist()] == [1, 2, 3, 4, 5]
    assert converted(cells, lambda block: np.asarray(block) * 2, np.int64).tolist() == [2, 4, 6, 8, 10]


@given(st.lists(st.integers(0, 9), max_size=60), st.integers(1, 12))
def test_the_commonest_are_those_of_a_count(numbers, most):
    found = np.asarray(numbers, dtype=np.uint64)
    first = {number: place for place, number in reversed(list(enumerate(numbers)))}
    expected = sorted(((first[n], numbers.count(n)) for n in first), key=lambda pair: (-pair[1], pair[0]))[:most]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "BLOCK_ROWS", 7)
        patch.setattr(keys, "_FIRST_BLOCK", 2)
        assert keys.commonest(found, np.sort(found), most) == tuple(expected)
