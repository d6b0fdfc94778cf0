"""Looking for words among those texts only that begin like one of them finds what comparing all of them finds."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets import blocks
from datasets.saying import say_one_of

WORDS = ("", "NA", "-", "–", "n/a", "-999")
TEXTS = st.sampled_from(
    ["", " ", "NA", " NA", "NA\u00a0", "\u2003", "Na", "N", "-", "–", " –", "-999", "-1", "7", "a", "é", "x NA"]
)


@given(st.lists(st.none() | TEXTS, max_size=40), st.integers(0, 5), st.integers(1, 9), st.booleans())
def test_the_same_texts_are_found(texts, start, block_rows, with_blank):
    words = WORDS if with_blank else WORDS[1:]
    cells = pa.array(texts, pa.string()).slice(start)
    expected = pc.fill_null(pc.is_in(pc.utf8_trim_whitespace(cells), pa.array(words)), False).to_pylist()
    expected = [found and text is not None for found, text in zip(expected, cells.to_pylist(), strict=True)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK_ROWS", block_rows)
        assert say_one_of(cells, words).tolist() == expected


def test_texts_that_are_all_empty():
    cells = pa.array(["", None, ""], pa.string())
    assert say_one_of(cells, WORDS).tolist() == [True, False, True]
    assert say_one_of(cells, WORDS[1:]).tolist() == [False] * 3
